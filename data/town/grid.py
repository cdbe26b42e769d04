"""Local streets of a quarter: two families of lines that bend with its sides."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.ops import split

from data.town.plane import Floats, lines_of, polygons_of, rounded

MISSING: Final = 0.09
"""Share of street stretches left out, so that some blocks are double."""

UNEVEN: Final = 0.07
"""Spread of the spacing between streets, as a share of it."""

SHARPEST: Final = np.radians(24)
"""Greatest turn of a street from one point of the grid to the next."""

OVERSHOOT: Final = 0.4
"""Metres by which a line passes its ends before it is cut at the quarter's boundary."""

FINE: Final = 2
"""Points per stretch of street, so that it can bend."""


@dataclass(frozen=True, kw_only=True)
class LocalLine:
    """One street line; lines of one family run side by side, in order."""

    family: int
    """0 and 1 cross each other; 2 are single cuts."""
    order: int
    line: LineString


@dataclass(frozen=True, kw_only=True)
class Spacing:
    """Distances between streets in metres, along and across the quarter."""

    along: float
    across: float


def local_lines(
    ground: Polygon, spacing: Spacing, rng: np.random.Generator
) -> list[LocalLine]:
    """Streets that divide the ground into blocks of about the spacing."""
    sides = _four_sides(ground)
    if sides is None:
        return _cuts(ground, spacing.along * spacing.across)
    lengths = [shapely.length(side) for side in sides]
    columns = _parts((lengths[0] + lengths[2]) / 2, spacing.along)
    rows = _parts((lengths[1] + lengths[3]) / 2, spacing.across)
    if columns == rows == 1:
        return []
    nodes = _nodes(sides, columns, rows, rng)
    if _folded(nodes) or _kinked(nodes):
        return _cuts(ground, spacing.along * spacing.across)
    return _grid_lines(nodes, ground, rng)


def _parts(length: float, spacing: float) -> int:
    return max(1, round(length / spacing))


def _four_sides(ground: Polygon) -> list[LineString] | None:
    """The boundary as four sides between its corners, or None when it has no four."""
    ring = shapely.get_coordinates(ground.exterior)[:-1]
    corners = shapely.get_coordinates(shapely.oriented_envelope(ground))[:4]
    if shapely.is_ccw(ground.exterior) != shapely.is_ccw(shapely.linearrings(corners)):
        corners = corners[::-1]
    nearest = [int(((ring - corner) ** 2).sum(axis=1).argmin()) for corner in corners]
    first = nearest.index(min(nearest))
    order = nearest[first:] + nearest[:first]
    if not order[0] < order[1] < order[2] < order[3]:
        return None
    closed = np.vstack([ring, ring])
    ends = [*order, order[0] + len(ring)]
    return [LineString(closed[start : end + 1]) for start, end in itertools.pairwise(ends)]


def _nodes(
    sides: list[LineString], columns: int, rows: int, rng: np.random.Generator
) -> Floats:
    """Grid points of a Coons patch over the four sides.

    Shapes: (columns * FINE + 1) x (rows * FINE + 1) x 2. Every FINE-th row and column
    is a street; the points between let it bend.
    Source: S. A. Coons, Surfaces for computer-aided design of space forms, 1967.
    """
    u, v = _stations(columns, rng), _stations(rows, rng)
    bottom, top = _along(sides[0], u), _along(sides[2], 1 - u)
    right, left = _along(sides[1], v), _along(sides[3], 1 - v)
    across, up = u[:, None, None], v[None, :, None]
    ruled = (1 - up) * bottom[:, None] + up * top[:, None]
    ruled = ruled + (1 - across) * left[None] + across * right[None]
    corners = (
        (1 - across) * (1 - up) * bottom[0]
        + across * (1 - up) * bottom[-1]
        + (1 - across) * up * top[0]
        + across * up * top[-1]
    )
    return np.asarray(ruled - corners)


