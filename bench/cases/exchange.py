"""Importing many points through the importer, beside COPY and the indexes afterwards.

Nobody reads the copy of the town meanwhile, so the importer too builds its indexes after
the rows (`--alone`): the work that its floor does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.databases import connect, question
from bench.imported import Importing
from bench.rounds import Workload
from bench.same import same_values
from bench.setting import Setting

GOAL = 2.0
TABLE = """
DROP TABLE IF EXISTS bench_place;
CREATE TABLE bench_place (
  id bigint, name varchar(160), kind varchar(9), position geometry(Point, 4326),
  source varchar(120), certainty varchar(8)
)
"""
INDEXES = (
    "ALTER TABLE bench_place ADD PRIMARY KEY (id)",
    "CREATE INDEX ON bench_place USING gist (position)",
)
BLOCK = 1 << 20
OPTIONS = (
    *("--to=place-names", "--crs=EPSG:4326", "--source=bench"),
    *("--alone", "--no-settle"),
)
"""Settling rebuilds what depends on the territory; it is no part of the import itself."""


def write_file(database: str, name: str, file: Path) -> Path:
    """Write what the committed COPY statement `name` gives."""
    statement = question(name).encode()
    with (
        connect(database) as connection,
        file.open("wb") as sink,
        connection.cursor().copy(statement) as blocks,
    ):
        sink.writelines(blocks)
    return file


def write_geopackage(database: str, file: Path) -> Path:
    """Write the same rows as a GeoPackage."""
    import numpy as np
    from pyogrio import raw

    with connect(database) as connection:
        rows = connection.execute(question("places_wkb").encode()).fetchall()
    names, kinds, shapes = (
        np.array(column, dtype=object) for column in zip(*rows, strict=True)
    )
    raw.write(
        file,
        geometry=shapes,
        field_data=[names, kinds],
        fields=np.array(["name", "kind"], dtype=object),
        geometry_type="Point",
        crs="EPSG:4326",
        layer="places",
        driver="GPKG",
    )
    return file


def copy_and_index(database: str, file: Path) -> float:
    """Seconds for COPY into a bare table, then the primary key and the spatial index."""
    with connect(database) as connection, file.open("rb") as source:
        connection.execute(TABLE)
        connection.execute("SET maintenance_work_mem = '256MB'")
        began = time.perf_counter()
        with connection.cursor().copy("COPY bench_place FROM STDIN") as rows:
            while block := source.read(BLOCK):
                rows.write(block)
        for index in INDEXES:
            connection.execute(index)
        return time.perf_counter() - began


def compare(database: str, importing: Importing) -> str:
    """Compare number and sum of what was imported and what was copied."""
    with connect(database) as connection:
        copied = connection.execute(question("copied").encode()).fetchone() or ()
    same_values({"rows": importing.written}, {"rows": copied}, "figures")
    return f"{copied[0]:,} rows by name, kind and position"


def workload(setting: Setting, file: Path, ready: Path, kind: str) -> Workload:
    """One file brought in by the importer, beside COPY of the same rows."""
    refused = setting.folder / "refused.csv"
    command = ("import_layer", str(file), *OPTIONS, f"--report={refused}")
    importing = Importing(setting.town, "imported", command)
    return Workload(
        name=f"import_{file.suffix.lstrip('.')}",
        title=f"import_layer {setting.points:,} points, {kind}",
        ours=importing.run,
        floor=lambda: copy_and_index(setting.town, ready),
        check=lambda: compare(setting.town, importing),
        goal=GOAL,
    )


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """A GeoPackage and a table with coordinates that become place names."""
    ready = write_file(setting.town, "places_copy", setting.folder / "places.copy")
    table = write_file(setting.town, "places_csv", setting.folder / "places.csv")
    package = write_geopackage(setting.town, setting.folder / "places.gpkg")
    yield [
        workload(setting, package, ready, "GeoPackage"),
        workload(setting, table, ready, "CSV"),
    ]
