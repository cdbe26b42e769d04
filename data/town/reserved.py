"""Ground kept for squares, schools, markets, parks: blocks of their own, without lots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from data.town.facts import Facts
from data.town.plane import Floats, metres, polygons_of, rounded

SCHOOL: Final = 34.0
"""Half of the side of a school's ground in metres."""

GREEN: Final = frozenset({"square", "sport", "water"})
"""Kinds of landmark whose ground is open; the others are services."""

REMNANT: Final = 1_500.0
"""Square metres of a block's rest below which the whole block is taken."""

PARK_EVERY: Final = 20
"""One block in so many is a small park where people live."""

BESIDE: Final = 60.0
"""Metres a landmark may lie outside the block it takes its ground from."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block to be: its footprint, use and the plot it was cut from."""

    shape: Polygon
    plot: int
    use: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A place that needs ground of its own."""

    x: float
    y: float
    radius: float
    use: str


def claims(facts: Facts) -> list[Claim]:
    """Ground wanted by the landmarks and the polling places, which are mostly schools."""
    wanted = [
        (
            landmark.position,
            landmark.radius_m,
            "green" if landmark.kind in GREEN else "service",
        )
        for landmark in facts.landmarks
        if landmark.radius_m > 0
    ]
    wanted += [(place.position, SCHOOL, "service") for place in facts.polling_places]
    points = metres(tuple(position for position, _, _ in wanted))
    return [
        Claim(x=float(x), y=float(y), radius=radius, use=use)
        for (x, y), (_, radius, use) in zip(points, wanted, strict=True)
    ]


def with_reserved(blocks: list[Block], wanted: list[Claim]) -> list[Block]:
    """The blocks with the claimed ground cut out as blocks of its own."""
    pieces = [[block] for block in blocks]
    tree = shapely.STRtree([block.shape for block in blocks])
    for claim in wanted:
        point = shapely.Point(claim.x, claim.y)
        near = sorted(tree.query(point, predicate="dwithin", distance=BESIDE))
        free = [
            (point.distance(block.shape), at, number)
            for at in near
            for number, block in enumerate(pieces[at])
            if block.use == "housing"
        ]
        if free:
            _, at, number = min(free)
            pieces[at][number : number + 1] = _cut_out(pieces[at][number], claim)
    return [block for parts in pieces for block in parts]


def with_parks(
    blocks: list[Block], persons: Floats, rng: np.random.Generator
) -> list[Block]:
    """The blocks with small parks where people live, odd corners first."""
    shapes = np.array([block.shape for block in blocks], dtype=object)
    area = shapely.area(shapes)
    stretched = area / shapely.area(shapely.oriented_envelope(shapes))
    fit = (persons > 12) & (area < 6_000) & np.array([b.use == "housing" for b in blocks])
    oddness = (1 - stretched) + 0.35 * (area < 2_000) + 0.4 * rng.random(len(blocks))
    count = int(fit.sum()) // PARK_EVERY
    chosen = set(np.argsort(-np.where(fit, oddness, -1.0), kind="stable")[:count].tolist())
    return [
        Block(shape=block.shape, plot=block.plot, use="green") if index in chosen else block
        for index, block in enumerate(blocks)
    ]


def _cut_out(block: Block, claim: Claim) -> list[Block]:
    """The claimed ground and what is left of the block, both on its street."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(block.shape))[:4]
    if np.hypot(*(corners[1] - corners[0])) < np.hypot(*(corners[2] - corners[1])):
        corners = np.roll(corners, -1, axis=0)
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    length, width = float(np.hypot(*along)), float(np.hypot(*across))
    along, across = along / length, across / width
    offset = np.array([claim.x, claim.y]) - corners[0]
    side = 2 * claim.radius
    near = float(np.clip(offset @ along - claim.radius, 0, max(length - side, 0)))
    start, end = _slack(near, near + side, length)
    low, high = (0.0, side) if offset @ across < width / 2 else (width - side, width)
    low, high = _slack(max(low, 0), min(high, width), width)
    quad = [
        corners[0] + x * along + y * across
        for x, y in ((start, low), (end, low), (end, high), (start, high))
    ]
    taken = _parts(shapely.intersection(block.shape, Polygon(quad)))[:1]
    rest = [
        part
        for part in _parts(shapely.difference(block.shape, Polygon(quad).buffer(0.05)))
        if part.area > REMNANT
    ]
    if not taken or not rest:
        return [Block(shape=block.shape, plot=block.plot, use=claim.use)]
    return [
        Block(shape=taken[0], plot=block.plot, use=claim.use),
        *(Block(shape=part, plot=block.plot, use=block.use) for part in rest),
    ]


def _slack(start: float, end: float, whole: float) -> tuple[float, float]:
    """The stretch carried on to the end of the whole where little would be left."""
    return (-1.0 if start < 14 else start), (whole + 1.0 if whole - end < 14 else end)


def _parts(shape: BaseGeometry) -> list[Polygon]:
    tidy = [
        Polygon(rounded(shapely.get_coordinates(part.exterior)))
        for part in polygons_of(shape)
    ]
    return sorted(tidy, key=lambda part: -part.area)