def _stations(parts: int, rng: np.random.Generator) -> Floats:
    """Positions from 0 to 1, unevenly spaced, FINE steps to each part."""
    streets = np.arange(parts + 1) / parts
    streets[1:-1] += rng.normal(0, UNEVEN, parts - 1).clip(-0.2, 0.2) / parts
    return np.interp(np.arange(parts * FINE + 1) / FINE, np.arange(parts + 1), streets)


def _along(side: LineString, shares: Floats) -> Floats:
    points = shapely.line_interpolate_point(side, shares, normalized=True)
    return shapely.get_coordinates(points)


def _folded(nodes: Floats) -> bool:
    """Whether a block would be turned over or squeezed flat."""
    corners = nodes[::FINE, ::FINE]
    first = corners[1:, 1:] - corners[:-1, :-1]
    second = corners[:-1, 1:] - corners[1:, :-1]
    areas = (first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]) / 2
    usual = areas.mean()
    return bool((areas * np.sign(usual) < 0.3 * abs(usual)).any())


def _kinked(nodes: Floats) -> bool:
    """Whether a street would turn sharply within the quarter."""
    for net in (nodes, nodes.swapaxes(0, 1)):
        steps = np.diff(net, axis=0)[:, 1:-1]
        headings = np.unwrap(np.arctan2(steps[..., 1], steps[..., 0]), axis=0)
        if headings.size and (np.abs(np.diff(headings, axis=0)) > SHARPEST).any():
            return True
    return False


def _grid_lines(
    nodes: Floats, ground: Polygon, rng: np.random.Generator
) -> list[LocalLine]:
    lines = []
    for family in (0, 1):
        net = nodes if family == 0 else nodes.swapaxes(0, 1)
        for order, start in enumerate(range(FINE, len(net) - 1, FINE)):
            for run in _runs(net[start], broken=family == 0, rng=rng):
                for part in _inside(run, ground):
                    lines.append(LocalLine(family=family, order=order, line=part))
    return lines


def _runs(points: Floats, *, broken: bool, rng: np.random.Generator) -> list[LineString]:
    """The street line in one piece, or in pieces around stretches left out.

    Ends at the quarter's boundary reach past it, to be cut there; ends inside lie
    exactly on the crossing street.
    """
    stretches = (len(points) - 1) // FINE
    kept = np.ones(stretches, dtype=bool)
    if broken and stretches > 2:
        kept = rng.random(stretches) >= MISSING
    points = rounded(points)
    points[0] += _step(points[1], points[0])
    points[-1] += _step(points[-2], points[-1])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], kept.astype(int), [0]])))
    return [
        LineString(points[start * FINE : end * FINE + 1])
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _step(inner: Floats, outer: Floats) -> Floats:
    return np.asarray((outer - inner) / np.hypot(*(outer - inner)) * OVERSHOOT)


def _inside(line: LineString, ground: Polygon) -> list[LineString]:
    """The parts of a line inside the ground that are worth a street."""
    cut = shapely.intersection(line, ground)
    return [part for part in lines_of(shapely.line_merge(cut)) if part.length > 20]


def _cuts(ground: Polygon, area: float) -> list[LocalLine]:
    """Straight cuts across the long side, again and again, where no grid fits."""
    lines: list[LocalLine] = []
    rest = [ground]
    while rest:
        part = rest.pop()
        if part.area < 1.5 * area or len(lines) > 60:
            continue
        corners = shapely.get_coordinates(shapely.oriented_envelope(part))[:4]
        if shapely.length(LineString(corners[:2])) < shapely.length(
            LineString(corners[1:3])
        ):
            corners = np.roll(corners, 1, axis=0)
        middle = (corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2
        reach = (middle[1] - middle[0]) * 0.1
        cut = LineString(rounded(np.array([middle[0] - reach, middle[1] + reach])))
        pieces = _inside(cut, part)
        halves = polygons_of(split(part, cut))
        if not pieces or len(halves) < 2:
            continue
        lines += [LocalLine(family=2, order=len(lines), line=piece) for piece in pieces]
        rest += sorted(halves, key=lambda half: half.bounds)
    return lines
