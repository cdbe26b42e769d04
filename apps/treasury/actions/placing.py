"""Finding the places of obligations in the territory: when posted, and when it changes."""

from __future__ import annotations

from typing import Final

import numpy as np
from django.db import transaction

from apps.territory.queries import LocatedIds, locate_many
from apps.treasury.actions.booking import SQL
from apps.treasury.permissions import CHARGE
from geo import sql
from geo.access import Viewer

STREET_REACH_M: Final = 60.0
"""A place further than this from every street stands on none."""


def find_places() -> None:
    """Find district, OTB, zone and street of every staged place, all at once."""
    points = list(sql.tuples(SQL / "post" / "points.sql"))
    if not points:
        return
    found = locate_many((longitude, latitude) for _n, longitude, latitude in points)
    rows = [(points[each.ordinal][0], *_spot(each)) for each in found]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    sql.copy_arrays(
        "posting_spot",
        ordinal=columns[:, 0].astype(np.int32),
        district_id=columns[:, 1],
        otb_id=columns[:, 2],
        zone_id=columns[:, 3],
        street_id=columns[:, 4],
    )


def _spot(found: LocatedIds) -> tuple[int, int, int, int]:
    """What lies there, 0 for none: binary COPY of arrays knows no NULL."""
    distance = found.street_distance_m
    near = distance is not None and distance <= STREET_REACH_M
    return (
        found.district_id or 0,
        found.otb_ids[0] if found.otb_ids else 0,
        found.zone_id or 0,
        (found.street_id or 0) if near else 0,
    )


@transaction.atomic
def place_obligations(*, by: Viewer) -> int:
    """Find every obligation's place anew, after the territory has changed.

    Returns how many lie elsewhere now; what is right is not touched.

    Raises:
        NotAllowed: `by` may not charge.
    """
    CHARGE.require(by)
    sql.execute(SQL / "post" / "open.sql")
    sql.execute(SQL / "place" / "stage.sql")
    find_places()
    return sql.execute(SQL / "place" / "write.sql")
