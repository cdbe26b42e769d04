"""Rows of a list: how they are read, and what is said of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.allocation.domain.lists import Facts, Known, Row, judged
from apps.allocation.imports import read_list
from apps.allocation.tests.listing import ROWS, read, row
from geo.exchange.refusals import NotImportable, WrongMapping


def test_a_workbook_is_read_as_people_write_it(tmp_path: Path) -> None:
    first, second = read(tmp_path, ROWS)
    assert first == Row(
        line=2,
        card="5277123",
        given_names="Juana",
        surnames="Condori Mamani",
        wish="A-1",
    )
    assert (second.card, second.line) == ("8123456-1A", 3)


def test_names_in_one_cell_and_trades_are_read(tmp_path: Path) -> None:
    header = ["Cédula", "NOMBRE COMPLETO", "Rubro"]
    (only,) = read(
        tmp_path, [["5277123", "María Elena Condori Mamani", "Comida"]], header=header
    )
    assert (only.given_names, only.surnames) == ("María Elena", "Condori Mamani")
    assert only.wish == "Comida"


def test_a_file_without_the_columns_says_which(tmp_path: Path) -> None:
    with pytest.raises(WrongMapping, match="«CI»"):
        read(tmp_path, [["x", "y"]], header=["Fulano", "Zutano"])
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(NotImportable):
        read_list(tmp_path / "x.xlsx")


FREE = {"A-1": "", "A-2": "food", "A-3": "food"}
JUANA = Known(party_id=1, name="Juana", had=1)


@pytest.mark.parametrize(
    ("rows", "refusals"),
    [
        pytest.param(
            [row(2, "5277123", "A-1"), row(3, "5.277.123", "A-2")],
            ["", "ya está en la fila 2"],
            id="a card twice",
        ),
        pytest.param([row(2, "12", "A-1")], ["no es un número"], id="no card"),
        pytest.param([row(2, "", "A-1")], ["Falta el número"], id="empty card"),
        pytest.param([row(2, "5277123", "Z-9")], ["no es un módulo"], id="no module"),
        pytest.param([row(2, "5277123", "B-1")], ["está ocupado"], id="taken"),
        pytest.param([row(2, "5277123", "")], ["ni módulo ni rubro"], id="no wish"),
        pytest.param([row(2, "7777777", "A-1")], ["tantos espacios"], id="has enough"),
        pytest.param(
            [row(2, "5277123", "A-1", name="")], ["nombres y apellido"], id="no name"
        ),
        pytest.param(
            [row(2, "5277123", "A-1"), row(3, "5277124", "A-1")],
            ["", "a otra fila"],
            id="a module twice",
        ),
        pytest.param(
            [row(n, f"527712{n}", "food") for n in (2, 3, 4)],
            ["", "", "No queda módulo"],
            id="a trade sold out",
        ),
    ],
)
def test_every_bad_row_is_told_why(rows: list[Row], refusals: list[str]) -> None:
    facts = Facts(
        people={("7777777", ""): JUANA},
        free=FREE,
        taken=frozenset({"B-1"}),
        tariffs={"food": "food"},
        priced=frozenset({"", "food"}),
        most_per_party=1,
    )
    for told, expected in zip(judged(rows, facts), refusals, strict=True):
        assert expected in told.refusal
        assert bool(told.refusal) == bool(expected)


def test_who_names_a_module_gets_it_before_trades_are_given_out() -> None:
    facts = Facts(free=FREE, tariffs={"food": "food"}, priced=frozenset({"", "food"}))
    any_food, named = judged([row(2, "5277123", "food"), row(3, "5277124", "a-2")], facts)
    assert (any_food.code, named.code) == ("A-3", "A-2")


def test_the_room_of_an_association_is_counted_down() -> None:
    facts = Facts(free=FREE, priced=frozenset({"", "food"}), room=1)
    first, second = judged([row(2, "5277123", "A-1"), row(3, "5277124", "A-2")], facts)
    assert first.code == "A-1"
    assert "sus miembros" in second.refusal
