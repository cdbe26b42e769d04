"""An import is one transaction, leaves nothing behind, and lets the layer settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction
from pyproj import CRS

from geo.exchange.columns import Column
from geo.exchange.features import Batch
from geo.exchange.importing import import_features
from geo.exchange.inserting import MANY
from geo.exchange.options import ImportOptions
from geo.exchange.refusals import DatabaseRefused, DatabaseStopped, NotImportable
from geo.exchange.register import Importable, get_importable
from geo.exchange.tests.conftest import NOW, PROVENANCE, feature, rows_of
from geo.exchange.wkb import points
from geo.testing import Grid

PLACE = Grid("a").point("a")
OPTIONS = ImportOptions(now=NOW, constants=PROVENANCE)


@dataclass(kw_only=True)
class Rows:
    """Rows from a program instead of a file."""

    number: int
    name: str = "a program"
    columns: tuple[str, ...] = ("name",)
    crs: CRS | None = field(default_factory=lambda: CRS.from_epsg(4326))
    total: int | None = None
    notes: list[str] = field(default_factory=list)
    breaks_off: bool = False

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        everywhere = np.linspace(0, 1, self.number)
        if self.number:
            yield Batch(
                lines=np.arange(1, self.number + 1, dtype=np.int64),
                shapes=points(
                    -66.28 + everywhere / 1000,
                    -17.4 + everywhere / 1000,
                    np.ones(self.number, dtype=bool),
                ),
                columns={"name": Column.of_texts(f"P{n}" for n in range(self.number))},
            )
        if self.breaks_off:
            raise NotImportable("cut short")


def tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def indexes(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1",
            [table],
        )
        return list(cursor.fetchall())


def places() -> Importable:
    return get_importable("place-names")


def test_rows_from_a_program_go_the_same_way(town) -> None:
    report = import_features(Rows(number=3), places(), replace(OPTIONS, settle=False))

    assert report.loaded == 3
    assert [row.source for row in rows_of("place-names")] == ["test"] * 3


def test_no_working_table_stays_behind(town, take, geojson) -> None:
    before = tables()
    take(geojson(feature(PLACE, nombre="A"), feature(None, nombre="B")), repair=True)

    assert tables() == before


def test_a_dry_run_tells_everything_and_writes_nothing(town, take, geojson) -> None:
    before = tables()
    report = take(geojson(feature(PLACE, nombre="A"), feature(None)), dry_run=True)

    assert (report.loaded, report.refusals.rows, report.dry_run) == (1, 1, True)
    assert rows_of("place-names") == []
    assert tables() == before


def test_a_file_that_breaks_off_leaves_nothing(town) -> None:
    before = tables()
    with pytest.raises(NotImportable, match="cut short"):
        import_features(Rows(number=5, breaks_off=True), places(), OPTIONS)

    assert rows_of("place-names") == []
    assert tables() == before


def test_a_file_without_rows_is_refused(town) -> None:
    with pytest.raises(NotImportable, match="no rows"):
        import_features(Rows(number=0), places(), OPTIONS)


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "among readers"])
@pytest.mark.parametrize("rows", [5, MANY], ids=["few", "many"])
def test_the_indexes_are_the_same_afterwards(town, rows, alone) -> None:
    before = indexes("territory_place")
    options = replace(OPTIONS, settle=False, alone=alone)
    import_features(Rows(number=rows), places(), options)

    assert indexes("territory_place") == before
    assert len(rows_of("place-names")) == rows


def can_be_read() -> bool:
    """Whether somebody else reads the table while this transaction is open."""
    parts = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    known = {name: parts[key] for name, key in names.items() if parts[key]}
    with psycopg.connect(dbname=parts["NAME"], **known) as reader:
        reader.execute("SET lock_timeout = '50ms'")
        try:
            reader.execute("SELECT FROM territory_place LIMIT 1")
        except psycopg.errors.LockNotAvailable:
            return False
    return True


def test_readers_wait_for_no_import_however_large(town) -> None:
    import_features(Rows(number=MANY), places(), replace(OPTIONS, settle=False))
    assert can_be_read()


def test_only_who_is_alone_takes_the_table_from_readers(town) -> None:
    options = replace(OPTIONS, settle=False, alone=True)
    import_features(Rows(number=MANY), places(), options)
    assert not can_be_read()


def test_the_layer_settles_after_the_commit_with_the_time_given(
    town, django_capture_on_commit_callbacks
) -> None:
    settled: list[dt.datetime] = []
    into = replace(places(), after=settled.append)

    with django_capture_on_commit_callbacks(execute=True):
        import_features(Rows(number=1), into, OPTIONS)
        assert settled == []
    assert settled == [NOW]


@pytest.mark.parametrize("change", [{"dry_run": True}, {"settle": False}])
def test_nothing_settles_when_nothing_should(
    town, django_capture_on_commit_callbacks, change
) -> None:
    settled: list[dt.datetime] = []
    into = replace(places(), after=settled.append)

    with django_capture_on_commit_callbacks(execute=True):
        import_features(Rows(number=1), into, replace(OPTIONS, **change))
    assert settled == []


def test_an_import_is_part_of_the_callers_transaction(town) -> None:
    with transaction.atomic():
        import_features(Rows(number=3), places(), replace(OPTIONS, settle=False))
        transaction.set_rollback(True)

    assert rows_of("place-names") == []


def fails_with(state: str) -> None:
    """Make the database fail the way it does, at the end of the insert."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '" + state + "'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER fail AFTER INSERT ON territory_place "
            "FOR EACH STATEMENT EXECUTE FUNCTION fail()"
        )


@pytest.mark.parametrize(
    ("state", "refusal", "said"),
    [
        pytest.param("53100", DatabaseStopped, "no room", id="disk full"),
        pytest.param("57P01", DatabaseStopped, "stopped while", id="shut down"),
        pytest.param("23514", DatabaseRefused, "told", id="a rule beyond single rows"),
    ],
)
def test_a_failing_database_is_explained(town, state, refusal, said) -> None:
    fails_with(state)
    before = tables()

    with pytest.raises(refusal, match=said) as refused:
        import_features(Rows(number=3), places(), OPTIONS)
    assert "Nothing was" in str(refused.value)
    assert rows_of("place-names") == []
    assert tables() == before
