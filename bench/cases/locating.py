"""Locating many points through the platform, beside one statement over the same tables."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from bench.databases import connect, question
from bench.rounds import Workload
from bench.same import same_values
from bench.setting import Setting

GOAL = 1.3
METRES = 3
"""Decimals of summed distances that must agree."""

Points = list[tuple[float, float]]
FloorRow = tuple[int, int | None, list[int] | None, int | None, int | None, float | None]


@dataclass(kw_only=True)
class Sums:
    """What two answers about a million points must have in common."""

    found: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How many points lie in each district, OTB and zone, and near each street."""
    metres: float = 0.0

    def add(
        self,
        district: int | None,
        otbs: Iterable[int],
        zone: int | None,
        street: int | None,
        distance_m: float | None,
    ) -> None:
        """Count one point."""
        places = [("district", district), ("zone", zone), ("street", street)]
        places += [("otb", otb) for otb in otbs]
        self.found.update((kind, row) for kind, row in places if row is not None)
        self.metres += distance_m or 0.0


def asked_points(database: str) -> Points:
    """The points of `bench_point` as longitude and latitude, in order."""
    with connect(database) as connection:
        return connection.execute(question("coordinates").encode()).fetchall()


def floor_rows(connection: psycopg.Connection, points: Points) -> Iterator[FloorRow]:
    """Locate with the committed SQL: COPY in, two indexes, one statement."""
    from django.conf import settings

    connection.execute("SET work_mem = '256MB'")
    connection.execute("SET maintenance_work_mem = '256MB'")
    connection.execute("SET jit = off")
    connection.execute("DROP TABLE IF EXISTS raw, asked")
    connection.execute(
        "CREATE TEMP TABLE raw (ordinal int, longitude float8, latitude float8)"
    )
    with connection.cursor().copy("COPY raw FROM STDIN") as copy:
        copy.write("".join(f"{n}\t{x}\t{y}\n" for n, (x, y) in enumerate(points)))
    asked = question("locate_asked").encode()
    connection.cursor(binary=False).execute(asked, {"metric": settings.METRIC_CRS})
    connection.execute("CREATE INDEX ON asked USING gist (position)")
    connection.execute("CREATE INDEX ON asked USING gist (metric)")
    connection.execute("ANALYZE asked")
    yield from connection.cursor(binary=True).execute(question("locate").encode())


def drained(rows: Iterable[object]) -> float:
    """Seconds until the last row has come."""
    began = time.perf_counter()
    deque(rows, maxlen=0)
    return time.perf_counter() - began


def compare(connection: psycopg.Connection, points: Points) -> str:
    """Compare what was found at how many points, and the summed distances."""
    from apps.territory.queries import locate_many

    ours, floor = Sums(), Sums()
    for row in locate_many(points):
        ours.add(
            row.district_id, row.otb_ids, row.zone_id, row.street_id, row.street_distance_m
        )
    for _, district, otbs, zone, street, distance in floor_rows(connection, points):
        floor.add(district, otbs or (), zone, street, distance)
    same_values(ours.found, floor.found, "counts")
    ours_m, floor_m = round(ours.metres, METRES), round(floor.metres, METRES)
    same_values({"metres": ours_m}, {"metres": floor_m}, "sums of distances")
    return (
        f"{len(ours.found)} counts per district, OTB, zone and street of {len(points):,} "
        f"points, {ours.metres:,.0f} m to the nearest streets"
    )


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """One workload: every point of the setting."""
    from django.db import connection as django_connection

    from apps.territory.queries import locate_many

    points = asked_points(setting.town)
    with connect(setting.town) as connection:
        yield [
            Workload(
                name="locate",
                title=f"locate {len(points):,} points",
                ours=lambda: drained(locate_many(points)),
                floor=lambda: drained(floor_rows(connection, points)),
                check=lambda: compare(connection, points),
                goal=GOAL,
            )
        ]
    django_connection.close()  # or the town could not be copied for the next case
