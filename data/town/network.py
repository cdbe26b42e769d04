"""The streets whose course is known, and the banks of the rivers, as lines in metres."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.strtree import STRtree

from data.town.facts import Facts, KnownStreet, River
from data.town.plane import Floats, lines_of, metres, rounded

HALF_WIDTH: Final = {"avenue": 8.5, "street": 5.5, "passage": 4.0, "road": 6.0}
"""Half of the public ground of a street, in metres."""

REACH: Final = 45.0
"""Metres over which the loose end of a known street is carried to the next street."""

AHEAD: Final = 280.0
"""Metres a loose end is carried straight on to the next street."""

STUB: Final = 28.0
"""Metres past its last crossing at which a street is cut off there."""

LONG_LEG: Final = 1150.0
MEANDER: Final = 0.05
"""Metres of a river's leg from which it winds, and how far, as a share of its length."""

BANK: Final = 6.0
"""Metres between the bed of a river and the street along its bank."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One stretch of street; ways of one name and owner are one street."""

    name: str
    """Empty until the street is named."""
    kind: str
    line: LineString
    certainty: str
    owner: int = -1
    """The organisation whose local street it is; -1 for the town's own."""

    @property
    def half_width(self) -> float:
        return HALF_WIDTH[self.kind]


def known_ways(facts: Facts, limit: Polygon) -> list[Way]:
    """The known streets, cut to the municipality, their loose ends joined."""
    ways = [way for street in facts.streets for way in _ways_of(street)]
    return within([way for way in _joined(ways)], limit)


def bank_ways(facts: Facts, valley: Polygon) -> list[Way]:
    """A street along each bank of every river of the valley."""
    ways = []
    for river in facts.rivers:
        axis = river_axis(river)
        for side in (1, -1):
            bank = shapely.offset_curve(axis, side * (river.half_width_m + BANK))
            name = f"Costanera {river.name}"
            ways += [
                Way(name=name, kind="street", line=line, certainty="drawn")
                for line in lines_of(bank)
            ]
    return within(ways, valley)


def river_beds(facts: Facts) -> list[Polygon]:
    """Ground of the rivers up to the axis of their bank streets."""
    return [river_axis(river).buffer(river.half_width_m + BANK) for river in facts.rivers]


def river_axis(river: River) -> LineString:
    """The course of a river: smooth in the valley, winding where its legs are long."""
    vertices = metres(river.axis)
    rng = np.random.default_rng(round(abs(vertices).sum()))
    winding = [vertices[:1]]
    for start, end in itertools.pairwise(vertices):
        step = end - start
        turns = int(np.hypot(*step) // LONG_LEG) * 3
        shares = (np.arange(turns) + 1) / (turns + 1)
        aside = np.array([-step[1], step[0]]) * rng.normal(0, MEANDER, turns)[:, None]
        winding += [start + shares[:, None] * step + aside, end[None]]
    return smooth(LineString(np.vstack(winding)))


def smooth(line: LineString) -> LineString:
    """The line with its corners cut three times (Chaikin 1974), ends kept."""
    vertices = shapely.get_coordinates(line)
    for _ in range(3):
        start, end = vertices[:-1], vertices[1:]
        cut = np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], axis=1)
        vertices = np.vstack([vertices[:1], cut.reshape(-1, 2), vertices[-1:]])
    return lines_of(LineString(rounded(vertices)).simplify(1.0))[0]


def lengthened(line: LineString, by: float) -> LineString:
    """The line carried on at both ends, so that it surely meets what it ends on."""
    vertices = shapely.get_coordinates(line)
    first, last = vertices[0] - vertices[1], vertices[-1] - vertices[-2]
    vertices[0] += first / np.hypot(*first) * by
    vertices[-1] += last / np.hypot(*last) * by
    return LineString(vertices)


def _ways_of(street: KnownStreet) -> list[Way]:
    certainty = "drawn" if street.placed_by == "drawn" else "derived"
    lines = [LineString(rounded(metres(part))) for part in street.parts]
    if street.kind == "road":
        lines = [smooth(line) for line in lines]
    return [
        Way(name=street.name, kind=street.kind, line=line, certainty=certainty)
        for line in lines
    ]


def _joined(ways: list[Way]) -> list[Way]:
    """The ways with each end brought to the street it was meant to reach.

    A stub past a crossing is cut off; an end short of a street is carried to it, or
    straight on to the next one ahead.
    """
    lines = [way.line for way in ways]
    tree = STRtree(lines)
    joined = []
    for index, way in enumerate(ways):
        vertices = np.array(way.line.coords)
        for _ in range(2):
            vertices = _ended(vertices, index, lines, tree)[::-1]
        joined.append(replace(way, line=LineString(rounded(vertices))))
    return joined


def _ended(vertices: Floats, index: int, lines: list[LineString], tree: STRtree) -> Floats:
    """The vertices with their last end cut off or carried on."""
    end, step = vertices[-1], vertices[-1] - vertices[-2]
    step = step / np.hypot(*step)
    back = LineString([end, end - step * min(STUB, float(np.hypot(*(end - vertices[-2]))))])
    stub = _first_met(back, index, lines, tree)
    if stub is not None:
        return np.vstack([vertices[:-1], stub])
    here = Point(end)
    near = [
        lines[other]
        for other in sorted(tree.query(here, predicate="dwithin", distance=REACH))
        if other != index
    ]
    if near:
        nearest = min(near, key=here.distance)
        if here.distance(nearest) < 0.05:
            return vertices
        target = np.array(nearest.interpolate(nearest.project(here)).coords[0])
        return np.vstack([vertices, target])
    ahead = _first_met(LineString([end, end + step * AHEAD]), index, lines, tree)
    return vertices if ahead is None else np.vstack([vertices, ahead])


def _first_met(
    ray: LineString, index: int, lines: list[LineString], tree: STRtree
) -> Floats | None:
    """Where the ray first meets another line beyond its start."""
    found = [
        shapely.get_coordinates(shapely.intersection(ray, lines[other]))
        for other in sorted(tree.query(ray, predicate="intersects"))
        if other != index
    ]
    points = np.vstack(found) if found else np.empty((0, 2))
    away = np.hypot(*(points - np.array(ray.coords[0])).T)
    points, away = points[away > 0.05], away[away > 0.05]
    return np.asarray(points[away.argmin()]) if len(points) else None


def within(ways: list[Way], ground: Polygon) -> list[Way]:
    """The parts of the ways inside the ground."""
    pieces = []
    for way in ways:
        inside = shapely.intersection(way.line, ground)
        for part in shapely.get_parts(inside):
            if part.geom_type == "LineString" and part.length > 5:
                pieces.append(replace(way, line=part))
    return pieces
