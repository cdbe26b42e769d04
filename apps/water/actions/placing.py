"""Finding the place of connections in the territory: when written, and when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from django.db import transaction

from apps.territory.queries import locate_many
from apps.water.permissions import OPERATE
from geo import sql
from geo.access import Viewer

SQL: Final = Path(__file__).parents[1] / "sql"
STREET_REACH_M: Final = 60.0
"""A connection further than this from every street stands on none."""


class Standing(NamedTuple):
    """Where one of many points lies, as primary keys of the territory; 0 for none."""

    ordinal: int
    """Position of the point in what was asked, from 0."""
    district_id: int
    zone_id: int
    otb_id: int
    street_id: int


def find_standing(points: Iterable[tuple[float, float]]) -> Iterator[Standing]:
    """Where points (longitude, latitude) lie, any number at once, in no order.

    A point outside the municipality has no answer. Where OTBs overlap, the smallest counts.
    """
    for found in locate_many(points):
        distance = found.street_distance_m
        near = distance is not None and distance <= STREET_REACH_M
        yield Standing(
            found.ordinal,
            found.district_id or 0,
            found.zone_id or 0,
            found.otb_ids[0] if found.otb_ids else 0,
            (found.street_id or 0) if near else 0,
        )


@transaction.atomic
def place_connections(*, by: Viewer) -> int:
    """Find every connection's place anew, after the territory has changed.

    Returns how many stand elsewhere now; what is right is not touched.

    Raises:
        NotAllowed: `by` may not keep networks.
    """
    OPERATE.require(by)
    points = list(sql.tuples(SQL / "points.sql"))
    standing = {
        each.ordinal: each for each in find_standing((x, y) for _pk, x, y in points)
    }
    nowhere = Standing(0, 0, 0, 0, 0)
    rows = [
        (pk, *standing.get(ordinal, nowhere)[1:])
        for ordinal, (pk, _x, _y) in enumerate(points)
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    sql.execute(SQL / "stage_standing.sql")
    sql.copy_arrays(
        "water_standing",
        id=columns[:, 0],
        district_id=columns[:, 1],
        zone_id=columns[:, 2],
        otb_id=columns[:, 3],
        street_id=columns[:, 4],
    )
    return sql.execute(SQL / "write_standing.sql")
