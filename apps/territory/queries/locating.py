"""Where a point lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from django.contrib.gis.geos import Point
from django.db import transaction

from apps.territory.domain.frontage import stands_on_it
from geo import crs, sql

SQL: Final = Path(__file__).parents[1] / "sql"

BATCH: Final = 250_000
"""Points located with one statement: enough for the plan, little enough for memory."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One row of the territory, as an answer names it."""

    id: int
    name: str
    certainty: str


@dataclass(frozen=True, kw_only=True)
class DistrictSpot(Spot):
    """A district; people know it by its number."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Located:
    """What lies at a point. Outside the municipality every field is empty."""

    inside: bool
    """Whether the point lies in the municipality."""
    district: DistrictSpot | None
    otbs: tuple[Spot, ...]
    """Every OTB that speaks for this ground, smallest first."""
    zone: Spot | None
    """The smallest zone, where several cover the point."""
    street: Spot | None
    """The nearest street, however far."""
    street_distance_m: float | None

    @property
    def own_street(self) -> Spot | None:
        """The street a thing here stands on; None where the nearest is too far."""
        return self.street if stands_on_it(self.street_distance_m) else None


class LocatedIds(NamedTuple):
    """What lies at one of many points, as primary keys.

    A tuple, because there may be millions: a dataclass takes four times as long to make.
    """

    ordinal: int
    """Position of the point in what was asked, from 0."""
    district_id: int | None
    otb_ids: list[int]
    """Smallest first."""
    zone_id: int | None
    street_id: int | None
    street_distance_m: float | None

    @property
    def own_street_id(self) -> int | None:
        """The street a thing here stands on; None where the nearest is too far."""
        return self.street_id if stands_on_it(self.street_distance_m) else None


@dataclass(frozen=True, kw_only=True)
class _NamedSpot:
    """One row of `spots.sql`."""

    kind: str
    id: int
    name: str
    certainty: str
    number: int | None


NOWHERE: Final = Located(
    inside=False, district=None, otbs=(), zone=None, street=None, street_distance_m=None
)
"""What lies at a point outside the municipality: nothing of ours."""


def locate(point: Point) -> Located:
    """Say in which district, OTBs and zone a point lies, and its nearest street.

    *CRS*: EPSG:4326, longitude first.
    """
    found = sql.rows(
        LocatedIds,
        SQL / "locate.sql",
        given={"asked": SQL / "asked_point.sql"},
        metric=crs.METRIC,
        longitude=point.x,
        latitude=point.y,
    )
    return _named(found[0]) if found else NOWHERE


def locate_many(points: Iterable[tuple[float, float]]) -> Iterator[LocatedIds]:
    """Locate any number of points (longitude, latitude), many with each statement.

    The same definition as `locate`; a million points are a normal question. A point
    outside the municipality has no answer, and answers come in no order: `ordinal`
    says which point each is for.
    """
    asked = iter(points)
    first = 0
    while batch := list(islice(asked, BATCH)):
        degrees = np.array(batch, dtype=np.float64)
        with transaction.atomic():
            sql.execute(SQL / "stage_points.sql")
            sql.copy_arrays(
                "asked_raw",
                ordinal=np.arange(first, first + len(batch), dtype=np.int32),
                longitude=degrees[:, 0],
                latitude=degrees[:, 1],
            )
            sql.execute(SQL / "index_points.sql", metric=crs.METRIC)
            located = sql.tuples(
                SQL / "locate.sql", given={"asked": SQL / "asked_points.sql"}
            )
        yield from map(LocatedIds._make, located)
        first += len(batch)


def _named(ids: LocatedIds) -> Located:
    """Put names to what was located."""
    spots = sql.rows(
        _NamedSpot,
        SQL / "spots.sql",
        district_id=ids.district_id,
        zone_id=ids.zone_id,
        street_id=ids.street_id,
        otb_ids=ids.otb_ids,
    )
    named = {
        (spot.kind, spot.id): Spot(id=spot.id, name=spot.name, certainty=spot.certainty)
        for spot in spots
    }
    district = next((spot for spot in spots if spot.kind == "district"), None)
    return Located(
        inside=True,
        district=DistrictSpot(
            id=district.id,
            name=district.name,
            certainty=district.certainty,
            number=district.number or 0,
        )
        if district
        else None,
        otbs=tuple(named["otb", otb_id] for otb_id in ids.otb_ids),
        zone=named.get(("zone", ids.zone_id or 0)),
        street=named.get(("street", ids.street_id or 0)),
        street_distance_m=ids.street_distance_m,
    )
