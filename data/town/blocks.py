"""Blocks: cells between all streets, drawn in by the width of the streets around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from data.town.density import Density
from data.town.grid import LocalLine, Spacing, local_lines
from data.town.ground import Plot
from data.town.network import HALF_WIDTH, Way
from data.town.plane import GRAIN, Geometries, polygons_of, rounded

DENSE: Final = 36.0
"""Persons per hectare from which blocks are as small as in the centre."""

CELL: Final = (10_600.0, 170_000.0)
"""Smallest and largest ground between street axes that the grid aims at, square metres."""

THINNING: Final = 1.25
"""How fast blocks grow as people get fewer: area goes with density to this power."""

SMALLEST: Final = 420.0
"""Square metres below which ground between streets is no block."""

SPARE: Final = 0.3
"""Metres by which a verge is drawn narrower, so that it meets no block it only borders."""

EXTRA: Final = 6_500.0
"""Square metres a cell needs before one more named street is cut through it."""


@dataclass(frozen=True, kw_only=True)
class LocalWay:
    """A local street line of one plot, not yet named."""

    plot: int
    seed: int
    family: int
    order: int
    line: LineString


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Ground between street axes."""

    ground: Polygon
    plot: int


def divide(
    plots: list[Plot],
    needed: dict[int, int],
    density: Density,
    rng: np.random.Generator,
) -> tuple[list[LocalWay], list[Cell]]:
    """Local streets and cells of every plot of the valley.

    `needed` is how many local streets the organisation of a seed has names for; where
    the grid gives fewer, its largest cells are cut once more.
    """
    middles = shapely.point_on_surface(
        np.array([plot.ground for plot in plots], dtype=object)
    )
    persons = density.at(shapely.get_coordinates(middles))
    ways: list[LocalWay] = []
    cells: list[Cell] = []
    for index, plot in enumerate(plots):
        spacing = spacing_for(float(persons[index]), rng)
        lines = local_lines(plot.ground, spacing, rng) if plot.ground.area > EXTRA else []
        ways += [_way(index, plot.seed, line) for line in lines]
        cells += [Cell(ground=part, plot=index) for part in _parts(plot.ground, lines)]
    return _with_names_served(plots, ways, cells, needed)


def spacing_for(persons: float, rng: np.random.Generator) -> Spacing:
    """Street spacing where so many persons live per hectare."""
    thin = (DENSE / max(persons, 0.1)) ** THINNING
    area = float(np.clip(CELL[0] * thin, *CELL)) * rng.lognormal(0.0, 0.22)
    longer = rng.uniform(1.35, 2.1)
    short = np.sqrt(area / longer)
    if rng.random() < 0.5:
        return Spacing(along=short, across=short * longer)
    return Spacing(along=short * longer, across=short)


def footprints(cells: list[Cell], ways: list[Way]) -> Geometries:
    """The ground of each cell without its streets; None where too little is left."""
    grounds = np.array([cell.ground for cell in cells], dtype=object)
    inner = shapely.buffer(
        grounds, -HALF_WIDTH["street"], join_style="mitre", mitre_limit=3.0
    )
    verges = shapely.buffer(
        np.array([way.line for way in ways], dtype=object),
        np.array([way.half_width - SPARE for way in ways]),
        cap_style="flat",
        join_style="mitre",
    )
    tree = shapely.STRtree(verges)
    near: dict[int, list[int]] = {}
    for cell, verge in zip(*tree.query(inner, predicate="intersects"), strict=True):
        near.setdefault(int(cell), []).append(int(verge))
    for cell, found in near.items():
        inner[cell] = shapely.difference(
            inner[cell], shapely.union_all(verges[sorted(found)])
        )
    return np.array([_one_part(shape) for shape in inner], dtype=object)


def _one_part(shape: Polygon) -> Polygon | None:
    parts = polygons_of(shape)
    largest = max(parts, key=lambda part: part.area, default=None)
    if largest is None or largest.area < SMALLEST:
        return None
    tidy = Polygon(largest.exterior).simplify(0.05)
    return Polygon(rounded(shapely.get_coordinates(tidy)))


def _way(plot: int, seed: int, line: LocalLine) -> LocalWay:
    return LocalWay(
        plot=plot, seed=seed, family=line.family, order=line.order, line=line.line
    )


def _parts(ground: Polygon, lines: list[LocalLine]) -> list[Polygon]:
    if not lines:
        return [ground]
    edges = [ground.boundary, *(line.line for line in lines)]
    noded = shapely.get_parts(shapely.union_all(edges, grid_size=GRAIN))
    faces = shapely.get_parts(shapely.polygonize(noded))
    return sorted(faces, key=lambda face: face.bounds)


def _with_names_served(
    plots: list[Plot], ways: list[LocalWay], cells: list[Cell], needed: dict[int, int]
) -> tuple[list[LocalWay], list[Cell]]:
    """The streets and cells with more streets cut where names would go without one."""
    streets: dict[int, set[tuple[int, int, int]]] = {}
    for way in ways:
        streets.setdefault(way.seed, set()).add((way.plot, way.family, way.order))
    of_seed: dict[int, list[Cell]] = {}
    for cell in cells:
        of_seed.setdefault(plots[cell.plot].seed, []).append(cell)
    for seed in sorted(needed):
        missing = needed[seed] - len(streets.get(seed, ()))
        for number in range(max(missing, 0)):
            mine = of_seed[seed]
            largest = max(mine, key=lambda cell: cell.ground.area)
            cut, halves = _across(largest.ground)
            if largest.ground.area < EXTRA or len(halves) != 2:
                break
            mine.remove(largest)
            mine += [Cell(ground=half, plot=largest.plot) for half in halves]
            ways.append(
                LocalWay(
                    plot=largest.plot, seed=seed, family=2, order=100 + number, line=cut
                )
            )
    return ways, [cell for seed in sorted(of_seed) for cell in of_seed[seed]]


def _across(ground: Polygon) -> tuple[LineString, list[Polygon]]:
    """A straight cut across the middle of the long side, and the halves."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(ground))[:4]
    if np.hypot(*(corners[1] - corners[0])) < np.hypot(*(corners[2] - corners[1])):
        corners = np.roll(corners, 1, axis=0)
    ends = np.array([(corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2])
    reach = (ends[1] - ends[0]) * 0.1
    line = LineString([ends[0] - reach, ends[1] + reach])
    inside = shapely.get_parts(shapely.intersection(line, ground))
    cut = max(inside, key=lambda part: part.length)
    return cut, _parts(
        ground,
        [LocalLine(family=2, order=0, line=LineString(shapely.get_coordinates(cut)))],
    )
