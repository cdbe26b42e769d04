"""The hills beyond the valley: district borders, community lands and roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from scipy.sparse.csgraph import minimum_spanning_tree
from shapely import LineString, MultiPolygon, Polygon

from data.town.facts import Community, Facts
from data.town.plane import Floats, metres, points, polygons_of, rounded

CALM: Final = 1500.0
"""Metres from the valley within which borders settle into their course."""

WAVES: Final = ((5200.0, 240.0), (1700.0, 90.0), (600.0, 28.0))
"""Length and height in metres of the waves that bend borders like ridges."""


@dataclass(frozen=True, kw_only=True)
class Hills:
    """Points of the hills that tell which district they are in."""

    ground: MultiPolygon
    valley: Polygon
    communities: tuple[Community, ...]
    points: Floats
    """The communities' points first, then points along the edge of the valley."""
    districts: tuple[int, ...]
    phases: Floats
    """Where the waves of the borders start, drawn from the seed."""

    def bent(self, spots: Floats) -> Floats:
        """The spots moved by the waves; not at all where the valley begins."""
        away = shapely.distance(points(spots), self.valley)
        share = np.minimum(away / CALM, 1.0)[:, None]
        moved = np.zeros_like(spots)
        for (length, height), phase in zip(WAVES, self.phases, strict=True):
            x = spots[:, 0] / length * 2 * np.pi + phase[0]
            y = spots[:, 1] / length * 2 * np.pi + phase[1]
            moved[:, 0] += height * np.sin(y + np.cos(x))
            moved[:, 1] += height * np.sin(x + np.cos(y) + 1.3)
        return spots + share * moved

    def district_at(self, spots: Floats) -> list[int]:
        """The district at each spot, waves and all (the inverse is approximate)."""
        straight = 2 * spots - self.bent(spots)
        squared = ((straight[:, None] - self.points[None]) ** 2).sum(axis=2)
        return [self.districts[nearest] for nearest in squared.argmin(axis=1)]

    def cells(self) -> list[Polygon]:
        """The bent ground nearest to each community, in their order."""
        return [
            shapely.make_valid(Polygon(self.bent(_dense(cell.exterior)))).buffer(0)
            for cell in self._straight_cells()[: len(self.communities)]
        ]

    def borders(self) -> list[LineString]:
        """Bent lines between points of different districts."""
        of_district: dict[int, list[Polygon]] = {}
        for cell, district in zip(self._straight_cells(), self.districts, strict=True):
            of_district.setdefault(district, []).append(cell)
        edges = [shapely.union_all(cells).boundary for cells in of_district.values()]
        lines = shapely.get_parts(shapely.line_merge(shapely.union_all(edges)))
        return [LineString(rounded(self.bent(_dense(line)))) for line in lines]

    def _straight_cells(self) -> list[Polygon]:
        """The Voronoi cell of every point, in their order."""
        box = shapely.box(*self.ground.bounds).buffer(8000)
        cells = shapely.get_parts(
            shapely.voronoi_polygons(shapely.multipoints(self.points), extend_to=box)
        )
        cell, point = shapely.STRtree(points(self.points)).query(
            cells, predicate="contains"
        )
        return list(cells[cell[np.argsort(point)]])


def _dense(line: LineString) -> Floats:
    return shapely.get_coordinates(shapely.segmentize(line, 150.0))


def find_hills(
    facts: Facts,
    limit: Polygon,
    valley: Polygon,
    valley_edge: list[tuple[float, float, int]],
    rng: np.random.Generator,
) -> Hills:
    """The hills with their communities; `valley_edge` is x, y and district along it."""
    positions = metres(tuple(community.position for community in facts.communities))
    outside = ~shapely.contains_xy(valley, positions[:, 0], positions[:, 1])
    communities = tuple(
        community for community, far in zip(facts.communities, outside, strict=True) if far
    )
    edge = np.array([(x, y) for x, y, _ in valley_edge])
    return Hills(
        ground=MultiPolygon(polygons_of(limit.difference(valley))),
        valley=valley,
        communities=communities,
        points=np.vstack([positions[outside], edge]),
        districts=(
            *(community.district for community in communities),
            *(district for _, _, district in valley_edge),
        ),
        phases=rng.uniform(0, 2 * np.pi, (len(WAVES), 2)),
    )


def community_lands(
    hills: Hills, centres: Floats, rng: np.random.Generator
) -> list[Polygon]:
    """Land around each hamlet: as far as its people reach, not past its neighbours."""
    lands = []
    for index, cell in enumerate(hills.cells()):
        community = hills.communities[index]
        reach = 330.0 + 62.0 * np.sqrt(community.persons)
        angles = np.arange(40) / 40 * 2 * np.pi
        wobble = sum(
            rng.normal(0, 0.10) * np.cos(order * angles + rng.uniform(0, 2 * np.pi))
            for order in (2, 3, 5)
        )
        radius = reach * (1 + wobble)
        ring = centres[index] + np.column_stack(
            [radius * np.cos(angles), radius * np.sin(angles)]
        )
        land = Polygon(rounded(ring)).intersection(cell).intersection(hills.ground)
        lands.append(max(polygons_of(land), key=lambda part: part.area))
    return lands


def links(places: Floats, gates: Floats) -> list[tuple[int, int]]:
    """Pairs of places joined by a road: the shortest tree over them and the gates.

    The valley's gates are numbered after the others and cost nothing to join.
    """
    count = len(places)
    every = np.vstack([places, gates])
    length = np.hypot(*(every[:, None] - every[None]).transpose(2, 0, 1))
    length[count:, count:] = np.where(np.eye(len(gates)) > 0, 0, 1.0)
    tree = minimum_spanning_tree(length).tocoo()
    pairs = {
        (min(int(one), int(other)), max(int(one), int(other)))
        for one, other in zip(tree.row, tree.col, strict=True)
    }
    return sorted(pair for pair in pairs if pair[0] < count)


def wound_road(start: Floats, end: Floats, rng: np.random.Generator) -> LineString:
    """A mountain road: halved again and again, each middle pushed aside."""
    bends = np.array([start, end])
    while np.hypot(*(bends[1] - bends[0])) > 90:
        middles = (bends[:-1] + bends[1:]) / 2
        step = bends[1:] - bends[:-1]
        aside = np.column_stack([-step[:, 1], step[:, 0]])
        middles += aside * rng.normal(0, 0.11, len(step))[:, None]
        woven = np.empty((len(bends) + len(middles), 2))
        woven[::2], woven[1::2] = bends, middles
        bends = woven
    return LineString(rounded(bends))
