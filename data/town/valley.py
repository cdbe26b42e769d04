"""The valley floor: quarters, organisations' ground, local streets and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from data.town.blocks import Cell, LocalWay, divide, footprints
from data.town.density import Density
from data.town.facts import Facts
from data.town.ground import Plot, district_of, grown
from data.town.mountains import Hills, find_hills
from data.town.naming import local_names
from data.town.network import Way, bank_ways, known_ways, river_axis, river_beds, smooth
from data.town.plane import Floats, metres, points, polygons_of
from data.town.quarters import Quarter, cut_quarters, faces_between
from data.town.reserved import Block, claims, with_parks, with_reserved
from data.town.seeds import Seed, valley_seeds
from data.town.tiling import tile

BED_STEP: Final = 260.0
"""Metres between the cuts across a river bed, so that districts can share a river."""

MARGIN: Final = 1.6
"""How many more blocks than its share a smaller town is drawn from."""


@dataclass(frozen=True, kw_only=True)
class Valley:
    """Everything drawn on the valley floor, in metres."""

    limit: Polygon
    floor: Polygon
    seeds: list[Seed]
    hills: Hills
    plots: list[Plot]
    """The tiling of the municipality; in the hills and river beds plots hold no block."""
    town_ways: list[Way]
    """Known streets and banks."""
    cuts: list[Way]
    local_ways: list[LocalWay]
    blocks: list[Block]
    inhabited_plots: frozenset[int]
    """Plots with blocks: all, or those around the centre of a smaller town."""


def draw_valley(
    facts: Facts, density: Density, scale: float, rng: np.random.Generator
) -> Valley:
    """Draw the valley floor and the border lines of the whole municipality."""
    limit = Polygon(metres(facts.limit))
    floor = _floor(facts, limit)
    town_ways = known_ways(facts, limit) + bank_ways(facts, floor)
    lines = [way.line for way in town_ways]
    seeds = valley_seeds(facts, floor, density)
    beds = shapely.union_all(river_beds(facts)).buffer(-0.5)
    faces = [face for face in faces_between(lines, floor) if not _wet(face, beds)]
    quarters, cuts = cut_quarters(faces, seeds, density, rng)
    edge = _edge(floor, limit, quarters, seeds)
    hills = find_hills(facts, limit, floor, edge, rng)
    borders = lines + [cut.line for cut in cuts] + _across_beds(facts)
    plots = tile(limit, floor, borders, quarters, seeds, hills)
    dry = [
        index
        for index, plot in enumerate(plots)
        if plot.in_valley and not _wet(plot.ground, beds)
    ]
    needed = _streets_needed(facts, seeds)
    local, cells = divide([plots[index] for index in dry], needed, density, rng)
    local = [_of_plot(way, dry) for way in local]
    cells = [Cell(ground=cell.ground, plot=dry[cell.plot]) for cell in cells]
    cells = _around_centre(cells, density, scale)
    return Valley(
        limit=limit,
        floor=floor,
        seeds=seeds,
        hills=hills,
        plots=plots,
        town_ways=town_ways,
        cuts=cuts,
        local_ways=local,
        blocks=_blocks(facts, cells, town_ways + cuts, density, rng),
        inhabited_plots=frozenset(cell.plot for cell in cells),
    )


def _floor(facts: Facts, limit: Polygon) -> Polygon:
    ring = metres((*facts.valley, facts.valley[0]))
    floor = Polygon(smooth(LineString(ring))).intersection(limit)
    return max(polygons_of(floor), key=lambda part: part.area)


def _wet(ground: Polygon, beds: Polygon) -> bool:
    return bool(shapely.intersects(beds, shapely.point_on_surface(ground)))


def _across_beds(facts: Facts) -> list[LineString]:
    cuts = []
    for river in facts.rivers:
        axis = river_axis(river)
        reach = river.half_width_m + 8
        stations = np.arange(BED_STEP, axis.length - 20, BED_STEP)
        here = shapely.get_coordinates(axis.interpolate(stations))
        step = shapely.get_coordinates(axis.interpolate(stations + 10)) - here
        aside = (
            np.column_stack([-step[:, 1], step[:, 0]]) / np.hypot(*step.T)[:, None] * reach
        )
        cuts += [
            LineString(pair) for pair in np.stack([here - aside, here + aside], axis=1)
        ]
    return cuts


def _edge(
    floor: Polygon, limit: Polygon, quarters: list[Quarter], seeds: list[Seed]
) -> list[tuple[float, float, int]]:
    """Points along the foot of the hills with the district that meets it there."""
    spots = shapely.get_coordinates(shapely.segmentize(floor.boundary, 250.0))[:-1]
    spots = spots[shapely.distance(limit.boundary, points(spots)) > 60]
    tree = shapely.STRtree([quarter.ground for quarter in quarters])
    owners = grown(quarters, seeds)
    nearest = [int(tree.nearest(spot)) for spot in points(spots)]
    fallback = district_of(spots, seeds)
    return [
        (float(x), float(y), seeds[owners[at]].district if owners[at] >= 0 else other)
        for (x, y), at, other in zip(spots, nearest, fallback, strict=True)
    ]


def _streets_needed(facts: Facts, seeds: list[Seed]) -> dict[int, int]:
    """How many drawn streets each organisation has names for."""
    known = {street.name for street in facts.streets}
    needed = {}
    for index, seed in enumerate(seeds):
        organisation = facts.organisations[seed.organisation]
        key = (organisation.name, organisation.district)
        named = [s for s in facts.local_streets if (s.otb, s.district) == key]
        needed[index] = len(local_names(named, known))
    return needed


def _of_plot(way: LocalWay, dry: list[int]) -> LocalWay:
    return LocalWay(
        plot=dry[way.plot], seed=way.seed, family=way.family, order=way.order, line=way.line
    )


def _around_centre(cells: list[Cell], density: Density, scale: float) -> list[Cell]:
    """The cells nearest to where people are densest, as many as the scale asks."""
    if scale >= 1:
        return cells
    grounds = np.array([cell.ground for cell in cells], dtype=object)
    middles = shapely.get_coordinates(shapely.centroid(grounds))
    centre = density.positions[density.at(density.positions).argmax()]
    order = np.argsort(((middles - centre) ** 2).sum(axis=1), kind="stable")
    count = max(20, int(len(cells) * scale * MARGIN))
    return [cells[index] for index in sorted(order[:count])]


def _blocks(
    facts: Facts,
    cells: list[Cell],
    ways: list[Way],
    density: Density,
    rng: np.random.Generator,
) -> list[Block]:
    blocks = [
        Block(shape=shape, plot=cell.plot, use="housing")
        for cell, shape in zip(cells, footprints(cells, ways), strict=True)
        if shape is not None
    ]
    blocks = with_reserved(blocks, claims(facts))
    return with_parks(blocks, density.at(middles_of(blocks)), rng)


def middles_of(blocks: list[Block]) -> Floats:
    """The middle of each block."""
    shapes = np.array([block.shape for block in blocks], dtype=object)
    return np.asarray(shapely.get_coordinates(shapely.centroid(shapes)))
