"""Values that cannot be stored are refused with their field; links are found or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon

from geo.exchange.faults import Fault
from geo.exchange.register import get_importable
from geo.exchange.tests.conftest import PROVENANCE, feature, rows_of, table
from geo.testing import Grid

LAND = Grid("""
    a . b . . .
    e f g . . .
    h i j . . .
    d . c . . .
""")
"""The block a b c d with the parcels e f i h and f g j i inside, and more ground east."""

PLACE = LAND.point("f")


@pytest.fixture
def district(town: Any) -> Any:
    model = get_importable("districts").model
    return model._default_manager.create(
        number=4, name="Ironcollo", municipality=town, outline=town.outline, **PROVENANCE
    )


@pytest.fixture
def block(town: Any) -> Any:
    model = get_importable("blocks").model
    footprint = MultiPolygon(LAND.polygon("abcd"), srid=4326)
    return model._default_manager.create(code="M-1", footprint=footprint, **PROVENANCE)


def reasons(report) -> dict[Fault, int]:
    return dict(report.refusals.reasons)


@pytest.mark.parametrize(
    ("values", "fault", "said"),
    [
        pytest.param({"nombre": None}, Fault.MISSING, "", id="null"),
        pytest.param({"nombre": "  "}, Fault.MISSING, "", id="blank"),
        pytest.param({"nombre": "ñ" * 161}, Fault.TOO_LONG, "ñ", id="too long"),
        pytest.param(
            {"nombre": "Pozo", "kind": "spaceport"},
            Fault.UNKNOWN_WORD,
            "spaceport",
            id="unknown word",
        ),
    ],
)
def test_a_value_that_cannot_be_stored(take, geojson, values, fault, said) -> None:
    good = feature(PLACE, nombre="Plaza", kind="square")
    report = take(geojson(good, feature(PLACE, **values)))

    assert reasons(report) == {fault: 1}
    (refused,) = report.refusals.first
    assert said in refused.reason
    assert (refused.longitude, refused.latitude) == pytest.approx(PLACE.coords)
    assert [row.name for row in rows_of("place-names")] == ["Plaza"]


def test_a_text_as_long_as_the_field_goes_in(take, geojson) -> None:
    assert take(geojson(feature(PLACE, nombre="ñ" * 160))).loaded == 1


def test_spaces_around_a_value_are_dropped(take, geojson) -> None:
    take(geojson(feature(PLACE, nombre="  Plaza \t")))

    assert rows_of("place-names")[0].name == "Plaza"


def test_a_row_may_have_several_faults(take, geojson) -> None:
    report = take(geojson(feature(PLACE, nombre="", kind="spaceport")))

    assert reasons(report) == {Fault.MISSING: 1, Fault.UNKNOWN_WORD: 1}
    assert report.refusals.rows == 1


@pytest.mark.parametrize("word", ["school", "School", "escuela"])
def test_the_word_people_read_is_understood(take, geojson, settings, word) -> None:
    mapping = '[fields]\nkind = "tipo"\n[words.kind]\nescuela = "school"'
    take(geojson(feature(PLACE, nombre="A", tipo=word)), mapping=mapping)

    assert rows_of("place-names")[0].kind == "school"


def test_words_not_listed_can_all_become_one(take, geojson) -> None:
    file = geojson(
        feature(PLACE, nombre="A", tipo="Colegio"), feature(PLACE, nombre="B", tipo="Bar")
    )
    mapping = """
        [fields]
        kind = "tipo"
        [words.kind]
        "colegio" = "school"
        "*" = "landmark"
    """
    take(file, mapping=mapping)

    assert [row.kind for row in rows_of("place-names")] == ["school", "landmark"]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        pytest.param("cuatro", Fault.NOT_A_NUMBER, id="a word"),
        pytest.param("4.5", Fault.NOT_A_NUMBER, id="a fraction"),
        pytest.param("40000", Fault.OUT_OF_RANGE, id="beyond the column"),
        pytest.param("-1", Fault.OUT_OF_RANGE, id="below zero"),
        pytest.param("9" * 30, Fault.NOT_A_NUMBER, id="thirty digits"),
    ],
)
def test_a_number_must_fit_its_column(take, geojson, number, fault) -> None:
    file = geojson(feature(LAND.polygon("abcd"), numero=number, nombre="Norte"))

    assert reasons(take(file, "districts")) == {fault: 1}


def test_a_shapefiles_fraction_of_nothing_is_a_whole_number(take, geojson) -> None:
    take(geojson(feature(LAND.polygon("abcd"), numero=4.0, nombre="Norte")), "districts")

    assert rows_of("districts")[0].number == 4


def test_a_district_outside_its_municipality_is_refused_by_name(take, geojson) -> None:
    across = Grid("a . b\nd . c", origin=(LAND.points["c"][0] + 0.002, -17.399))
    file = geojson(feature(across.polygon("abcd"), numero=1, nombre="Norte"))

    assert reasons(take(file, "districts")) == {Fault.NOT_HELD: 1}


def test_a_code_stands_once_in_the_file(take, geojson) -> None:
    file = geojson(
        feature(LAND.polygon("efih"), codigo="1"),
        feature(LAND.polygon("fgji"), codigo="2"),
        feature(LAND.polygon("abcd"), codigo=" 1 "),
    )
    report = take(file, "blocks")

    assert reasons(report) == {Fault.TWICE_IN_FILE: 1}
    assert report.refusals.first[0].line == 3
    assert "1" in report.refusals.first[0].reason
    assert [row.code for row in rows_of("blocks")] == ["1", "2"]


def test_a_refused_row_does_not_keep_its_code_from_others(take, geojson) -> None:
    file = geojson(
        feature(LAND.line("ab"), codigo="1"), feature(LAND.polygon("efih"), codigo="1")
    )
    report = take(file, "blocks")

    assert reasons(report) == {Fault.WRONG_TYPE: 1}
    assert report.loaded == 1


def test_a_code_of_the_register_is_not_taken_again(take, geojson, block) -> None:
    file = geojson(feature(LAND.polygon("efih"), codigo="M-1"))

    assert reasons(take(file, "blocks")) == {Fault.ALREADY_THERE: 1}


def test_importing_a_file_twice_adds_nothing(take, geojson) -> None:
    file = geojson(feature(PLACE, nombre="Plaza"), feature(LAND.point("a"), nombre="Plaza"))
    assert take(file).loaded == 2

    report = take(file)

    assert (report.loaded, reasons(report)) == (0, {Fault.ALREADY_THERE: 2})


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param({"manzano": "m-1 "}, id="by its code"),
        pytest.param({}, id="by its place"),
    ],
)
def test_a_parcel_finds_its_block(take, geojson, block, properties) -> None:
    file = geojson(feature(LAND.polygon("efih"), codigo="P-1", **properties))
    take(file, "parcels")

    (row,) = rows_of("parcels")
    assert row.block_id == block.pk


@pytest.mark.parametrize(
    ("ring", "properties", "fault"),
    [
        pytest.param("efih", {"manzano": "M-9"}, Fault.NOT_FOUND, id="no such block"),
        pytest.param("efih", {"manzano": ""}, Fault.NOT_FOUND, id="no block named"),
    ],
)
def test_a_parcel_without_its_block(take, geojson, block, ring, properties, fault) -> None:
    file = geojson(feature(LAND.polygon(ring), codigo="P-1", **properties))

    assert reasons(take(file, "parcels")) == {fault: 1}


def test_a_parcel_must_lie_in_its_block(take, geojson, block) -> None:
    wide = Grid(". . .\na . b\nd . c", origin=(LAND.points["j"][0] - 0.001, -17.4))
    file = geojson(feature(wide.polygon("abcd"), codigo="P-1", manzano="M-1"))

    assert reasons(take(file, "parcels")) == {Fault.NOT_HELD: 1}


@pytest.mark.parametrize("written", ["4", "D-4", "DISTRITO 4", "Dist. 04"])
def test_a_district_is_found_however_it_is_written(
    take, geojson, district, written
) -> None:
    file = geojson(feature(LAND.polygon("efih"), codigo="1", distrito=written))
    take(file, "blocks")

    assert rows_of("blocks")[0].district_id == district.pk


def test_a_district_that_is_not_there_is_refused(take, geojson, district) -> None:
    file = geojson(feature(LAND.polygon("efih"), codigo="1", distrito="7"))

    assert reasons(take(file, "blocks")) == {Fault.NOT_FOUND: 1}


def test_of_two_streets_of_one_name_the_nearest_is_meant(take, geojson) -> None:
    streets = geojson(
        feature(LAND.line("ab"), nombre="Calle Bolívar"),
        feature(LAND.line("dc"), nombre="CALLE BOLIVAR"),
    )
    take(streets, "streets")
    door = feature(LAND.point("i"), numero="12", calle="calle  bolívar")
    take(geojson(door), "addresses")

    (address,) = rows_of("addresses")
    assert address.street.name == "CALLE BOLIVAR"


def test_codes_can_be_made_of_columns_and_line(take, tmp_path) -> None:
    file = table(
        tmp_path / "a.csv",
        """
        manzano,lote,lon,lat
        12,3,-66.278,-17.399
        12,4,-66.277,-17.399
        """,
    )
    take(file, mapping='[generate]\nname = "{manzano}-{lote}/{line:03}"')

    assert [row.name for row in rows_of("place-names")] == ["12-3/002", "12-4/003"]


def test_rows_the_mapping_leaves_out_are_not_refused(take, geojson) -> None:
    file = geojson(
        feature(PLACE, nombre="A", municipio="Quillacollo"),
        feature(PLACE, nombre="", municipio="Vinto"),
    )
    report = take(file, mapping='[only]\nmunicipio = ["quillacollo", "sacaba"]')

    assert (report.read, report.loaded, report.passed_over) == (2, 1, 1)
    assert report.refusals.rows == 0


def test_a_rule_of_the_table_is_asked_of_each_row(take, geojson) -> None:
    mapping = '[fields]\nsource = "fuente"'
    file = geojson(
        feature(PLACE, nombre="A", fuente="INE"), feature(PLACE, nombre="B", fuente=" ")
    )
    report = take(file, mapping=mapping)

    assert report.loaded == 1
    assert report.refusals.rows == 1
