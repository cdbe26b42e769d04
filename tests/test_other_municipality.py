"""Another municipality by configuration only: Colcapirhua, with its real census blocks."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import databases

EXAMPLES = databases.ROOT / "config" / "examples"
ALL_BLOCKS = 907
INVALID_BLOCKS = 30


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one import ended."""

    status: int
    said: str


class Instance:
    """Runs commands as that instance does."""

    def __init__(self, database: str, real_data: Path, var: Path) -> None:
        self.database = database
        self.real_data = real_data
        self.var = var

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # our own commands
            [sys.executable, "-m", "django", *arguments],
            env={
                **os.environ,
                "LLAJTA_DATABASE_URL": databases.address(self.database),
                "LLAJTA_MUNICIPALITY": str(EXAMPLES / "colcapirhua.toml"),
                "LLAJTA_VAR": str(self.var),
            },
            cwd=databases.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def bring(self, file: str, to: str, mapping: str, *more: str) -> Outcome:
        """Import a file."""
        done = self.run(
            "import_layer",
            str(self.real_data / file),
            *("--to", to, "--source", "INE, Censo 2024"),
            *("--mapping", str(EXAMPLES / "mappings" / mapping)),
            *more,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Outcome(status=done.returncode, said=done.stdout + done.stderr)

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(databases.address(self.database)) as connection:
            return connection.execute(query.encode()).fetchall()


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happened, in order, when Colcapirhua was set up."""

    instance: Instance
    without_limit: Outcome
    limit: Outcome
    blocks: Outcome
    refused: list[str]
    """Codes of the reasons, one per refused row of the first load."""
    loaded: int
    """Blocks after the first load."""
    repaired: Outcome


@pytest.fixture(scope="module")
def colcapirhua(worker: str, real_data: Path, tmp_path_factory) -> Iterator[Story]:
    """A second instance: its own configuration and database, the same code."""
    name = f"llajta_colcapirhua_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        instance = Instance(name, real_data, tmp_path_factory.mktemp("var"))
        list_file = instance.var / "refused.csv"
        blocks = ("censo2024_manzanos_colcapirhua.geojson", "blocks", "census_blocks.toml")
        limit = (
            "metro_kanata_municipios.geojson",
            "municipality",
            "limit_of_colcapirhua.toml",
        )
        yield Story(
            instance=instance,
            without_limit=instance.bring(*blocks),
            limit=instance.bring(*limit),
            blocks=instance.bring(*blocks, "--report", str(list_file)),
            refused=[row["code"] for row in listed(list_file)],
            loaded=instance.count("territory_block"),
            repaired=instance.bring(*blocks, "--repair"),
        )


def listed(file: Path) -> list[dict[str, str]]:
    """The list of refused rows; its header is in the language of the town."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [
            dict(zip(("line", "code"), row[:2], strict=True)) for row in csv.reader(rows)
        ][1:]


def test_the_configuration_names_another_town(colcapirhua: Story) -> None:
    settings = colcapirhua.instance.run("diffsettings", "--output=unified")

    assert "Colcapirhua" in settings.stdout


def test_without_its_limit_nothing_is_inside(colcapirhua: Story) -> None:
    assert colcapirhua.without_limit.status == 1
    assert "--to municipality" in colcapirhua.without_limit.said


def test_of_a_file_of_seven_limits_only_its_own_is_taken(colcapirhua: Story) -> None:
    assert colcapirhua.limit.status == 0, colcapirhua.limit.said
    found = colcapirhua.instance.rows("SELECT name, ine_code FROM territory_municipality")
    assert found == [("Colcapirhua", "030905")]


def test_blocks_that_cross_themselves_are_refused(colcapirhua: Story) -> None:
    assert colcapirhua.blocks.status == 1
    assert colcapirhua.refused.count("invalid-shape") == INVALID_BLOCKS
    assert colcapirhua.loaded == ALL_BLOCKS - len(colcapirhua.refused)


def test_few_blocks_lie_beyond_a_limit_drawn_to_a_hundred_metres(
    colcapirhua: Story,
) -> None:
    assert set(colcapirhua.refused) == {"invalid-shape", "outside"}
    assert colcapirhua.refused.count("outside") <= 10


def test_the_rest_comes_in_when_it_is_repaired(colcapirhua: Story) -> None:
    instance = colcapirhua.instance
    added = instance.count("territory_block") - colcapirhua.loaded

    assert 0 < added <= INVALID_BLOCKS
    assert instance.count("territory_block WHERE NOT ST_IsValid(footprint)") == 0


def test_the_blocks_are_published_where_they_are(colcapirhua: Story) -> None:
    instance = colcapirhua.instance
    assert instance.count("published_anyone.blocks") == instance.count("territory_block")

    (box,) = instance.rows(
        "SELECT ST_AsGeoJSON(ST_Extent(geometry)) FROM published_anyone.blocks"
    )[0]
    west, south, east, north = (-66.2550, -17.4260, -66.2070, -17.3495)
    corners = json.loads(box)["coordinates"][0]
    assert all(west < x < east and south < y < north for x, y in corners)
