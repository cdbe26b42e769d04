"""Another municipality by configuration only: Colcapirhua, with its real census blocks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import databases

EXAMPLES = databases.ROOT / "config" / "examples"
ALL_BLOCKS = 907
INVALID_BLOCKS = 30


@pytest.fixture(scope="module")
def colcapirhua(worker: str, real_data: Path, tmp_path_factory) -> Iterator[Instance]:
    """A second instance: its own configuration and database, the same code."""
    name = f"llajta_colcapirhua_{worker}_{os.getpid()}"
    template = databases.schema_template()
    with databases.maintenance() as maintenance:
        databases.copy(maintenance, template, name)
    yield Instance(name, real_data, tmp_path_factory.mktemp("var"))
    with databases.maintenance() as maintenance:
        databases.drop(maintenance, name)


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

    def bring(self, file: str, to: str, mapping: str, *more: str) -> tuple[int, str]:
        """Exit status and output of an import."""
        done = self.run(
            "import_layer",
            str(self.real_data / file),
            *("--to", to, "--source", "INE, Censo 2024"),
            *("--mapping", str(EXAMPLES / "mappings" / mapping)),
            *more,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(databases.address(self.database)) as connection:
            return connection.execute(query.encode()).fetchall()


def test_colcapirhua_runs_on_the_same_code(colcapirhua: Instance) -> None:
    settings = colcapirhua.run("diffsettings", "--output=unified")
    assert "Colcapirhua" in settings.stdout

    status, said = colcapirhua.bring(
        "censo2024_manzanos_colcapirhua.geojson", "blocks", "census_blocks.toml"
    )
    assert status == 1
    assert "--to municipality" in said  # no limit yet, so nothing is inside

    status, said = colcapirhua.bring(
        "metro_kanata_municipios.geojson", "municipality", "limit_of_colcapirhua.toml"
    )
    assert status == 0, said
    assert colcapirhua.rows("SELECT name, ine_code FROM territory_municipality") == [
        ("Colcapirhua", "030905")
    ]

    status, said = colcapirhua.bring(
        "censo2024_manzanos_colcapirhua.geojson",
        "blocks",
        "census_blocks.toml",
        *("--report", str(colcapirhua.var / "refused.csv")),
    )
    assert status == 1  # some were refused, the others are in
    listed = (colcapirhua.var / "refused.csv").read_text(encoding="utf-8-sig")
    invalid, outside = (listed.count(f",{code},") for code in ("invalid-shape", "outside"))
    assert invalid == INVALID_BLOCKS
    (loaded,) = colcapirhua.rows("SELECT count(*) FROM territory_block")[0]
    assert loaded == ALL_BLOCKS - invalid - outside
    assert outside <= 15  # the limit is only drawn to some 100 m

    status, said = colcapirhua.bring(
        "censo2024_manzanos_colcapirhua.geojson",
        "blocks",
        "census_blocks.toml",
        "--repair",
    )
    (mended,) = colcapirhua.rows("SELECT count(*) FROM territory_block")[0]
    assert loaded < mended <= loaded + INVALID_BLOCKS
    assert colcapirhua.rows(
        "SELECT count(*) FROM territory_block WHERE NOT ST_IsValid(footprint)"
    ) == [(0,)]


def test_colcapirhuas_blocks_are_published(colcapirhua: Instance, tmp_path: Path) -> None:
    published = colcapirhua.rows("SELECT count(*) FROM published_anyone.blocks")
    assert published == colcapirhua.rows("SELECT count(*) FROM territory_block")
    (box,) = colcapirhua.rows(
        "SELECT ST_AsGeoJSON(ST_Extent(geometry)) FROM published_anyone.blocks"
    )[0]
    corners = json.loads(str(box))["coordinates"][0]
    west, south, east, north = (-66.2550, -17.4260, -66.2070, -17.3495)
    assert all(west < x < east and south < y < north for x, y in corners)
