"""On which row of each kind of the territory things stand, many at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from apps.territory.queries.locating import locate_many
from geo import sql


def stage_standing(points: Path, *, into: str) -> None:
    """Find what lies at each point of a query, and write it into a working table.

    `points` gives ordinal, longitude and latitude; `into` has ordinal, district_id,
    zone_id, otb_id and street_id, of which 0 is none. A point outside has no row. Where
    OTBs overlap, the smallest counts.
    """
    asked = list(sql.tuples(points))
    if not asked:
        return
    rows = [
        (
            asked[found.ordinal][0],
            found.district_id or 0,
            found.zone_id or 0,
            found.otb_ids[0] if found.otb_ids else 0,
            found.own_street_id or 0,
        )
        for found in locate_many((longitude, latitude) for _n, longitude, latitude in asked)
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    sql.copy_arrays(
        into,
        ordinal=columns[:, 0].astype(np.int32),
        district_id=columns[:, 1],
        zone_id=columns[:, 2],
        otb_id=columns[:, 3],
        street_id=columns[:, 4],
    )
