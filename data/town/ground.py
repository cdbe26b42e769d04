"""Who the ground belongs to: organisations and districts, tiling the municipality."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.strtree import STRtree

from data.town.plane import GRAIN, Floats, Geometries, polygons_of
from data.town.quarters import Quarter
from data.town.seeds import Seed

FARTHEST: Final = 900.0
"""Metres from its starting point to the middle of the last quarter of an organisation."""


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A piece of the final tiling: all shapes of districts and organisations are unions."""

    ground: Polygon
    seed: int
    """Index of the seed whose organisation speaks for it, or -1."""
    district: int
    in_valley: bool


def grown(quarters: list[Quarter], seeds: list[Seed]) -> list[int]:
    """The seed of every quarter: its own, else the nearest it can be reached from.

    Organisations grow from quarter to quarter over shared edges, the nearest first, up
    to `FARTHEST`; what is left over belongs to none (-1).
    """
    grounds = np.array([quarter.ground for quarter in quarters], dtype=object)
    middles = shapely.get_coordinates(shapely.centroid(grounds))
    neighbours = _neighbours(grounds)
    owner = [-1] * len(quarters)
    queue: list[tuple[float, int, int]] = []
    for index, quarter in enumerate(quarters):
        if quarter.seed >= 0:
            heapq.heappush(queue, (-1.0, index, quarter.seed))
    while queue:
        _, index, seed = heapq.heappop(queue)
        if owner[index] >= 0:
            continue
        owner[index] = seed
        for other in neighbours[index]:
            away = float(np.hypot(*(middles[other] - (seeds[seed].x, seeds[seed].y))))
            if owner[other] < 0 and away < FARTHEST:
                heapq.heappush(queue, (away, other, seed))
    return owner


def _neighbours(grounds: Geometries) -> list[list[int]]:
    tree = STRtree(grounds)
    first, second = tree.query(grounds, predicate="dwithin", distance=2 * GRAIN)
    apart = first != second
    first, second = first[apart], second[apart]
    shared = shapely.length(
        shapely.intersection(shapely.buffer(grounds[first], GRAIN), grounds[second])
    )
    pairs = sorted(zip(first[shared > 20], second[shared > 20], strict=True))
    neighbours: list[list[int]] = [[] for _ in grounds]
    for one, other in pairs:
        neighbours[one].append(int(other))
    return neighbours


def district_of(points: Floats, seeds: list[Seed]) -> list[int]:
    """The district of the nearest starting point, for ground of no organisation."""
    positions = np.array([(seed.x, seed.y) for seed in seeds])
    squared = ((points[:, None] - positions[None]) ** 2).sum(axis=2)
    return [seeds[nearest].district for nearest in squared.argmin(axis=1)]


def united(grounds: list[Polygon]) -> MultiPolygon:
    """The union of pieces that share their vertices exactly."""
    union = shapely.coverage_union_all(np.array(grounds, dtype=object))
    parts = polygons_of(union)
    return MultiPolygon(parts)
