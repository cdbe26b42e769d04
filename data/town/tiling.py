"""The one exact tiling of the municipality from which all borders are united."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.strtree import STRtree

from data.town.ground import Plot, district_of, grown
from data.town.mountains import Hills
from data.town.network import lengthened
from data.town.plane import GRAIN
from data.town.quarters import Quarter
from data.town.seeds import Seed


def tile(
    limit: Polygon,
    valley: Polygon,
    lines: list[LineString],
    quarters: list[Quarter],
    seeds: list[Seed],
    hills: Hills,
) -> list[Plot]:
    """Plots that cover the municipality once, their vertices shared to the last digit."""
    inside = [shapely.intersection(lengthened(line, 5 * GRAIN), valley) for line in lines]
    ring = [limit.boundary, shapely.intersection(valley.boundary, limit)]
    beyond = [shapely.difference(line, valley) for line in hills.borders()]
    noded = shapely.unary_union([*inside, *ring, *beyond], grid_size=GRAIN)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    points = shapely.point_on_surface(faces)
    within = shapely.intersects(points, limit.buffer(GRAIN))
    faces, points = faces[within], points[within]
    order = np.lexsort(shapely.get_coordinates(points).T)
    faces, points = faces[order], points[order]
    in_valley = shapely.intersects(valley, points)
    seed_at = _seeds_at(points, quarters, seeds)
    spots = shapely.get_coordinates(points)
    near = district_of(spots, seeds)
    far = hills.district_at(spots)
    return [
        Plot(
            ground=face,
            seed=seed if low else -1,
            district=(seeds[seed].district if seed >= 0 else close) if low else distant,
            in_valley=bool(low),
        )
        for face, seed, low, close, distant in zip(
            faces, seed_at, in_valley, near, far, strict=True
        )
    ]


def _seeds_at(points: np.ndarray, quarters: list[Quarter], seeds: list[Seed]) -> list[int]:
    """The seed that owns the quarter at each point; -1 where there is none."""
    owners = grown(quarters, seeds)
    tree = STRtree([quarter.ground for quarter in quarters])
    found = np.full(len(points), -1)
    point, quarter = tree.query(points, predicate="within")
    found[point] = quarter
    return [owners[index] if index >= 0 else -1 for index in found]
