"""A folder of real files replaces what was drawn, whole or not at all."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
from django.core.management import CommandError, call_command

from apps.people.models import PartyAddress
from apps.people.tests.making import give, make_post
from apps.territory.actions import settle_territory
from apps.territory.models import (
    Block,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
)
from apps.territory.tests.making import (
    NOW,
    make_block,
    make_district,
    make_otb,
    make_parcel,
    make_place,
    make_street,
)
from apps.treasury.tests.making import charge, make_price
from apps.water.actions.checking import note_check
from apps.water.terms import CheckOutcome
from apps.water.tests.making import OFFICE, TODAY, make_connection, make_party
from apps.works.models import Work
from data.sources.territory import SOURCES
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . b . c . d
    . u . v . w .
    p . q . r . s
    . x . y . z .
    e . f . g . h
""")


@pytest.fixture(autouse=True)
def drawn_town() -> None:
    make_district(1, TOWN.polygons("acge"))
    make_district(2, TOWN.polygons("cdhg"))
    make_otb("Dibujada", TOWN.polygons("abqp"))
    make_street("Calle Dibujada", TOWN.lines("ae"))
    make_parcel("P-1", make_block("M-1", TOWN.polygons("abqp")), TOWN.polygons("abqp"))
    make_place("Plaza Dibujada", TOWN.point("u"))


