"""Rows of the procurement record become calls, or are counted as what they are."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation

from apps.works.domain.calls import CallRow
from apps.works.domain.repair import Lexicon
from apps.works.terms import State
from data.sources.bo_sicoes import COLUMNS, LONGEST_OBJECT, STATES, Tally, read_works
from data.sources.text_rows import read_rows

OWN = {
    "cuce": "19-1302-00-77-1-1",
    "entidad": "Gobierno Municipal",
    "tipo_de_contratacion": "Obras",
    "modalidad": "ANPE",
    "objeto_de_contratacion": "Const. Plaza Otb Kami D-5",
    "estado": "Contratado",
    "fecha_presentacion": "2019-03-20",
    "fecha_publicacion": "2019-03-01",
    "fecha_adjudicacion_desierta": "",
}


@pytest.fixture
def read(tmp_path):
    """Read rows that differ from `OWN` in some columns: `read({"estado": "X"}, {})`."""

    def read_rows(*changes: dict[str, str]) -> tuple[list[CallRow], Tally]:
        file: Path = tmp_path / "calls.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*COLUMNS, "persona_contacto"])
            writer.writeheader()
            writer.writerows({**OWN, "persona_contacto": "x", **each} for each in changes)
        tally = Tally()
        calls = list(read_works(file, entity="1302", tally=tally, lexicon=Lexicon()))
        return calls, tally

    return read_rows


def test_an_own_call_for_works_is_read(read):
    (call,), tally = read({})

    assert call.cuce.base == "19-1302-00-77"
    assert call.object == "Const. Plaza Otb Kami D-5"
    assert (call.modality, call.state) == ("ANPE", State.CONTRACTED)
    assert call.published_on == dt.date(2019, 3, 1)
    assert call.bids_due_on == dt.date(2019, 3, 20)
    assert call.decided_on is None
    assert (tally.rows, tally.works, tally.refused) == (1, 1, 0)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Vigente", State.PUBLISHED),
        ("En curso", State.PUBLISHED),
        ("Adjudicado", State.AWARDED),
        ("Contratado", State.CONTRACTED),
        ("Desierto", State.DESERTED),
        ("Anulado desde la convocatoria", State.CANCELLED),
        ("Anulado", State.CANCELLED),
        ("Cancelado", State.CANCELLED),
        ("Suspendido", State.CANCELLED),
        ("No Informado", State.PUBLISHED),
        (" DESIERTO ", State.DESERTED),
    ],
)
def test_states_are_those_of_the_record(read, word, state):
    (call,), _ = read({"estado": word})

    assert call.state == state


def test_every_state_is_reached():
    assert set(STATES.values()) == set(State)


def test_every_state_of_the_real_record_is_known(real_data):
    rows = read_rows(real_data / "sicoes_quillacollo_2007_2026.csv.gz", columns=["estado"])
    words = Counter(row.values["estado"].strip().lower() for row in rows)

    assert words.keys() - STATES.keys() == set()
    assert words["no informado"] == 8


def test_what_is_not_the_municipalitys_work_is_counted_by_what_it_is(read):
    calls, tally = read(
        {},
        {"tipo_de_contratacion": "Bienes"},
        {"tipo_de_contratacion": "Bienes"},
        {"tipo_de_contratacion": "Consultoria"},
        {"cuce": "19-0287-00-77-1-1", "entidad": "Un Fondo"},
    )

    assert len(calls) == 1
    assert tally.other_types == {"Bienes": 2, "Consultoria": 1}
    assert tally.other_bodies == {"Un Fondo": 1}
    assert (
        tally.rows == tally.works + tally.other_types.total() + tally.other_bodies.total()
    )


@pytest.mark.parametrize(
    "change",
    [
        {"cuce": "no code"},
        {"estado": "Volado"},
        {"objeto_de_contratacion": "  "},
        {"objeto_de_contratacion": "x" * (LONGEST_OBJECT + 1)},
        {"fecha_publicacion": "2019-02-30"},
        {"fecha_publicacion": "01/03/2019"},
        {"fecha_presentacion": "0019-03-01"},
    ],
    ids=lambda change: f"{next(iter(change))} {next(iter(change.values()))[:12]}",
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(read, change):
    calls, tally = read({}, change, {"cuce": "19-1302-00-78-1-1"})

    assert len(calls) == 2
    assert tally.refused == 1
    assert " 3:" in tally.refusals[0]


@pytest.mark.parametrize(
    "column",
    ["fecha_publicacion", "fecha_presentacion", "fecha_adjudicacion_desierta"],
)
@pytest.mark.parametrize(
    ("day", "is_read"),
    [
        pytest.param("2017-12-31", False, id="two years before its CUCE"),
        pytest.param("2018-01-01", True, id="the year before"),
        pytest.param("2029-12-31", True, id="ten years after"),
        pytest.param("2030-01-01", False, id="eleven years after"),
        pytest.param("2921-03-01", False, id="a slip of the pen"),
    ],
)
def test_a_date_far_from_the_year_of_its_cuce_is_refused(read, column, day, is_read):
    with translation.override("en"):
        calls, tally = read({column: day})

    assert len(calls) == is_read
    assert tally.refusals == (
        []
        if is_read
        else [
            f"Line 2: its date {day} is far from the year of its CUCE "
            "(2018 to 2029 are believed)"
        ]
    )


def test_only_the_first_refusals_are_kept(read):
    _, tally = read(*[{"cuce": "no code"}] * 100)

    assert tally.refused == 100
    assert len(tally.refusals) == 20


def test_names_are_counted_without_end_but_kept_only_so_many(read):
    names = [f"Entidad {number}" for number in range(5003)]

    _, tally = read(*({"cuce": "19-0287-00-7-1-1", "entidad": name} for name in names))

    assert tally.other_bodies.total() == 5003
    assert tally.other_bodies["…"] == 3


def test_a_time_of_day_behind_a_date_is_ignored(read):
    (call,), _ = read({"fecha_publicacion": "2019-03-01 10:30:00"})

    assert call.published_on == dt.date(2019, 3, 1)
