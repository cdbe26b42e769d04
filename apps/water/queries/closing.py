"""What closing the valves around a burst pipe comes to, before anybody walks there."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.contrib.gis.geos import Point

from apps.water.domain.mincut import Cut, Network, Node, Pipe, cut
from apps.water.models import Asset, Main, Outage
from geo import sql

SQL: Final = Path(__file__).parents[1] / "sql" / "closing"

PRESS_DEGREES: Final = 0.0003
"""About 30 m: a press on the map farther from every pipe means none of them."""
HOUSE_DEGREES: Final = 0.0004
PLACE_DEGREES: Final = 0.0012
"""About 130 m: a school stands behind its yard."""


@dataclass(frozen=True, kw_only=True)
class SensitivePlace:
    """A school or health post."""

    id: int
    name: str
    kind: str
    longitude: float
    latitude: float


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Valves to close for a burst pipe, and what is then without water."""

    main: Main
    valves: tuple[Asset, ...]
    mains: tuple[int, ...]
    """Pipes that give no water."""
    connections: tuple[int, ...]
    places: tuple[SensitivePlace, ...]
    stops: bool
    """False where no set of valves keeps the water from the burst."""


@dataclass(frozen=True, kw_only=True)
class _Valve:
    id: int
    node: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class _Main:
    id: int
    a: int
    b: int


@dataclass(frozen=True, kw_only=True)
class _At:
    node: int


@dataclass(frozen=True, kw_only=True)
class _Key:
    id: int


@dataclass(frozen=True, kw_only=True)
class _Shape:
    id: int
    shape: str


@dataclass(frozen=True, kw_only=True)
class _Nearest:
    id: int
    metres: float


def main_near(point: Point) -> Main | None:
    """The pipe that a press on the map means; None where none is near.

    *CRS*: EPSG:4326, longitude first.
    """
    found = sql.rows(
        _Nearest,
        SQL / "nearest.sql",
        longitude=point.x,
        latitude=point.y,
        reach=PRESS_DEGREES,
    )
    if not found:
        return None
    return Main.objects.select_related("asset__operator").get(pk=found[0].id)


def network_of(operator_id: int, *, reopened: Set[int] = frozenset()) -> Network:
    """The operator's pipes as they stand now: a valve that is closed parts them already.

    `reopened` are valves to be taken as open.
    """
    valves = sql.rows(_Valve, SQL / "valves.sql", operator=operator_id)
    shut = {v.node for v in valves if not v.is_open and v.id not in reopened}

    def end(node: int, pipe: int) -> Node:
        return (node, pipe) if node in shut else node

    mains = sql.rows(_Main, SQL / "mains.sql", operator=operator_id)
    sources = {at.node for at in sql.rows(_At, SQL / "sources.sql", operator=operator_id)}
    return Network(
        pipes=tuple(Pipe(id=m.id, a=end(m.a, m.id), b=end(m.b, m.id)) for m in mains),
        valves={valve.node: valve.id for valve in valves if valve.node not in shut},
        sources=frozenset(sources),
    )


def plan_closing(main: Main) -> Closing:
    """Find the valves to close for a burst of `main`, and who is without water then."""
    operator = main.asset.operator_id
    found: Cut = cut(network_of(operator), main.pk)
    mains = sorted(found.without_water)
    return Closing(
        main=main,
        valves=tuple(Asset.objects.filter(pk__in=found.valves).order_by("code")),
        mains=tuple(mains),
        connections=tuple(_connections(operator, mains)),
        places=tuple(
            sql.rows(
                SensitivePlace,
                SQL / "places.sql",
                operator=operator,
                mains=mains,
                reach=PLACE_DEGREES,
            )
        ),
        stops=found.stops,
    )


def sketch_of(operator_id: int, *, mains: Iterable[int] | None = None) -> list[str]:
    """Pipes of an operator as GeoJSON geometries, all or those asked for."""
    chosen = None if mains is None else list(mains)
    found = sql.rows(_Shape, SQL / "sketch.sql", operator=operator_id, mains=chosen)
    return [each.shape for each in found]


def valves_relied_on(main: Main) -> set[int]:
    """Valves that other outages closed and that this burst needs to stay closed, too."""
    standing = Outage.objects.filter(operator=main.asset.operator_id, ended_at=None)
    shut = set(standing.exclude(closed=None).values_list("closed", flat=True).distinct())
    if not shut:
        return set()
    found = cut(network_of(main.asset.operator_id, reopened=shut), main.pk)
    return set(found.valves) & shut


def _connections(operator: int, mains: Iterable[int]) -> list[int]:
    found = sql.rows(
        _Key,
        SQL / "connections.sql",
        operator=operator,
        mains=list(mains),
        reach=HOUSE_DEGREES,
    )
    return [each.id for each in found]