def write(folder: Path, name: str, *features: tuple[Any, dict[str, Any]]) -> None:
    """Write a GeoJSON file."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": json.loads(shape.json), "properties": values}
            for shape, values in features
        ],
    }
    (folder / name).write_text(json.dumps(collection), encoding="utf-8")


def load(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("load_territory", str(folder), *options, stdout=out)
    return out.getvalue()


def census() -> dict[str, int]:
    kinds = (Municipality, District, Otb, Street, Block, Parcel, Place)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_real_otbs_replace_drawn_ones_and_nothing_else(tmp_path) -> None:
    before = census()
    write(
        tmp_path,
        "otbs.geojson",
        (TOWN.polygon("abfe"), {"nombre": "Ironcollo"}),
        (TOWN.polygon("bcgf"), {"nombre": "Villa Moderna"}),
    )
    told = load(tmp_path)
    assert "otbs.geojson" in told
    assert {otb.name for otb in Otb.objects.all()} == {"Ironcollo", "Villa Moderna"}
    assert {(otb.source, otb.certainty) for otb in Otb.objects.all()} == {
        ("GAM Quillacollo", "official")
    }
    assert census() == {**before, "Otb": 2}
    assert Parcel.objects.get().otb == Otb.objects.get(name="Ironcollo")


def test_real_districts_keep_the_numbers_and_take_the_names_of_this_town(tmp_path) -> None:
    keys = dict(District.objects.values_list("number", "pk"))
    write(
        tmp_path,
        "distritos.geojson",
        (TOWN.polygon("abfe"), {"distrito": "D-1", "nombre": "X"}),
        (TOWN.polygon("bdhf"), {"distrito": "D-2", "nombre": "Y"}),
    )
    load(tmp_path)
    found = {each.number: each for each in District.objects.all()}
    assert {number: each.pk for number, each in found.items()} == keys
    assert found[1].outline.sym_difference(TOWN.polygon("abfe")).area < 1e-12
    assert (found[1].name, found[2].name) == ("Centro", "Villa Moderna")


def test_real_blocks_take_drawn_parcels_with_them(tmp_path) -> None:
    write(tmp_path, "manzanos.geojson", (TOWN.polygon("abqp"), {"codigo": "R-1"}))
    load(tmp_path)
    assert [block.code for block in Block.objects.all()] == ["R-1"]
    assert not Parcel.objects.exists()


def test_blocks_and_parcels_come_together(tmp_path) -> None:
    write(tmp_path, "manzanos.geojson", (TOWN.polygon("acrp"), {"codigo": "R-1"}))
    write(
        tmp_path,
        "predios.geojson",
        (TOWN.polygon("abqp"), {"codigo": "R-1-1", "manzano": "R-1"}),
        (TOWN.polygon("cdsr"), {"codigo": "R-1-2", "manzano": "R-1"}),
    )
    told = load(tmp_path)
    assert [parcel.code for parcel in Parcel.objects.all()] == ["R-1-1"]
    assert "predios.geojson" in told


def test_a_dry_run_tells_and_changes_nothing(tmp_path) -> None:
    before = census()
    write(tmp_path, "calles.geojson", (TOWN.line("ad"), {"nombre": "Calle Real"}))
    told = load(tmp_path, "--dry-run")
    assert "calles.geojson" in told
    assert census() == before
    assert Street.objects.get().name == "Calle Dibujada"


def test_loading_twice_is_loading_once(tmp_path) -> None:
    write(tmp_path, "lugares.geojson", (TOWN.point("v"), {"nombre": "Plaza Real"}))
    write(tmp_path, "calles.geojson", (TOWN.line("ad"), {"nombre": "Calle Real"}))
    load(tmp_path)
    once = census()
    load(tmp_path)
    assert census() == once


def test_a_file_without_a_usable_row_leaves_what_was_there(tmp_path) -> None:
    far = Grid("k . l\n. . .\nm . n", origin=(-65.0, -17.4))
    write(tmp_path, "otbs.geojson", (far.polygon("klnm"), {"nombre": "Lejana"}))
    load(tmp_path)
    assert [otb.name for otb in Otb.objects.all()] == ["Dibujada"]


def test_a_broken_file_stops_everything(tmp_path) -> None:
    before = census()
    write(tmp_path, "calles.geojson", (TOWN.line("ad"), {"nombre": "Calle Real"}))
    (tmp_path / "lugares.geojson").write_text('{"type": "FeatureCollection", "feat')
    with pytest.raises(CommandError, match=r"lugares\.geojson"):
        load(tmp_path)
    assert census() == before


def test_a_folder_of_strangers_is_refused_with_an_example(tmp_path) -> None:
    (tmp_path / "notas.txt").write_text("nada")
    with pytest.raises(CommandError, match=r"distritos\.gpkg"):
        load(tmp_path)


def test_a_folder_that_is_none_is_refused(tmp_path) -> None:
    with pytest.raises(CommandError):
        load(tmp_path / "nada")


def test_an_unpacked_shapefile_is_loaded_and_its_companions_passed_over(tmp_path) -> None:
    outlines = [TOWN.polygon("abfe"), TOWN.polygon("bcgf")]
    pyogrio.raw.write(
        tmp_path / "OTBS_2026.shp",
        np.array([bytes(outline.wkb) for outline in outlines], dtype=object),
        [np.array(["Ironcollo", "Villa Moderna"], dtype=object)],
        ["nombre"],
        crs="EPSG:4326",
        geometry_type="Polygon",
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
    for ending in ("shp.xml", "qmd"):
        (tmp_path / f"OTBS_2026.{ending}").write_text("<metadata/>")
    (tmp_path / "manzanos.dbf").write_bytes(b"a table alone")
    told = load(tmp_path)

    assert {otb.name for otb in Otb.objects.all()} == {"Ironcollo", "Villa Moderna"}
    assert {word for word in told.split() if "." in word} >= {"OTBS_2026.shp"}
    assert "manzanos.dbf" in told
    assert "OTBS_2026.cpg" not in told
    assert "OTBS_2026.shp.xml" not in told


def test_of_two_files_of_one_source_one_is_loaded(tmp_path) -> None:
    row = {"nombre": "PIHUSI", "municipio": "Quillacollo"}
    for part in ("cochabamba", "metro"):
        name = f"censo2024_comunidades_{part}.geojson"
        write(tmp_path, name, (TOWN.point("v"), row))
    told = load(tmp_path)
    assert Place.objects.get(kind="community").name == "Pihusi"
    assert "censo2024_comunidades_metro.geojson" in told


def test_rows_of_other_towns_are_passed_over(tmp_path) -> None:
    write(
        tmp_path,
        "censo2024_comunidades_x.geojson",
        (TOWN.point("v"), {"nombre": "PIHUSI", "municipio": "Quillacollo"}),
        (TOWN.point("w"), {"nombre": "PIUSILLA", "municipio": "Sacaba"}),
    )
    load(tmp_path)
    assert {place.name for place in Place.objects.all()} == {"Pihusi"}


def test_works_find_their_place_again(tmp_path) -> None:
    Work.objects.create(
        code="24-1302-00-1", object="EMPEDRADO OTB IRONCOLLO D-1",
        object_key="empedrado otb ironcollo distrito 1", kind="paving",
        state="contracted", year=2024, source="sicoes",
    )  # fmt: skip
    write(tmp_path, "otbs.geojson", (TOWN.polygon("bcgf"), {"nombre": "Ironcollo"}))
    load(tmp_path)
    work = Work.objects.get()
    assert work.positions is not None and work.otb_names == ["Ironcollo"]
    assert TOWN.polygon("bcgf").contains(work.positions)


def test_what_stands_on_the_territory_finds_its_place_again(tmp_path) -> None:
    """Real OTBs, blocks and parcels in the place of the drawn ones that they stood on."""
    here = TOWN.point("u")
    tap = make_connection(position=here)
    debt = charge(make_price(), make_party(), place=here)
    home = PartyAddress.objects.create(party=make_party(), role="home", position=here)
    check = note_check(
        Parcel.objects.get(), CheckOutcome.EMPTY, on=TODAY, today=TODAY, by=OFFICE
    )
    settle_territory(now=NOW)
    standing = (tap, debt, home, check)
    drawn = [_stands_on(each) for each in standing]

    write(tmp_path, "otbs.geojson", (TOWN.polygon("abqp"), {"nombre": "Ironcollo"}))
    write(tmp_path, "manzanos.geojson", (TOWN.polygon("abqp"), {"codigo": "M-9"}))
    write(
        tmp_path,
        "predios.geojson",
        (TOWN.polygon("abqp"), {"codigo": "P-9", "manzano": "M-9"}),
    )
    load(tmp_path)

    assert drawn == ["Dibujada P-1", "Dibujada", "Dibujada", "P-1"]
    real = ["Ironcollo P-9", "Ironcollo", "Ironcollo", "P-9"]
    assert [_stands_on(each) for each in standing] == real


def _stands_on(thing: Any) -> str:
    """Names of the OTB and the parcel that the register has for it."""
    thing.refresh_from_db()
    otb, parcel = getattr(thing, "otb", None), getattr(thing, "parcel", None)
    return " ".join([*([otb.name] if otb else []), *([parcel.code] if parcel else [])])


def test_a_district_that_rights_are_bound_to_cannot_be_left_out(tmp_path) -> None:
    make_district(3, TOWN.polygons("cdhg"))  # left out too, but nobody misses it
    give(make_post(), "water.view", district=District.objects.get(number=2))
    write(
        tmp_path,
        "distritos.geojson",
        (TOWN.polygon("acge"), {"distrito": "D-1", "nombre": "X"}),
    )
    before = census()
    with pytest.raises(CommandError, match="distrito 2,"):
        load(tmp_path)
    assert census() == before


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.files[0])
def test_every_source_says_what_it_is(source) -> None:
    assert source.says and len(source.says) <= 120
    assert source.licence
    assert source.files and all(pattern == pattern.lower() for pattern in source.files)
