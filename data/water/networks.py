"""A network drawn along the streets of the ground that an operator supplies."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from django.contrib.gis.geos import LineString, Point

from apps.water.actions.drawing import DrawnMain, DrawnNetwork, DrawnPart
from apps.water.models import Operator
from apps.water.terms import AssetKind
from geo import crs, sql

SQL: Final = Path(__file__).parent / "sql"
VALVED: Final = (0, 1, 2, 3)
OF: Final = 5
"""So many pieces of street in so many have a valve near their first corner. On fewer than
half of them, closing one street would empty the town."""
SHORTEST: Final = 0.00003
"""Stretches of less than some three metres have no room for one."""
ALONG: Final = 0.2
"""How far along its first stretch the valve sits."""
HYDRANT_EVERY: Final = 60
FEWEST: Final = 4
"""Smaller pieces of street that hang together with nothing get no pipes."""
WIDE: Final = (160, 110, 75)
"""Diameters in mm by how many pipes meet: four and more, three, fewer."""

Spot = tuple[float, float]


class Segment(NamedTuple):
    """A piece of street from corner to corner."""

    id: int
    points: list[Spot]


def drawn_network(operator: Operator, *, most: int) -> DrawnNetwork | None:
    """The network of an operator; None where no street lies in its ground."""
    segments = list(_segments(operator, most))
    kept = [group for group in _groups(segments) if len(group) >= FEWEST]
    return _drawn(kept) if kept else None


def _segments(operator: Operator, most: int) -> Iterator[Segment]:
    """Pieces of street in its ground, one for each pair of corners, largest first."""
    seen: set[frozenset[Spot]] = set()
    for pk, text in sql.tuples(SQL / "segments.sql", operator=operator.pk, most=most):
        points = [
            (float(x), float(y)) for x, y in (pair.split(" ") for pair in text.split(","))
        ]
        ends = frozenset((points[0], points[-1]))
        if len(ends) == 2 and ends not in seen:
            seen.add(ends)
            yield Segment(pk, points)


def _groups(segments: list[Segment]) -> list[list[Segment]]:
    """Segments that hang together."""
    meeting: dict[Spot, list[Segment]] = defaultdict(list)
    for segment in segments:
        for spot in (segment.points[0], segment.points[-1]):
            meeting[spot].append(segment)
    groups, taken = [], set[int]()
    for segment in segments:
        group, waiting = [], [segment]
        while waiting:
            each = waiting.pop()
            if each.id in taken:
                continue
            taken.add(each.id)
            group.append(each)
            waiting += meeting[each.points[0]] + meeting[each.points[-1]]
        if group:
            groups.append(group)
    return groups


def _drawn(groups: list[list[Segment]]) -> DrawnNetwork:
    """Pipes along the segments; a tank or well for each group, valves at some corners."""
    nodes: dict[Spot, int] = {}
    mains: list[DrawnMain] = []
    meets: dict[int, int] = defaultdict(int)
    parts: list[DrawnPart] = []
    for group in groups:
        first = len(nodes)
        for piece in (piece for segment in group for piece in _pieces(segment)):
            ends = [nodes.setdefault(spot, len(nodes)) for spot in (piece[0], piece[-1])]
            for end in ends:
                meets[end] += 1
            shape = LineString(piece, srid=crs.STORAGE)
            mains.append(
                DrawnMain(start=ends[0], end=ends[1], shape=shape, diameter_mm=WIDE[-1])
            )
        sources = _sources(nodes, first)
        parts += [
            DrawnPart(kind=AssetKind.WELL if place % 2 else AssetKind.TANK, node=node)
            for place, node in enumerate(sources)
        ]
        valves = {nodes[spot] for segment in group for spot in _valves(segment)}
        parts += [DrawnPart(kind=AssetKind.VALVE, node=node) for node in sorted(valves)]
        others = set(range(first, len(nodes))) - valves - set(sources)
        parts += [
            DrawnPart(kind=AssetKind.HYDRANT, node=node)
            for node in sorted(others)
            if node % HYDRANT_EVERY == 1
        ]
    points = [Point(*spot, srid=crs.STORAGE) for spot in nodes]
    return DrawnNetwork(nodes=points, mains=[_sized(m, meets) for m in mains], parts=parts)


def _sources(nodes: dict[Spot, int], first: int) -> list[int]:
    """The northernmost corners, where the ground is highest: one for four hundred."""
    own = sorted(
        ((spot, node) for spot, node in nodes.items() if node >= first),
        key=lambda each: (-each[0][1], each[0][0]),
    )
    wanted = 1 + len(own) // 400
    step = max(1, len(own) // wanted)
    return [own[place][1] for place in range(0, len(own), step)][:wanted]


def _valves(segment: Segment) -> list[Spot]:
    """Where the valve of a piece of street sits, if it has one."""
    if segment.id % OF not in VALVED:
        return []
    (x, y), (u, v) = segment.points[0], segment.points[1]
    if math.hypot(u - x, v - y) < SHORTEST:
        return []
    return [(round(x + (u - x) * ALONG, 7), round(y + (v - y) * ALONG, 7))]


def _pieces(segment: Segment) -> list[list[Spot]]:
    """A piece of street as the pipes on both sides of its valve."""
    found = _valves(segment)
    if not found:
        return [segment.points]
    (valve,) = found
    return [[segment.points[0], valve], [valve, *segment.points[1:]]]


def _sized(main: DrawnMain, meets: dict[int, int]) -> DrawnMain:
    """Wider where more pipes meet."""
    busiest = max(meets[main.start], meets[main.end])
    wide = WIDE[0] if busiest > 4 else WIDE[1] if busiest > 3 else WIDE[2]
    return replace(main, diameter_mm=wide)
