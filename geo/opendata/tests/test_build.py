"""A build holds every public layer, says what it is, and takes the old one's place."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import datetime as dt
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import mapbox_vector_tile
import psycopg
import pyarrow.parquet as pq
import pyogrio
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from pmtiles.reader import MmapSource, Reader, all_tiles

from geo.access import Audience
from geo.layers import Field, Layer, find_layer
from geo.opendata.building import build
from geo.opendata.catalogue import About, Outcome, catalogue, whole
from geo.opendata.folder import FolderInUse, replacing
from tests import databases
from tests.coroutines import run_apart

ABOUT = About(made_at=dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC), version="1", code="abc")
PLACES = """
INSERT INTO territory_place (name, kind, position, source, certainty)
SELECT 'Ñ ' || n, 'school', ST_SetSRID(ST_Point(-66.28 + n * 1e-3, -17.39), 4326),
  'prueba', 'drawn' FROM generate_series(1, 5) AS n
"""


def layer(name: str) -> Layer:
    found = find_layer(name, Audience.ANYONE)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def town(worker: str, django_db_setup: None) -> Iterator[str]:
    """A database with five schools and no work."""
    name = f"llajta_opendata_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as owner:
            owner.execute(PLACES)
        yield name


@pytest.fixture
def here(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from the town."""
    monkeypatch.setitem(connection.settings_dict, "NAME", town)


async def _build(public: Path, layers: list[Layer]) -> list[Outcome]:
    return await asyncio.to_thread(build, public, layers, ABOUT)


@pytest.fixture
def built(here: None, tmp_path: Path) -> Path:
    """A build of place names and works, and of a layer whose view is gone."""
    broken = dataclasses.replace(layer("zones"), name="gone")
    places = dataclasses.replace(layer("place-names"), zooms=(12, 14))
    outcomes = run_apart(_build(tmp_path / "open", [places, broken, layer("works")]))
    assert [bool(each.wrong) for each in outcomes] == [False, True, False]
    return tmp_path / "open"


class Crooked(Layer):
    """A layer whose own declaration fails when it is used."""

    def fields_for(self, audience: Audience) -> tuple[Field, ...]:
        raise ValueError("secret detail")


def test_a_layer_that_fails_in_any_way_blocks_no_other(here: None, tmp_path: Path) -> None:
    zones = layer("zones")
    told = {each.name: getattr(zones, each.name) for each in dataclasses.fields(zones)}
    crooked = Crooked(**{**told, "name": "crooked"})
    outcomes = run_apart(_build(tmp_path / "open", [crooked, layer("works")]))
    assert [bool(each.wrong) for each in outcomes] == [True, False]
    found = json.loads((tmp_path / "open/data.json").read_text(encoding="utf-8"))
    assert [each["identifier"] for each in found["dataset"]] == ["works"]
    (missing,) = found["llajta:missing"]
    assert missing["identifier"] == "crooked" and "secret" not in missing["reason"]


