"""House numbers: metres along the street, even on one side, odd on the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point

from data.town.plane import Geometries, points
from data.town.streets import Street


@dataclass(frozen=True, kw_only=True)
class Door:
    """A house number at the edge of its lot."""

    street: int
    number: int
    lot: int
    position: Point


def number_houses(lots: Geometries, streets: list[Street]) -> list[Door]:
    """One door per lot, on the street its middle is nearest to."""
    axes = np.array([street.axis for street in streets], dtype=object)
    parts, street_of = shapely.get_parts(axes, return_index=True)
    middles = shapely.centroid(lots)
    lot, part = shapely.STRtree(parts).query_nearest(middles, all_matches=False)
    part = part[np.argsort(lot, kind="stable")]
    street, axis = street_of[part], parts[part]
    lines = shapely.get_coordinates(shapely.shortest_line(lots, axis)).reshape(-1, 2, 2)
    doors = points(lines[:, 0])
    metres = shapely.line_locate_point(axis, doors)
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(axis, metres + 1.0))
    behind = shapely.get_coordinates(
        shapely.line_interpolate_point(axis, np.maximum(metres - 1.0, 0))
    )
    way = ahead - behind
    inward = shapely.get_coordinates(middles) - lines[:, 1]
    left = way[:, 0] * inward[:, 1] - way[:, 1] * inward[:, 0] > 0
    taken: set[tuple[int, int]] = set()
    found = []
    for index in np.lexsort((metres, street)):
        number = 2 * int(metres[index] // 2) + (2 if left[index] else 1)
        while (int(street[index]), number) in taken:
            number += 2
        taken.add((int(street[index]), number))
        found.append(
            Door(
                street=int(street[index]),
                number=number,
                lot=int(index),
                position=doors[index],
            )
        )
    return found
