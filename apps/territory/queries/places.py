"""Questions about the territory: where a point lies, and where a name is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from apps.territory.domain.asking import Asked, understand
from apps.territory.domain.coordinates import Coordinates, find_coordinates
from apps.territory.domain.frontage import stands_on_it
from apps.territory.domain.sound import sound
from geo import crs, sql

SQL: Final = Path(__file__).parents[1] / "sql"

BATCH: Final = 250_000
"""Points located with one statement: enough for the plan, little enough for memory."""

LEAST_SCORE: Final = 0.28
"""Below this a name is not alike any more."""
SURELY: Final = 0.7
NEARLY_MET_M: Final = 1000.0
"""Streets that are surely meant but do not meet are answered where they come nearest."""
LEAST_ADDRESS_SCORE: Final = 0.5
"""A house number is only believed on a street that is surely meant."""
SURELY_NAMED: Final = 0.8
"""From here on something is called as asked, and no corner is guessed."""


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
class Found:
    """One place that a search text may mean."""

    label: str
    """How people read it: Av. Blanco Galindo, OTB Ironcollo Norte, Distrito 4."""
    kind: str
    """district, zone, otb, street, corner, place, address or coordinates."""
    target: int | None
    """Primary key in the table of its kind; none for coordinates."""
    district_number: int | None
    longitude: float
    latitude: float
    score: float
    """1 for an exact name, falling to 0; comparable within one search only."""


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


def search(text: str, limit: int = 10) -> list[Found]:
    """Places that `text` may mean, best first, however people write it.

    Accents, case, short forms, lost characters and small slips do not matter; corners
    (`Sucre y Beni`), house numbers and coordinates (`-17.39, -66.28`) are understood.
    """
    town = settings.MUNICIPALITY
    pasted = find_coordinates(text, town.bounds)
    if pasted:
        return [_at(pasted)]
    asked = understand(text, town.name, town.department)
    if not asked.readings:
        return []
    found = [
        *_addresses(asked, limit),
        *_corners(asked.corners, asked.district, limit),
        *_names(asked, limit),
    ]
    if all(each.score < SURELY_NAMED for each in found):
        found += _corners(asked.guessed_corners, asked.district, limit)
    return sorted(found, key=lambda each: -each.score)[:limit]


def _names(asked: Asked, limit: int) -> list[Found]:
    """Named places."""
    return sql.rows(
        Found,
        SQL / "search_names.sql",
        keys=[reading.key for reading in asked.readings],
        patterns=[reading.pattern for reading in asked.readings],
        bare=[reading.bare for reading in asked.readings],
        words=["|".join(reading.words) for reading in asked.readings],
        heard=[reading.heard for reading in asked.readings],
        factors=[reading.factor for reading in asked.readings],
        district=asked.district,
        kinds=list(asked.kinds),
        least=LEAST_SCORE,
        limit=limit,
    )


def _corners(
    pairs: tuple[tuple[str, str], ...], district: int | None, limit: int
) -> list[Found]:
    """Corners of any of `pairs`, the names of two streets each."""
    if not pairs:
        return []
    found = sql.rows(
        Found,
        SQL / "search_corners.sql",
        ones=[one for one, _two in pairs],
        twos=[two for _one, two in pairs],
        keys=(keys := [each for pair in pairs for each in pair]),
        heard=[sound(each) for each in keys],
        district=district,
        metric=crs.METRIC,
        surely=SURELY,
        near_m=NEARLY_MET_M,
        least=LEAST_SCORE,
        limit=limit,
    )
    return [each if each.target else _not_met(each) for each in found]


def _not_met(found: Found) -> Found:
    """Say that two streets do not meet, so that nobody takes the point for a corner."""
    label = _("%(streets)s (they do not meet: nearest point)") % {"streets": found.label}
    return replace(found, label=label)


def _addresses(asked: Asked, limit: int) -> list[Found]:
    """House numbers, when the text ends in one."""
    if not asked.number:
        return []
    return sql.rows(
        Found,
        SQL / "search_addresses.sql",
        street=asked.street,
        number=asked.number,
        least=LEAST_ADDRESS_SCORE,
        limit=limit,
    )


def _at(pasted: Coordinates) -> Found:
    """The place that pasted coordinates mean."""
    position = Point(pasted.x, pasted.y, srid=pasted.srid)
    position.transform(crs.STORAGE)
    district = locate(position).district
    return Found(
        label=f"{position.y:.6f}, {position.x:.6f}",
        kind="coordinates",
        target=None,
        district_number=district.number if district else None,
        longitude=position.x,
        latitude=position.y,
        score=1.0,
    )
