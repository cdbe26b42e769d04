"""Parcels: rows of lots along the two long sides of a block, each on a street."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from data.town.plane import Floats, Geometries, Integers

INSET: Final = 0.02
"""Metres between a lot and the limit of its block or the lots behind it: lots that only
touch at drawing precision would overlap by a hair once turned into degrees."""

ONE_ROW: Final = 26.0
"""Metres of width up to which a block has a single row of lots."""

DEPTH: Final = ((40.0, 34.0), (12.0, 40.0), (0.0, 50.0))
"""Persons per hectare and the greatest depth of a lot in metres."""

FRONT: Final = ((70.0, 10.5), (40.0, 12.0), (18.0, 14.5), (7.0, 18.0), (0.0, 23.0))
"""Persons per hectare and the usual front of a lot in metres."""

TOUCH: Final = 12.0
"""Metres from a lot to the axis of the street it stands on, at most."""

POLYGON: Final = 3
"""GEOS type id of a polygon."""

SMALLEST: Final = 70.0
"""Square metres of the smallest lot."""


@dataclass(frozen=True, kw_only=True)
class Lots:
    """Lots of many blocks, as parallel arrays."""

    shapes: Geometries
    block: Integers
    """Index of the block each lot is in."""
    row: Integers
    """Number of the row among all rows; lots of a row lie side by side."""
    place: Integers
    """Place of the lot in its row."""


def strips(blocks: Geometries, persons: Floats, rng: np.random.Generator) -> Lots:
    """Lots as plain strips that still reach past their block, as many as have room.

    `persons` is how many live per hectare at each block.
    """
    quads, owner, row, place = [], [], [], []
    rows = 0
    for index, (corners, here) in enumerate(zip(_rectangles(blocks), persons, strict=True)):
        for strip in _rows(corners, float(here), rng):
            quads.append(strip)
            owner += [index] * len(strip)
            row += [rows] * len(strip)
            place += list(range(len(strip)))
            rows += 1
    return Lots(
        shapes=np.asarray(shapely.polygons(np.concatenate(quads)), dtype=object),
        block=np.array(owner),
        row=np.array(row),
        place=np.array(place),
    )


def cut_lots(lots: Lots, blocks: Geometries, axes: Geometries) -> tuple[Lots, Integers]:
    """The strips cut to their blocks that stand on a street axis, and which they were."""
    inner = shapely.buffer(blocks, -INSET, join_style="mitre")
    shapes = shapely.intersection(lots.shapes, inner[lots.block])
    shapes = shapely.transform(shapes, lambda vertices: np.round(vertices, 3))
    good = (shapely.get_type_id(shapes) == POLYGON) & (shapely.area(shapes) > SMALLEST)
    good &= shapely.is_valid(shapes)
    whole = np.flatnonzero(good)
    tree = shapely.STRtree(axes)
    near = tree.query(shapes[whole], predicate="dwithin", distance=TOUCH)[0]
    kept = whole[np.unique(near)]
    return replace(take(lots, kept), shapes=shapes[kept]), kept


def take(lots: Lots, chosen: Integers) -> Lots:
    """Some of the lots, in their order."""
    return Lots(
        shapes=lots.shapes[chosen],
        block=lots.block[chosen],
        row=lots.row[chosen],
        place=lots.place[chosen],
    )


def _rectangles(blocks: Geometries) -> Floats:
    """The narrowest rectangle around each block. Shapes: blocks x 4 corners x 2."""
    around = shapely.oriented_envelope(blocks)
    corners = shapely.get_coordinates(around).reshape(-1, 5, 2)[:, :4]
    first = np.hypot(*(corners[:, 1] - corners[:, 0]).T)
    second = np.hypot(*(corners[:, 2] - corners[:, 1]).T)
    turned = np.roll(corners, -1, axis=1)
    return np.asarray(np.where((first < second)[:, None, None], turned, corners))


def _rows(corners: Floats, persons: float, rng: np.random.Generator) -> list[Floats]:
    """Rows of strips over a block's rectangle. Shapes: strips x 4 corners x 2."""
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    length, width = float(np.hypot(*along)), float(np.hypot(*across))
    along, across = along / length, across / width
    front = next(metres for least, metres in FRONT if persons >= least)
    deepest = next(metres for least, metres in DEPTH if persons >= least)
    if width <= ONE_ROW:
        depths = [(-1.0, width + 1.0)]
    elif width / 2 <= deepest * 1.3:
        depths = [(-1.0, width / 2 - INSET), (width / 2 + INSET, width + 1.0)]
    else:
        deepest *= rng.uniform(0.8, 1.1)
        depths = [(-1.0, deepest - INSET), (width - deepest + INSET, width + 1.0)]
    rows = [
        _strips(corners[0], along, across, _edges(length, front, rng), near, far)
        for near, far in depths
    ]
    between = width - 2 * deepest
    if between > 1.5 * front and length > 3 * deepest and width / 2 > deepest * 1.3:
        start = corners[0] + across * deepest
        edges = _edges(between, front, rng)
        edges[0], edges[-1] = INSET, between - INSET
        for near, far in ((-1.0, deepest), (length - deepest, length + 1.0)):
            rows.append(_strips(start, across, along, edges, near, far))
    return rows


def _edges(length: float, front: float, rng: np.random.Generator) -> Floats:
    """Where the lots of a row begin and end along its length."""
    count = max(1, round(length / front))
    widths = rng.lognormal(0.0, 0.22, count)
    inner = np.concatenate([[0.0], np.cumsum(widths)]) / widths.sum() * length
    inner[0], inner[-1] = -1.0, length + 1.0
    return np.asarray(inner)


def _strips(
    origin: Floats, along: Floats, across: Floats, edges: Floats, near: float, far: float
) -> Floats:
    starts, ends = edges[:-1, None] * along, edges[1:, None] * along
    low, high = origin + near * across, origin + far * across
    return np.stack([low + starts, low + ends, high + ends, high + starts], axis=1)
