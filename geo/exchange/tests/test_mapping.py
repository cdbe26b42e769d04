"""A mapping that cannot be meant is refused before the first row is read."""

from __future__ import annotations

import pytest

from geo.exchange.mapping import read_mapping
from geo.exchange.refusals import UnknownCrs, WrongMapping
from geo.exchange.register import get_importable
from geo.exchange.tests.conftest import feature, rows_of
from geo.testing import Grid

PLACE = Grid("a").point("a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[fields", "TOML", id="no TOML"),
        pytest.param('[feilds]\nname = "a"', "feilds", id="unknown section"),
        pytest.param('[file]\nlayre = "a"', "layre", id="unknown hint"),
        pytest.param('[file]\nswap = "yes"', "swap", id="a word for a flag"),
        pytest.param('fields = "a"', "fields", id="no section"),
        pytest.param("[fields]\nname = [1]", "fields.name", id="a list for a name"),
        pytest.param('[fields]\nnam = "nombre"', "“nam”", id="no such field"),
        pytest.param('[fields]\nname = "nombres"', "“nombres”", id="no such column"),
        pytest.param('[links]\nblock = "m"', "“block”", id="no such link"),
        pytest.param('[constants]\nkind = "spaceport"', "spaceport", id="no such word"),
        pytest.param('[words.kind]\na = "b"', "“b”", id="no such word to translate to"),
        pytest.param('[constants]\nname = " "', "name", id="blank for all"),
        pytest.param('[generate]\nname = "{line"', "brace", id="open brace"),
        pytest.param('[generate]\nname = "fixed"', "line", id="the same code for all"),
        pytest.param('[generate]\nname = "{x.y}"', "x.y", id="reaching into an object"),
        pytest.param('[generate]\nname = "{lote}"', "“lote”", id="pattern without column"),
        pytest.param('[generate]\nname = "{nombre:05d}"', "nombre", id="number format"),
        pytest.param('[only]\nnada = "1"', "“nada”", id="filter without column"),
    ],
)
def test_what_a_mapping_cannot_say(take, geojson, text, said) -> None:
    file = geojson(feature(PLACE, nombre="Plaza"))

    with pytest.raises(WrongMapping, match=said):
        take(file, mapping=text)
    assert rows_of("place-names") == []


def test_a_crs_in_a_mapping_must_exist(take, geojson) -> None:
    with pytest.raises(UnknownCrs):
        take(geojson(feature(PLACE, nombre="Plaza")), mapping='[file]\ncrs = "EPSG:1"')


def test_a_mapping_that_is_not_there(tmp_path) -> None:
    with pytest.raises(WrongMapping, match=r"missing.toml"):
        read_mapping(tmp_path / "missing.toml")


def test_a_field_that_nothing_fills_lists_the_columns(take, geojson) -> None:
    with pytest.raises(WrongMapping, match=r"“name”.*“foo”"):
        take(geojson(feature(PLACE, foo="Plaza")))


def test_a_layer_that_takes_no_imports_lists_those_that_do() -> None:
    with pytest.raises(WrongMapping, match=r"“findings”.*“blocks”.*“place-names”"):
        get_importable("findings")


@pytest.mark.parametrize("column", ["name", "NAME", "Nombre", "DENOMINACIÓN", "@nombre"])
def test_columns_are_matched_by_their_usual_names(take, geojson, column) -> None:
    take(geojson(feature(PLACE, **{column: "Plaza"})))

    assert rows_of("place-names")[0].name == "Plaza"


def test_the_fields_own_name_comes_before_a_usual_one(take, geojson) -> None:
    take(geojson(feature(PLACE, nombre="otra", name="Plaza")))

    assert rows_of("place-names")[0].name == "Plaza"


def test_unused_columns_are_told(take, geojson) -> None:
    report = take(geojson(feature(PLACE, name="Plaza", telefono="44")))

    assert any("telefono" in note for note in report.notes)
