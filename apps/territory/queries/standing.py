"""On which row of each kind of the territory a thing stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from apps.territory.queries.places import LocatedIds, locate_many
from geo import sql


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
    return map(_standing, locate_many(points))


def stage_standing(points: Path, *, into: str) -> None:
    """Find what lies at each point of a query, and write it into a working table.

    `points` gives ordinal, longitude and latitude; `into` has ordinal, district_id,
    zone_id, otb_id and street_id, of which 0 is none. A point outside has no row.
    """
    asked = list(sql.tuples(points))
    if not asked:
        return
    standing = find_standing((longitude, latitude) for _n, longitude, latitude in asked)
    rows = [(asked[each.ordinal][0], *each[1:]) for each in standing]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5)
    sql.copy_arrays(
        into,
        ordinal=columns[:, 0].astype(np.int32),
        district_id=columns[:, 1],
        zone_id=columns[:, 2],
        otb_id=columns[:, 3],
        street_id=columns[:, 4],
    )


def _standing(found: LocatedIds) -> Standing:
    return Standing(
        found.ordinal,
        found.district_id or 0,
        found.zone_id or 0,
        found.otb_ids[0] if found.otb_ids else 0,
        found.own_street_id or 0,
    )
