"""Rows of named statements: typed, and never with a column too many or too few."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path

import pytest
from django.db import DataError, connection, transaction

from geo import sql

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Pair:
    number: int
    word: str

    @property
    def said(self) -> str:
        return f"{self.number} {self.word}"


@dataclass(frozen=True, kw_only=True)
class Checked(Pair):
    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(self.number)


@dataclass(frozen=True, kw_only=True)
class Optional(Pair):
    more: str = "more"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    there = tmp_path / "asked.sql"
    there.write_text("SELECT n AS number, %(word)s AS word FROM generate_series(-1, 1) n")
    return there


def test_a_row_is_what_its_constructor_makes(file: Path) -> None:
    rows = sql.rows(Pair, file, word="casa")
    assert rows == [Pair(number=number, word="casa") for number in (-1, 0, 1)]
    assert rows[2].said == "1 casa"
    assert hash(rows[0]) == hash(Pair(number=-1, word="casa"))
    with pytest.raises(FrozenInstanceError):
        rows[0].number = 2  # type: ignore[misc]


def test_what_a_class_checks_or_adds_is_kept(file: Path) -> None:
    with pytest.raises(ValueError, match="-1"):
        sql.rows(Checked, file, word="casa")
    assert {row.more for row in sql.rows(Optional, file, word="casa")} == {"more"}


def test_a_column_too_many_or_too_few_is_an_error(file: Path) -> None:
    with pytest.raises(TypeError):
        sql.rows(Pair, _with(file, "SELECT 1 AS number"), word="")
    with pytest.raises(TypeError):
        sql.rows(Pair, _with(file, "SELECT 1 AS number, 'a' AS word, 2 AS more"), word="")


def test_relations_that_are_given_are_written_from(file: Path, tmp_path: Path) -> None:
    into = _with(tmp_path / "into.sql", "INSERT INTO kept_pair SELECT * FROM pair")
    sql.execute(
        _with(tmp_path / "made.sql", "CREATE TEMPORARY TABLE kept_pair (n int, w text)")
    )
    assert sql.execute(into, given={"pair": file}, word="casa") == 3


def _with(file: Path, text: str) -> Path:
    file.write_text(text)
    return file


def test_a_plan_that_is_kept_answers_what_it_is_asked_each_time(file) -> None:
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    for word in "abcdefgh":
        rows = sql.prepared(Pair, file, word=word)
        assert [row.said for row in rows] == [f"{number} {word}" for number in (-1, 0, 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%%AS number, $1 AS word%%'"
        )
        assert cursor.fetchall() == [(8,)]
    assert connection.connection.prepare_threshold == before


def test_what_a_kept_plan_cannot_answer_is_an_error_of_the_database(tmp_path) -> None:
    broken = tmp_path / "broken.sql"
    broken.write_text("SELECT 1 / %(by)s AS number, '' AS word")
    with pytest.raises(DataError), transaction.atomic():
        sql.prepared(Pair, broken, by=0)
