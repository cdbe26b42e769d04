"""The hamlets of the hills: a street or two and a few houses where the census counts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from data.town.mountains import Hills, wound_road
from data.town.network import HALF_WIDTH, Way
from data.town.plane import Floats, rounded

LOT_DEPTH: Final = 34.0
CROSSING: Final = 62.0
"""Metres between the side streets of a hamlet, and half their length."""

ROOM: Final = 170.0
"""Metres inside the municipality's limit that the middle of a hamlet lies."""

HOUSES: Final = (4, 12)
"""Fewest and most lots drawn for one community."""


@dataclass(frozen=True, kw_only=True)
class Hamlet:
    """Streets and blocks of one community; the first street is the main one."""

    streets: tuple[LineString, ...]
    blocks: tuple[Polygon, ...]
    houses: int

    @property
    def centre(self) -> Floats:
        """The middle of its main street."""
        ends = shapely.get_coordinates(self.streets[0])
        return np.asarray(ends.mean(axis=0))


def hamlets(
    hills: Hills, limit: Polygon, needed: list[int], joined: list[tuple[int, int]]
) -> list[Hamlet]:
    """One hamlet per community, its main street pointing the way its roads go.

    A hamlet that would lie outside the limit or on another one is drawn beside its
    community's point.
    """
    room = limit.buffer(-ROOM)
    drawn: list[Hamlet] = []
    taken: list[Polygon] = []
    for index, community in enumerate(hills.communities):
        point = hills.points[index]
        others = [one + other - index for one, other in joined if index in (one, other)]
        towards = [
            hills.points[other] for other in others if other < len(hills.communities)
        ]
        heading = _heading(point, towards)
        houses = int(np.clip(community.dwellings // 6, *HOUSES))
        for place in _places(point, heading, room):
            hamlet = _hamlet(place, heading, houses, max(needed[index], 1))
            ground = shapely.union_all(hamlet.blocks).envelope.buffer(15)
            if not any(ground.intersects(other) for other in taken):
                break
        drawn.append(hamlet)
        taken.append(ground)
    return drawn


def _places(point: Floats, heading: Floats, room: Polygon) -> Iterator[Floats]:
    """The point, or the nearest with room; then places beside it, farther and farther."""
    here = shapely.Point(point)
    if not room.contains(here):
        nearest = shapely.shortest_line(room, here)
        here = shapely.Point(nearest.coords[0])
    start = np.array(here.coords[0])
    aside = np.array([-heading[1], heading[0]])
    yield start
    for away in range(1, 6):
        for direction in (aside, -aside, heading, -heading):
            place = start + direction * away * 160
            if room.contains(shapely.Point(place)):
                yield place


def roads(
    hills: Hills,
    drawn: list[Hamlet],
    gates: Floats,
    joined: list[tuple[int, int]],
    rng: np.random.Generator,
) -> list[Way]:
    """Winding roads from the end of one main street to the end of the next."""
    ways = []
    for one, other in joined:
        goal = gates[other - len(drawn)] if other >= len(drawn) else drawn[other].centre
        start = _nearer_end(drawn[one], goal)
        end = _nearer_end(drawn[other], start) if other < len(drawn) else goal
        name = f"Camino a {hills.communities[one].name}"
        line = wound_road(start, end, rng)
        ways.append(Way(name=name, kind="road", line=line, certainty="drawn"))
    return ways


def _nearer_end(hamlet: Hamlet, goal: Floats) -> Floats:
    ends = shapely.get_coordinates(hamlet.streets[0])[[0, -1]]
    return np.asarray(ends[int(np.hypot(*(ends - goal).T).argmin())])


def _heading(point: Floats, towards: list[Floats]) -> Floats:
    """Unit vector along which the hamlet lies: through its neighbours, else east."""
    if not towards:
        return np.array([1.0, 0.0])
    step = towards[-1] - (towards[0] if len(towards) > 1 else point)
    return np.asarray(step / np.hypot(*step))


def _hamlet(point: Floats, along: Floats, houses: int, streets: int) -> Hamlet:
    across = np.array([-along[1], along[0]])
    sides = max(streets - 1, 1)
    length = CROSSING * (sides + 1)
    start = point - along * length / 2

    def at(x: float, y: float) -> Floats:
        return rounded(start + along * x + across * y)

    main = LineString([at(0, 0), at(length, 0)])
    crossings = [CROSSING * (number + 1) for number in range(sides)]
    lanes = [LineString([at(x, -CROSSING), at(x, CROSSING)]) for x in crossings]
    half = HALF_WIDTH["street"]
    edges = [0.0, *crossings, length]
    blocks = []
    for near, far in itertools.pairwise(edges):
        left = near + (half if near > 0 else 0)
        right = far - (half if far < length else 0)
        for low, high in ((half, half + LOT_DEPTH), (-half - LOT_DEPTH, -half)):
            ring = [at(left, low), at(right, low), at(right, high), at(left, high)]
            blocks.append(Polygon(ring))
    return Hamlet(streets=(main, *lanes), blocks=tuple(blocks), houses=houses)
