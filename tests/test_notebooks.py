"""Notebooks run on a real town, and the maps they write open without internet."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from geo import report
from tests import databases

FOLDER = databases.ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
FETCHED = re.compile(
    r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?(?!data:)([^"'\s>]+)"""
)
DANGEROUS = '<img src="x" onerror="document.title=1">Ñ'
ONE_POINT = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"object": DANGEROUS},
            "geometry": {"type": "Point", "coordinates": [-66.28, -17.39]},
        }
    ],
}
BOUNDS = (-66.3, -17.4, -66.2, -17.3)


@pytest.fixture(scope="module")
def written(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with what the notebooks wrote about the demonstration town."""
    return run_on(databases.town_template(), worker, tmp_path_factory.mktemp("var"))


def run_on(template: str, worker: str, var: Path) -> Path:
    """Folder with what the notebooks wrote about a copy of the database `template`."""
    database = f"llajta_notebooks_{worker}_{os.getpid()}"
    with databases.copied(template, database):
        for notebook in NOTEBOOKS:
            databases.manage(database, "run_notebook", str(notebook), LLAJTA_VAR=str(var))
    return var / "notebooks"


def said_by(notebook: Path) -> str:
    """Everything that the cells of an executed notebook printed."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "".join(
        "".join(output.get("text", ""))
        for cell in cells
        for output in cell.get("outputs", [])
    )


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_outputs_and_begins_with_its_question(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    assert cells[0]["cell_type"] == "markdown"
    assert "**Pregunta.**" in first and "**Respuesta.**" in first
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_listed_in_the_readme(notebook):
    assert notebook.name in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_table_of_works_counts_every_work_of_the_town(written):
    lines = (written / "obras_por_distrito_clase_y_año.csv").read_text("utf-8").splitlines()
    found = re.search(r"(\d+) obras", said_by(written / "01_obras_por_distrito.ipynb"))
    assert found
    works = int(found[1])
    counted = sum(int(line.rsplit(",", 1)[1]) for line in lines[1:])
    assert counted >= works > 0, "a work in two districts counts twice, none is left out"


def test_a_register_without_works_is_said_and_nothing_breaks(worker, tmp_path):
    written = run_on(databases.schema_template(), worker, tmp_path)
    assert "No hay obras" in said_by(written / "01_obras_por_distrito.ipynb")
    table = (written / "obras_por_distrito_clase_y_año.csv").read_text("utf-8")
    assert table.splitlines() == ["distrito,clase,year,obras"]
    assert (written / "obras_por_distrito.html").exists()


def test_the_map_fetches_nothing(written):
    page = (written / "obras_por_distrito.html").read_text(encoding="utf-8")
    assert FETCHED.findall(page) == []
    assert re.findall(r"url\((?!#|[\"']?data:)[^)]*\)|@import", page) == []


@pytest.mark.browser
def test_the_map_opens_offline_with_its_marks(written, browser, shots):
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked, broken = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    map_file = (written / "obras_por_distrito.html").as_uri()
    page.goto(map_file)
    page.locator(".leaflet-marker-icon svg path").first.wait_for()
    assert page.locator(".leaflet-overlay-pane path").count() > 10
    page.screenshot(path=shots / "notebook_obras_por_distrito.png")
    context.close()
    assert asked == [map_file]
    assert broken == []


@pytest.mark.browser
def test_what_a_mark_tells_is_text(page, tmp_path):
    town = report.blank_map("Obras", "SICOES", BOUNDS)
    report.add_marks(town, ONE_POINT, name="x", svg="<svg></svg>", tells={"object": "Obra"})
    report.add_legend(town)
    page.goto(report.write(town, tmp_path / "map.html", language="es").as_uri())
    page.locator(".leaflet-marker-icon").hover()
    told = page.locator(".leaflet-tooltip td")
    told.wait_for()
    assert told.inner_text() == DANGEROUS
    assert page.title() == "Obras"


def test_a_map_that_would_load_from_elsewhere_is_refused():
    import folium

    town = report.blank_map("Obras", "SICOES", BOUNDS)
    folium.Marker(
        [-17.35, -66.25], icon=folium.CustomIcon("https://maps.example/pin.png")
    ).add_to(town)
    town.default_js.append(("plugin", "https://maps.example/plugin.js"))
    with pytest.raises(report.ForeignResource, match=r"maps\.example"):
        report.page(town, language="es")


def test_a_map_without_the_built_front_end_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(report, "VENDOR", tmp_path)
    town = report.blank_map("Obras", "SICOES", BOUNDS)
    with pytest.raises(report.LeafletMissing, match=r"leaflet\.(js|css)"):
        report.page(town, language="es")
