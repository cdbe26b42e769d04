"""The command in a process of its own: little memory, and nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psycopg
import pytest
import shapely
from django.utils import translation

from geo.exchange.outages import Outcome, _stopped
from geo.exchange.tests.conftest import TOWN, collection, feature, write_with_gdal
from tests import databases
from tests.effort import many

MOST_MEMORY_KB = 300_000


@pytest.fixture(scope="module")
def database(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own with the town's limit, so that rows can be committed."""
    name = f"llajta_import_{worker}_{os.getpid()}"
    with databases.copied(databases.schema_template(), name):
        limit = tmp_path_factory.mktemp("limit") / "limit.geojson"
        row = feature(TOWN.polygon("abcd"), ine_code="030901", name="Town")
        limit.write_text(collection(row))
        databases.manage(
            name, "import_layer", str(limit), "--to", "municipality", "--no-settle"
        )
        yield name


MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print("most memory:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Runs a command and tells its memory; a child of pytest would be told pytest's own."""

AS_INSTALLED = """
import sys
sys.modules["geopandas"] = sys.modules["pandas"] = None
from django.core.management import execute_from_command_line
execute_from_command_line(["django", *sys.argv[1:]])
"""
"""Runs a command without what notebooks alone bring, which pyogrio would load."""


def started(database: str, file: Path, *before: str) -> subprocess.Popen[bytes]:
    command = [*before, sys.executable, "-c", AS_INSTALLED, "import_layer", str(file)]
    with (file.parent / "output.txt").open("wb") as output:
        return subprocess.Popen(  # our own command
            [*command, "--to", "place-names", "--no-settle"],
            env={**os.environ, "LLAJTA_DATABASE_URL": databases.address(database)},
            cwd=databases.ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def measured(database: str, file: Path) -> tuple[int, int]:
    """Exit status of an import and the most memory it had, in kB."""
    status = started(database, file, sys.executable, "-c", MEASURED).wait()
    said = (file.parent / "output.txt").read_text(encoding="utf-8")
    return status, int(said.rpartition("most memory:")[2])


def number_of_places(database: str) -> int:
    with psycopg.connect(databases.address(database)) as connection:
        found = connection.execute("SELECT count(*) FROM territory_place").fetchone()
        return int(found[0]) if found else 0


def many_points(file: Path, rows: int) -> Path:
    """GeoJSON as it grows: with ids, which other readers keep in memory."""
    with file.open("w", encoding="utf-8") as out:
        out.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(rows):
            one = {
                "type": "Feature",
                "id": number,
                "properties": {"nombre": f"Lugar número {number}", "nota": "x" * 120},
                "geometry": {
                    "type": "Point",
                    "coordinates": [-66.28 + number / 1e9, -17.4],
                },
            }
            out.write(json.dumps(one) + (",\n" if number < rows - 1 else "\n]}"))
    return file


def large_shapes(file: Path, rows: int) -> Path:
    """Shapes of 20,000 vertices, few rows of many bytes. As places they are refused."""
    turn = np.linspace(0, 2 * np.pi, 20_000)
    ring = np.column_stack((np.cos(turn), np.sin(turn))) / 1000 + (-66.278, -17.399)
    shapes = [shapely.Polygon(ring)] * rows
    columns = {"nombre": [f"P{number}" for number in range(rows)]}
    return write_with_gdal(file, shapes, driver="GPKG", columns=columns)


def test_memory_does_not_grow_with_the_number_of_rows(database, tmp_path) -> None:
    file = many_points(tmp_path / "a.geojson", many(100_000, 2_000_000))
    status, memory = measured(database, file)

    assert status == 0, (tmp_path / "output.txt").read_text()
    assert memory < MOST_MEMORY_KB


def test_memory_does_not_grow_with_the_size_of_shapes(database, tmp_path) -> None:
    file = large_shapes(tmp_path / "a.gpkg", many(200, 5_000))
    status, memory = measured(database, file)

    assert status == 1  # every row is refused, for being a polygon
    assert memory < MOST_MEMORY_KB


def test_memory_does_not_grow_with_the_width_of_a_table(database, tmp_path) -> None:
    """In a long run the file has ten gigabytes."""
    file, rows = tmp_path / "wide.csv", many(1_000, 100_000)
    with file.open("w", encoding="utf-8") as out:
        out.write("name,kind,note,lon,lat\n")
        for number in range(rows):
            out.write(f"Place {number},school,{'x' * 100_000},-66.28,-17.4\n")
    before = number_of_places(database)
    status, most_kb = measured(database, file)
    assert status == 0
    assert number_of_places(database) == before + rows
    assert most_kb < MOST_MEMORY_KB


def test_a_database_stopped_in_the_middle_leaves_nothing(database, tmp_path) -> None:
    before = number_of_places(database)
    file = many_points(tmp_path / "a.geojson", 2_000)
    with psycopg.connect(databases.address(database), autocommit=True) as watcher:
        # The import waits for this lock when its rows are staged and checked.
        lock = psycopg.connect(databases.address(database))
        lock.execute("LOCK TABLE territory_place IN SHARE MODE")
        process = started(database, file)
        _stop_the_backend_that_waits(watcher, process)
        status = process.wait()
        lock.close()
        left = watcher.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'import_%'"
        ).fetchall()

    said = (tmp_path / "output.txt").read_text(encoding="utf-8")
    with translation.override("es"):
        assert str(_stopped(Outcome())) in said
    assert status == 1
    assert "Traceback" not in said
    assert number_of_places(database) == before
    assert left == []


def _stop_the_backend_that_waits(
    watcher: psycopg.Connection, process: subprocess.Popen[bytes]
) -> None:
    """End the import's server process as soon as it stands at the lock."""
    while process.poll() is None:
        stopped = watcher.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock' "
            "AND query LIKE 'INSERT INTO \"territory_place\"%'"
        ).fetchall()
        if stopped:
            return
        watcher.execute("SELECT pg_sleep(0.02)")
