"""Files of any number of rows cost a bounded amount of memory and of processes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import psycopg
import pytest
from django.db import connection

from geo.access import Audience
from geo.exchange.exports.formats import FORMATS
from geo.exchange.exports.order import Ending, Order, Report
from geo.exchange.exports.ordering import order_of
from geo.exchange.exports.writers import Writers
from geo.layers import find_layer
from geo.published.parameters import Parameters
from geo.published.question import parse_selection
from geo.published.refusals import DatabaseAway, TooBusy
from tests import databases
from tests.coroutines import run_apart
from tests.effort import many

ROWS: Final = many(10_000, 1_000_000)
MOST_GROWTH_KB: Final = 300_000
FILL = """
INSERT INTO territory_place (name, kind, position, source, certainty)
SELECT 'Plazuela de los Ñandúes ' || n, CASE n WHEN 1 THEN 'school' ELSE 'landmark' END,
  ST_SetSRID(ST_Point(-66.28 + n * 1e-7, -17.39), 4326), 'prueba', 'drawn'
FROM generate_series(1, %s) AS n
"""
MEASURED = """
import pathlib, pickle, re, sys
from geo.exchange.exports.writing import make

def most():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+)", status)[1])

small, large = pickle.load(sys.stdin.buffer)
make(small)
before = most()
print(make(large).rows, most() - before)
"""
"""Makes a small file, then a large one, and tells its rows and how much memory it took."""


@pytest.fixture(scope="module")
def crowded(worker: str, django_db_setup: None) -> Iterator[str]:
    """A database with many place names, one of them a school."""
    name = f"llajta_exports_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        with psycopg.connect(databases.address(name), autocommit=True) as owner:
            owner.execute(FILL, [ROWS])
        yield name


@pytest.fixture
def order(crowded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    """One GeoPackage of all place names."""
    monkeypatch.setitem(connection.settings_dict, "NAME", crowded)
    return ordered("gpkg", "", tmp_path / "all")


def ordered(extension: str, query: str, folder: Path) -> Order:
    folder.mkdir()
    layer = find_layer("place-names", Audience.ANYONE)
    assert layer is not None
    selection = parse_selection(Parameters.parse(query), layer, Audience.ANYONE)
    form = FORMATS[extension]
    return order_of(selection, form, folder / f"places.{extension}")


@pytest.mark.parametrize("extension", ["fgb", "gpkg", "parquet", "shp.zip", "xlsx"])
def test_a_million_rows_take_little_memory(
    order: Order, extension: str, tmp_path: Path
) -> None:
    small = ordered(extension, "kind=school", tmp_path / "small")
    large = ordered(extension, "", tmp_path / "large")
    began = time.monotonic()
    said = subprocess.run(  # our own interpreter and our own words
        [sys.executable, "-c", MEASURED],
        input=pickle.dumps((small, large)),
        cwd=databases.ROOT,
        capture_output=True,
        check=True,
    ).stdout
    rows, growth = map(int, said.split())
    size = large.file.stat().st_size // 1024
    figures = f"{ROWS} rows, {time.monotonic() - began:.1f} s, +{growth} kB, {size} kB"
    sys.stderr.write(f"{extension}: {figures}\n")
    assert rows == ROWS
    assert growth < MOST_GROWTH_KB


async def made_by(writers: Writers, order: Order) -> Report:
    try:
        return await writers.make(order)
    finally:
        await writers.close()


def test_a_sheet_is_as_long_as_a_sheet_can_be(order: Order, tmp_path: Path) -> None:
    workbook = ordered("xlsx", "", tmp_path / "workbook")
    assert workbook.most_rows == 1_048_575
    report = run_apart(made_by(Writers(), replace(workbook, most_rows=ROWS - 1)))
    assert (report.ending, report.rows) == (Ending.TOO_MANY, ROWS)


def test_an_order_that_finds_no_writer_is_told_so(order: Order) -> None:
    with pytest.raises(TooBusy):
        run_apart(made_by(Writers(most=0, patience=0.01), order))


def test_a_writer_without_its_database_says_so(order: Order) -> None:
    lost = replace(order, connection={**order.connection, "dbname": "no_such_town"})
    with pytest.raises(DatabaseAway):
        run_apart(made_by(Writers(), lost))


def test_a_writer_that_died_is_replaced(order: Order, tmp_path: Path) -> None:
    async def twice() -> list[Report]:
        writers = Writers()
        school = ordered("gpkg", "kind=school", tmp_path / "one")
        first = await writers.make(school)
        writers._idle[0].kill()
        again = replace(school, file=school.file.with_name("again.gpkg"))
        return [first, await made_by(writers, again)]

    first, second = run_apart(twice())
    assert first == second
    assert first.rows == 1
