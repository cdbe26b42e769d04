"""One file opens the town in QGIS: all layers, styled, filtered and drawn."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from geo.access import Audience
from geo.layers import published
from tests import staff
from tests.databases import ROOT
from tests.effort import LONG
from tiles.style.tokens import tokens

LAYERS = {layer.view: layer for layer in published(Audience.ANYONE)}
SCRIPTS = ROOT / "tests/desktop"
CAN_EDIT = 33200
"""From QGIS 3.32 on it edits over OGC API Features."""
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


def in_qgis(script: str, *arguments: str) -> dict[str, Any]:
    """What a script that QGIS's own Python runs tells."""
    ran = subprocess.run(
        ["/usr/bin/python3", str(SCRIPTS / script), *arguments],
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": "/tmp"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def session(project: Path, town_url: str) -> dict[str, Any]:
    """What a session of QGIS made of the project."""
    if not LONG:
        pytest.skip("a long run tries it in QGIS itself")
    return in_qgis("qgis_session.py", str(project), town_url)


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


@pytest.mark.long
def test_qgis_edits_and_everybody_sees_it(serve: Callable[..., str]) -> None:
    site = serve("qgis", staff.office_template())
    places = f"{site}/ogc/collections/place-names/items"
    signed = (staff.ADMIN, staff.program_password(staff.ADMIN))
    at = {"Se renombra": [-66.2712, -17.3921], "Se borra": [-66.2713, -17.3922]}
    for name, spot in at.items():
        place = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": spot},
            "properties": {"name": name, "kind": "landmark"},
        }
        assert requests.post(places, json=place, auth=signed, timeout=30).status_code == 201

    told = in_qgis("qgis_editing.py", site, *signed, *at)
    if told["version"] < CAN_EDIT:
        pytest.skip(f"QGIS {told['version']} only reads OGC API Features")

    assert told["valid"] and told["begins"], told
    assert told["commits"], told["errors"]
    assert position(places, "Se renombra (QGIS)") == [-66.2702, -17.3921]
    for gone in at:
        assert position(places, gone) is None
    # QGIS 3.40 looks for `Location` in this spelling, and servers of today write it small.
    assert position(places, "Dibujado en QGIS") == [-66.2801, -17.3951], told["drawing"]


def position(places: str, name: str) -> Any:
    """Where anybody who asks finds the place of this name, to seven decimals."""
    found = requests.get(places, params={"name": name}, timeout=30).json()["features"]
    if not found:
        return None
    (one,) = found
    return [round(part, 7) for part in one["geometry"]["coordinates"]]