def test_a_build_holds_the_layers_and_describes_them(built: Path) -> None:
    found = json.loads((built / "data.json").read_text(encoding="utf-8"))
    assert found["conformsTo"].endswith("/v1.1/schema")
    assert found["llajta:build"] == {
        "made_at": "2026-11-26T08:00:00+00:00", "version": "1", "code": "abc",
    }  # fmt: skip
    assert [each["identifier"] for each in found["llajta:missing"]] == ["gone"]
    places, works = found["dataset"]
    assert (places["title"], places["llajta:rows"], works["llajta:rows"]) == (
        "Nombres de lugares", 5, 0,
    )  # fmt: skip
    assert places["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {field["name"] for field in places["llajta:fields"]} >= {"name", "kind"}
    formats = {each["format"] for each in places["distribution"]}
    assert formats == {"CSV", "GeoPackage", "GeoParquet", "PMTiles", "API"}
    files = places["distribution"][:-1] + works["distribution"][:-1]
    for each in files:
        content = (built / each["downloadURL"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["checksum"]["checksumValue"]
        assert len(content) == each["byteSize"]
    assert not list(built.glob("gone.*"))

    assert pq.read_metadata(built / "place-names.parquet").num_rows == 5
    assert pyogrio.read_info(built / "place-names.gpkg")["features"] == 5
    text = (built / "place-names.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    assert [row["name"] for row in rows] == [f"Ñ {number}" for number in range(1, 6)]

    with (built / "place-names.pmtiles").open("rb") as file:
        source = MmapSource(file)
        header = Reader(source).header()
        assert (header["min_zoom"], header["max_zoom"]) == (12, 14)
        assert header["clustered"]
        names = set()
        for (zoom, _x, _y), data in all_tiles(source):
            shown = mapbox_vector_tile.decode(gzip.decompress(data))["place-names"][
                "features"
            ]
            if zoom == 14:
                names |= {each["properties"]["name"] for each in shown}
    assert names == {f"Ñ {number}" for number in range(1, 6)}
    assert not (built / "works.pmtiles").exists()


REQUIRED = {
    *("title", "description", "keyword", "modified", "publisher", "contactPoint"),
    *("identifier", "accessLevel"),
}
"""Of a dataset, by Project Open Data 1.1 for everybody."""


def test_a_catalogue_says_all_that_harvesters_require(settings: LazySettings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Llajta <datos@example.org>"
    outcome = Outcome(layer=layer("works"))
    about = dataclasses.replace(ABOUT, site="https://mapa.example.org")
    found = catalogue([outcome], about)
    assert {"@context", "conformsTo", "describedBy"} <= set(found)
    (works,) = found["dataset"]
    assert set(works) >= REQUIRED and all(works[name] for name in REQUIRED)
    assert works["contactPoint"]["fn"]
    assert works["contactPoint"]["hasEmail"] == "mailto:datos@example.org"
    assert works["describedBy"] == "https://mapa.example.org/ogc/collections/works/schema"
    (interface,) = works["distribution"]
    assert interface["accessURL"] == (
        "https://mapa.example.org/ogc/collections/works/items"
    )
    declared = set(found["@context"][1])
    used = {name.split(":")[0] for name in _names(found) if ":" in name}
    assert used <= declared


def _names(value: object) -> Iterator[str]:
    """Every name and every type in a document of JSON-LD."""
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            if name == "@type":
                yield each
            elif name != "@context":
                yield from _names(each)


def test_addresses_become_whole_where_it_is_known_where_they_are() -> None:
    document = {"dataset": [{"distribution": [{"downloadURL": "works.csv"}]}]}
    (found,) = whole(document, "http://here:8000")["dataset"][0]["distribution"]
    assert found == {"downloadURL": "http://here:8000/datos/works.csv"}
    assert whole(found, "http://elsewhere") == found


def test_a_new_build_takes_the_place_of_the_old_in_one_step(tmp_path: Path) -> None:
    public = tmp_path / "open"
    public.mkdir()
    for word in ("old", "new"):
        with replacing(public) as folder:
            (folder / "file").write_text(word)
        assert (public / "file").read_text() == word
    assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 2  # and its link


def test_a_build_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    public = tmp_path / "open"
    with replacing(public) as folder:
        (folder / "file").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(public):
        raise ZeroDivisionError
    assert (public / "file").read_text() == "old"


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years")
    with pytest.raises(FolderInUse), replacing(tmp_path):
        pass
    public = tmp_path / "open"
    with replacing(public), pytest.raises(FolderInUse), replacing(public):
        pass


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--layer", "districts"], "en qué carpeta", id="nowhere said"),
        pytest.param(["DIR", "--layer", "distritos"], "districts", id="no such layer"),
    ],
)
def test_a_part_never_takes_the_place_of_the_whole(
    words: list[str], said: str, tmp_path: Path, settings: LazySettings
) -> None:
    settings.VAR = tmp_path
    for name in ("open-data", "DIR"):
        with replacing(tmp_path / name) as new:
            (new / "data.json").write_text("{}")
    told = [str(tmp_path / word) if word == "DIR" else word for word in words]
    with pytest.raises(CommandError, match=said):
        call_command("build_open_data", *told)
    assert (tmp_path / "open-data/data.json").read_text() == "{}"
    assert (tmp_path / "DIR/data.json").read_text() == "{}"
