"""Each file of the open data of one layer, beside ogr2ogr writing the same rows."""

from __future__ import annotations

import asyncio
import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.databases import connect, django_on, parts, with_places
from bench.rounds import NotMeasured, Workload
from bench.same import same_values
from bench.setting import Setting

GOAL: Final = 1.3
LAYER: Final = "place-names"
ROWS: Final = "SELECT id, name, kind, source, certainty, position FROM territory_place"


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format of the build and how ogr2ogr is told to write it."""

    extension: str
    title: str
    driver: str
    options: Sequence[str] = ()
    suffix: str = ""
    """Of ogr2ogr's file, where it is another."""
    goal: float | None = GOAL


FORMATS: Final = (
    Format(extension="parquet", title="GeoParquet", driver="Parquet"),
    Format(extension="gpkg", title="GeoPackage", driver="GPKG"),
    Format(extension="csv", title="CSV", driver="CSV", options=("-lco", "GEOMETRY=AS_XY")),
    Format(
        extension="pmtiles",
        title="PMTiles",
        # The nearest thing in the GDAL of today's distributions: the same tiles in SQLite.
        driver="MBTiles",
        options=(
            "-dsco",
            "MINZOOM={first}",
            "-dsco",
            "MAXZOOM={last}",
            "-dsco",
            "BUFFER=64",
        ),
        suffix="mbtiles",
        goal=None,
    ),
)


class Writing:
    """One file, written by us and by ogr2ogr, each anew at every run."""

    def __init__(self, form: Format, database: str, folder: Path, rows: int) -> None:
        self.form, self.database, self.rows = form, database, rows
        self.ours = folder / f"ours.{form.extension}"
        self.theirs = folder / f"theirs.{form.suffix or form.extension}"
        self.took = 0.0

    def run(self) -> float:
        """Seconds for the platform's own file, the start of its writer included."""
        with django_on(self.database):
            began = time.perf_counter()
            asyncio.run(_write(self.form.extension, self.ours))
            self.took = time.perf_counter() - began
        each = f"{self.rows / self.took:,.0f} rows/s"
        print(f"  {self.form.title}: {each}", file=sys.stderr, flush=True)
        return self.took

    def run_theirs(self) -> float:
        """Seconds for ogr2ogr.

        Raises:
            NotMeasured: this GDAL cannot write the format.
        """
        if self.form.driver not in _drivers():
            rate = f"{self.rows / self.took:,.0f} rows/s"
            raise NotMeasured(f"no {self.form.driver} in ogr2ogr here; ours made {rate}")
        self.theirs.unlink(missing_ok=True)
        at = parts(self.database)
        source = " ".join(
            f"{name}={at[name]}" for name in ("host", "port", "dbname", "user")
        )
        from geo.opendata.archive import zooms_of

        zooms = dict(zip(("first", "last"), zooms_of(_layer()), strict=True))
        command = ["ogr2ogr", "-q", "-f", self.form.driver, str(self.theirs)]
        command += [f"PG:{source}", "-sql", ROWS, "-nln", LAYER, "-a_srs", "EPSG:4326"]
        command += [option.format(**zooms) for option in self.form.options]
        began = time.perf_counter()
        subprocess.run(
            command,
            env={**os.environ, "PGPASSWORD": at.get("password", "")},
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - began

    def check(self) -> str:
        """Compare how much both files hold."""
        ours, theirs = _held(self.ours), _held(self.theirs)
        same_values({"held": ours}, {"held": theirs}, "figures")
        sizes = " and ".join(
            f"{file.stat().st_size / 1e6:,.1f} MB" for file in (self.ours, self.theirs)
        )
        return f"{ours} ({sizes}); {self.rows / self.took:,.0f} rows/s"


def _layer() -> Any:
    from geo.access import Audience
    from geo.layers import find_layer

    return find_layer(LAYER, Audience.ANYONE)


async def _write(extension: str, file: Path) -> None:
    from geo.exchange.exports.writers import Writers
    from geo.opendata.building import write_file

    writers = Writers(most=1)
    try:
        await write_file(_layer(), extension, file, writers)
    finally:
        await writers.close()


def _drivers() -> str:
    told = subprocess.run(
        ["ogr2ogr", "--formats"], capture_output=True, text=True, check=True
    )
    return told.stdout


def _held(file: Path) -> str:
    """How much a file holds, in words."""
    if file.suffix == ".pmtiles":
        return _zooms_of_archive(file)
    if file.suffix == ".mbtiles":
        return _zooms_of_tables(file)
    if file.suffix == ".parquet":
        import pyarrow.parquet

        return f"{pyarrow.parquet.read_metadata(file).num_rows:,} rows"
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return f"{sum(1 for _row in csv.DictReader(lines)):,} rows"
    import pyogrio

    return f"{pyogrio.read_info(file, force_feature_count=True)['features']:,} rows"


def _zooms_of_archive(file: Path) -> str:
    from pmtiles.reader import MmapSource, Reader

    with file.open("rb") as opened:
        header = Reader(MmapSource(opened)).header()  # type: ignore[no-untyped-call]
    return f"tiles of zooms {header['min_zoom']} to {header['max_zoom']}"


def _zooms_of_tables(file: Path) -> str:
    import sqlite3

    with sqlite3.connect(file) as database:
        asked = "SELECT min(zoom_level), max(zoom_level) FROM tiles"
        first, last = database.execute(asked).fetchone()
    return f"tiles of zooms {first} to {last}"


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Every format of the place names of a town with many of them."""
    if shutil.which("ogr2ogr") is None:
        raise NotMeasured("ogr2ogr (gdal-bin) is not installed")
    with with_places(setting.town, setting.points) as database:
        with connect(database) as connection:
            row = connection.execute("SELECT count(*) FROM territory_place").fetchone()
        rows = int(row[0]) if row else 0
        yield [_workload(form, database, setting, rows) for form in FORMATS]


def _workload(form: Format, database: str, setting: Setting, rows: int) -> Workload:
    writing = Writing(form, database, setting.folder, rows)
    return Workload(
        name=f"open_data_{form.extension}",
        title=f"open data, {rows:,} place names, {form.title}",
        ours=writing.run,
        floor=writing.run_theirs,
        check=writing.check,
        goal=form.goal,
    )
