"""Questions about public works, and the territory as their texts can mean it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from apps.territory.domain.names import key
from apps.territory.terms import PlaceKind
from apps.works.domain.placing.landmarks import Landmark, LandmarkIndex
from apps.works.domain.placing.names import Named, NameIndex
from apps.works.domain.placing.streets import Street, StreetIndex
from apps.works.domain.placing.territory import District, Territory
from apps.works.models import Work
from apps.works.terms import PlaceLevel
from geo import sql

SQL: Final = Path(__file__).parent / "sql"

OTB_REACH_DEGREES: Final = 0.004
"""About 400 m: an OTB this near a district's limit may be said to be in it."""
LANDMARK_REACH_DEGREES: Final = 0.01
"""About 1 km, because a drawn limit may be that far off."""
SHORTEST_RUN_DEGREES: Final = 0.0002
"""About 20 m: a street that runs less than this inside an OTB only touches it."""


@dataclass(frozen=True, kw_only=True)
class _Point:
    id: int
    name: str
    kind: str
    districts: list[int]
    near: list[int]
    stands_in: list[int]


@dataclass(frozen=True, kw_only=True)
class _Otb:
    id: int
    name: str
    districts: list[int]
    near: list[int]


@dataclass(frozen=True, kw_only=True)
class _Street:
    id: int
    name: str
    otbs: list[int]
    districts: list[int]
    length: float


@dataclass(frozen=True, kw_only=True)
class _Corner:
    street: int
    crossing: int
    id: int


def present_territory() -> Territory:
    """Every row of the territory that a text can mean, indexed by name."""
    points = sql.rows(
        _Point, SQL / "placing" / "landmarks.sql", degrees=LANDMARK_REACH_DEGREES
    )
    otbs = sql.rows(_Otb, SQL / "placing" / "otbs.sql", degrees=OTB_REACH_DEGREES)
    town = frozenset(
        key(f"{settings.MUNICIPALITY.name} {settings.MUNICIPALITY.department}").split()
    )
    communities = [point for point in points if point.kind == PlaceKind.COMMUNITY]
    return Territory(
        districts=tuple(sql.rows(District, SQL / "placing" / "districts.sql")),
        otbs=NameIndex(
            rows=[
                *(_named("otb", otb) for otb in otbs),
                *(_named("place", point) for point in communities),
            ],
            town=town,
        ),
        streets=_streets(),
        landmarks=LandmarkIndex(
            landmarks=[
                Landmark(row=_named("place", point), kind=point.kind)
                for point in points
                if point.kind != PlaceKind.COMMUNITY
            ],
            town=town,
        ),
    )


def _named(table: str, row: _Otb | _Point) -> Named:
    return Named(
        id=row.id,
        table=table,
        name=row.name,
        districts=frozenset(row.districts),
        near=frozenset(row.near),
        stands_in=frozenset(row.stands_in if isinstance(row, _Point) else ()),
    )


def _streets() -> StreetIndex:
    streets = sql.rows(
        _Street, SQL / "placing" / "streets.sql", degrees=SHORTEST_RUN_DEGREES
    )
    corners = sql.rows(_Corner, SQL / "placing" / "corners.sql")
    return StreetIndex(
        streets=[
            Street(
                id=street.id,
                name=street.name,
                otbs=frozenset(street.otbs),
                districts=frozenset(street.districts),
                length=street.length,
            )
            for street in streets
        ],
        corners={frozenset({each.street, each.crossing}): each.id for each in corners},
    )


@dataclass(frozen=True, kw_only=True)
class LevelCount:
    """How many works are placed at one level."""

    level: str
    works: int
    works_since: int
    """Of them, those first published in the year asked for or later."""


def works_by_level(*, since: int) -> Mapping[PlaceLevel, LevelCount]:
    """Works at every level, finest first, of all years and `since` a year."""
    counted = {
        count.level: count
        for count in sql.rows(LevelCount, SQL / "places" / "shares.sql", since=since)
    }
    none = LevelCount(level="", works=0, works_since=0)
    return {level: counted.get(level, none) for level in PlaceLevel}


def has_real_works() -> bool:
    """Whether the register holds works that were not drawn for demonstration."""
    return Work.objects.exclude(source="demo").exists()
