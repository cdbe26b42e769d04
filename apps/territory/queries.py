"""Questions about the territory: where a point lies, and where a name is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.gis.geos import Point


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


@dataclass(frozen=True, kw_only=True, slots=True)
class LocatedIds:
    """What lies at one of many points, as primary keys."""

    ordinal: int
    """Position of the point in what was asked, from 0."""
    district_id: int | None
    otb_ids: list[int]
    """Smallest first."""
    zone_id: int | None
    street_id: int | None
    street_distance_m: float | None


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


def locate(point: Point) -> Located:
    """Say in which district, OTBs and zone a point lies, and its nearest street.

    *CRS*: EPSG:4326, longitude first.
    """
    raise NotImplementedError


def locate_many(points: Iterable[tuple[float, float]]) -> Iterator[LocatedIds]:
    """Locate any number of points (longitude, latitude) with one statement.

    The same definition as `locate`; a million points are a normal question.
    """
    raise NotImplementedError


def search(text: str, limit: int = 10) -> list[Found]:
    """Places that `text` may mean, best first, however people write it.

    Accents, case, short forms, lost characters and small slips do not matter; corners
    (`Sucre y Beni`), house numbers and coordinates (`-17.39, -66.28`) are understood.
    """
    raise NotImplementedError
