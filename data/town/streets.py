"""Streets from their pieces: named, joined at every crossing, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, MultiLineString

from data.town.network import Way, lengthened
from data.town.plane import GRAIN, Geometries, lines_of

REACH: Final = 0.03
"""Metres by which every way is lengthened, so that ends meet what they end on."""


@dataclass(frozen=True, kw_only=True)
class Street:
    """A street from end to end."""

    name: str
    kind: str
    axis: MultiLineString
    certainty: str
    owner: int
    """Seed of the organisation whose local street it is; -1 for the town's own."""


def join(ways: list[Way]) -> list[Street]:
    """Streets of equal name and owner as one, all crossings vertices of both streets."""
    lines = np.array([lengthened(way.line, REACH) for way in ways], dtype=object)
    pieces = shapely.get_parts(shapely.union_all(lines, grid_size=GRAIN))
    pieces = pieces[shapely.length(pieces) > 2 * REACH + GRAIN]
    way_of = _way_of(pieces, lines)
    order = np.argsort(way_of, kind="stable")
    streets: dict[tuple[str, int], list[int]] = {}
    for piece in order:
        way = ways[way_of[piece]]
        streets.setdefault((way.name, way.owner), []).append(int(piece))
    return [
        Street(
            name=name,
            kind=ways[way_of[members[0]]].kind,
            axis=_merged(pieces[members]),
            certainty=ways[way_of[members[0]]].certainty,
            owner=owner,
        )
        for (name, owner), members in streets.items()
    ]


def _way_of(pieces: Geometries, lines: Geometries) -> np.ndarray:
    """The way each noded piece came from: the first that its middle lies on."""
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    tree = shapely.STRtree(lines)
    piece, line = tree.query(middles, predicate="dwithin", distance=3 * GRAIN)
    way_of = np.full(len(pieces), -1)
    order = np.lexsort((-line, piece))
    way_of[piece[order]] = line[order]
    astray = np.flatnonzero(way_of < 0)
    way_of[astray] = tree.nearest(middles[astray])
    return way_of


def _merged(pieces: Geometries) -> MultiLineString:
    merged = shapely.line_merge(shapely.multilinestrings(pieces))
    longest_first: list[LineString] = lines_of(merged)
    longest_first.sort(key=lambda part: -part.length)
    return MultiLineString(longest_first)
