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
        pytest.param('[generate]\nname = "{line:c}"', "number", id="number as a letter"),
        pytest.param('[generate]\nname = "MZ-{1}"', "digits only", id="a digit"),
        pytest.param('[generate]\nname = "{line}{0}"', "digits only", id="a zero"),
        pytest.param(
            '[generate]\nname = "{nombre:{lote}}"', "braces within", id="nested braces"
        ),
        pytest.param(
            '[generate]\nname = "{nombre:{line}}"', "braces within", id="width from a row"
        ),
        pytest.param('[generate]\nname = "{line:>201}"', "200", id="wide"),
        pytest.param('[generate]\nname = "{line:.3000000000f}"', "200", id="exact"),
        pytest.param(f'[generate]\nname = "{{line:{"9" * 5000}}}"', "200", id="endless"),
        pytest.param('[file]\nseparator = ";;"', "“;;” separates", id="two marks"),
        pytest.param('[file]\nseparator = "coma"', "“coma” separates", id="a word"),
        pytest.param("[file]\nseparator = '\"'", "separates no", id="a quote"),
        pytest.param('[file]\nseparator = "\\n"', "separates no", id="a line end"),
        pytest.param(
            '[file]\ndecimal = "coma"', "“coma” is no decimal", id="mark in words"
        ),
        pytest.param('[only]\nnada = "1"', "“nada”", id="filter without column"),
    ],
)
def test_what_a_mapping_cannot_say(take, geojson, text, said) -> None:
    file = geojson(feature(PLACE, nombre="Plaza"))

    with pytest.raises(WrongMapping, match=said):
        take(file, mapping=text)
    assert rows_of("place-names") == []


@pytest.mark.parametrize("width", ["", ":03", ":>200"])
def test_a_pattern_numbers_rows_though_a_column_is_called_line(
    take, geojson, width
) -> None:
    file = geojson(feature(PLACE, line="Plaza"))
    text = f'[fields]\nname = "line"\n[generate]\nsource = "{{line{width}}}"'
    take(file, mapping=text)

    (row,) = rows_of("place-names")
    assert (row.name, row.source) == ("Plaza", format(1, width[1:]).strip())


@pytest.mark.parametrize("said", ["tab", "TAB", r"\t", "\t"])
def test_a_tab_can_be_said_in_letters(tmp_path, said) -> None:
    file = tmp_path / "mapping.toml"
    file.write_text(f"[file]\nseparator = '{said}'", encoding="utf-8")

    assert read_mapping(file).reading.separator == "\t"


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
