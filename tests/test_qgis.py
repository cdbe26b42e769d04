"""One file opens the town in QGIS: all layers, styled, filtered and drawn."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from geo.access import Audience
from geo.layers import published
from tests.databases import ROOT
from tests.effort import LONG
from tiles.style.tokens import tokens

LAYERS = {layer.view: layer for layer in published(Audience.ANYONE)}
SESSION = ROOT / "tests/desktop/qgis_session.py"
PATIENCE = 300


@pytest.fixture(scope="module")
def project(town_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project file as a technician downloads it."""
    answer = requests.get(
        f"{town_url}/qgis/llajta.qgs", headers={"Accept-Language": "es"}, timeout=30
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="llajta.qgs"'
    file = tmp_path_factory.mktemp("qgis") / "llajta.qgs"
    file.write_bytes(answer.content)
    return file


def test_the_project_has_every_public_layer_and_no_other(project: Path) -> None:
    found = ElementTree.parse(project).findall("projectlayers/maplayer")
    assert {each.findtext("id") for each in found} == {f"llajta_{view}" for view in LAYERS}
    for each in found:
        assert each.findtext("provider") == "OAPIF"
        mixed = LAYERS[str(each.findtext("id"))[7:]].geometry_type == "Geometry"
        assert (each.find("renderer-v2//Option[@type='QString']") is None) == mixed


def test_points_lie_over_lines_over_areas(project: Path) -> None:
    found = ElementTree.parse(project).findall("projectlayers/maplayer")
    kinds = [each.attrib["geometry"] for each in found]
    assert kinds == sorted(kinds, key=["Point", "Line", "Polygon"].index)


def test_states_have_the_colours_of_the_map_and_words(
    project: Path,
) -> None:
    works = ElementTree.parse(project).find(".//maplayer[id='llajta_works']")
    assert works is not None
    categories = works.findall("renderer-v2/categories/category")
    assert {each.attrib["value"] for each in categories} == set(tokens().states)
    assert "contratada" in {each.attrib["label"] for each in categories}
    assert works.find("aliases/alias[@field='state'][@name='Estado']") is not None


@pytest.fixture(scope="module")
def session(project: Path, town_url: str) -> dict[str, Any]:
    """What a session of QGIS made of the project."""
    if not LONG:
        pytest.skip("a long run tries it in QGIS itself")
    ran = subprocess.run(
        ["/usr/bin/python3", str(SESSION), str(project), town_url],
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": "/tmp"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_qgis_opens_the_project_with_every_layer(session: dict[str, Any]) -> None:
    assert session["opened"] and session["crs"] == "EPSG:32719"
    for view, layer in LAYERS.items():
        found = session["layers"][f"llajta_{view}"]
        assert found["valid"] and found["read"] > 0, view
        assert {field.name for field in layer.fields} <= set(found["fields"]), view
        assert found["colours"] > 1, view
    assert session["layers"]["llajta_works"]["renderer"] == "categorizedSymbol"


def test_qgis_filters_on_the_server(session: dict[str, Any]) -> None:
    assert session["filtered"] == ["contracted"]


def test_qgis_draws_the_vector_tiles(session: dict[str, Any]) -> None:
    assert session["tiles"]["valid"] and session["tiles"]["colours"] > 1
