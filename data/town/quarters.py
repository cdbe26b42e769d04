"""The valley cut into quarters: faces between known streets, halved until each is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.ops import split

from data.town.density import Density
from data.town.network import Way, lengthened, smooth
from data.town.plane import GRAIN, Floats, polygons_of, rounded
from data.town.seeds import Seed

SMALLEST: Final = 22_000.0
"""Square metres of ground an organisation needs before a face is shared."""

LARGEST: Final = ((40.0, 16e4), (15.0, 26e4), (5.0, 50e4), (0.0, 110e4))
"""Persons per hectare and the square metres above which a quarter is halved again."""

WAVER: Final = 0.022
"""How far a cut strays sideways, as a share of the size of what it crosses."""


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """Ground between streets, with the seed it was cut around if it has one."""

    ground: Polygon
    seed: int
    """Index among the seeds, or -1."""


def faces_between(lines: list[LineString], ground: Polygon) -> list[Polygon]:
    """Polygons between the lines inside the ground, largest first."""
    inside = [shapely.intersection(line, ground) for line in lines]
    noded = shapely.unary_union([*inside, ground.boundary], grid_size=GRAIN)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return sorted(faces, key=lambda face: (-face.area, face.bounds))


def cut_quarters(
    faces: list[Polygon], seeds: list[Seed], density: Density, rng: np.random.Generator
) -> tuple[list[Quarter], list[Way]]:
    """Quarters and the streets cut between them.

    A face with several seeds is halved between them, across its longer side, until
    each part has one; large parts are halved on. Cuts follow the shape of the face,
    so neighbourhoods turn with the avenues around them.
    """
    quarters: list[Quarter] = []
    ways: list[Way] = []
    open_faces = list(zip(faces, _shared_out(faces, seeds), strict=True))
    while open_faces:
        face, inside = open_faces.pop()
        if len(inside) < 2 and face.area < _largest(face, density):
            quarters.append(Quarter(ground=face, seed=inside[0] if inside else -1))
            continue
        cut, halves = _halved(face, [seeds[index] for index in inside], rng)
        if len(halves) < 2:
            quarters.append(Quarter(ground=face, seed=inside[0] if inside else -1))
            continue
        ways.append(Way(name="", kind=_kind(cut, density), line=cut, certainty="drawn"))
        open_faces += zip(halves, _dealt(halves, inside, seeds), strict=True)
    return _none_left_out(quarters, seeds), ways


def _none_left_out(quarters: list[Quarter], seeds: list[Seed]) -> list[Quarter]:
    """The quarters, with the nearest free one given to each seed that got none."""
    quarters = list(quarters)
    housed = {quarter.seed for quarter in quarters}
    for index, seed in enumerate(seeds):
        if index in housed:
            continue
        point = shapely.Point(seed.x, seed.y)
        free = [at for at, quarter in enumerate(quarters) if quarter.seed < 0]
        at = min(free, key=lambda at: point.distance(quarters[at].ground))
        quarters[at] = Quarter(ground=quarters[at].ground, seed=index)
    return quarters


def _shared_out(faces: list[Polygon], seeds: list[Seed]) -> list[list[int]]:
    """Seeds by face: its own, or the nearest with room when that is full."""
    room = [int(face.area // SMALLEST) or int(face.area > SMALLEST / 5) for face in faces]
    tree = np.array(faces, dtype=object)
    shared: list[list[int]] = [[] for _ in faces]
    for index, seed in enumerate(seeds):
        distance = shapely.distance(tree, shapely.Point(seed.x, seed.y))
        for face in np.argsort(distance, kind="stable"):
            if len(shared[face]) < room[face]:
                shared[face].append(index)
                break
    return shared


def _largest(face: Polygon, density: Density) -> float:
    here = float(density.at(_inside_point(face))[0])
    return next(area for persons, area in LARGEST if here >= persons)


def _inside_point(ground: Polygon) -> Floats:
    return shapely.get_coordinates(shapely.point_on_surface(ground))


def _kind(cut: LineString, density: Density) -> str:
    middle = cut.interpolate(0.5, normalized=True)
    here = float(density.at(shapely.get_coordinates(middle))[0])
    if here < 4:
        return "road"
    return "avenue" if cut.length > 800 else "street"


def _halved(
    face: Polygon, seeds: list[Seed], rng: np.random.Generator
) -> tuple[LineString, list[Polygon]]:
    """A slightly bent cut across the face between its seeds, and what it leaves."""
    along, origin, length = _long_axis(face)
    across = np.array([-along[1], along[0]])
    if len(seeds) > 1:
        positions = np.array([(seed.x, seed.y) for seed in seeds])
        reached = np.sort((positions - origin) @ along)
        middle = len(reached) // 2
        at = (reached[middle - 1] + reached[middle]) / 2
    else:
        at = length * rng.uniform(0.42, 0.58)
    at = float(np.clip(at, 0.3 * length, 0.7 * length))
    turn = rng.normal(0, 0.08)
    direction = across * np.cos(turn) + along * np.sin(turn)
    centre = origin + along * at + across * _middle_width(face, origin, along, across, at)
    line = _winding(centre, direction, along, face, rng)
    return _cut_through(face, line)


def _cut_through(face: Polygon, line: LineString) -> tuple[LineString, list[Polygon]]:
    """The longest stretch of the line inside the face, and the parts it leaves."""
    inside = shapely.get_parts(shapely.line_merge(shapely.intersection(line, face)))
    cut = max(inside, key=lambda part: part.length)
    parts = [
        part for part in polygons_of(split(face, lengthened(cut, 1.0))) if part.area > 1
    ]
    return cut, sorted(parts, key=lambda part: (-part.area, part.bounds))


def _winding(
    centre: Floats,
    direction: Floats,
    along: Floats,
    face: Polygon,
    rng: np.random.Generator,
) -> LineString:
    """A line through the centre that wavers as it crosses the face."""
    reach = 1.5 * float(
        np.hypot(face.bounds[2] - face.bounds[0], face.bounds[3] - face.bounds[1])
    )
    waver = np.sqrt(face.area)
    stations = np.array(
        [-reach, -0.45 * waver, -0.15 * waver, 0.15 * waver, 0.45 * waver, reach]
    )
    aside = rng.normal(0, WAVER, len(stations)) * waver
    vertices = centre + np.outer(stations, direction) + np.outer(aside, along)
    return smooth(LineString(rounded(vertices)))


def _long_axis(face: Polygon) -> tuple[Floats, Floats, float]:
    """Unit vector, one corner and length of the long side of the narrowest rectangle."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(face))[:4]
    first, second = corners[1] - corners[0], corners[3] - corners[0]
    side = first if np.hypot(*first) >= np.hypot(*second) else second
    length = float(np.hypot(*side))
    return side / length, corners[0], length


def _middle_width(
    face: Polygon, origin: Floats, along: Floats, across: Floats, at: float
) -> float:
    """How far across the rectangle the face's own middle lies at distance `at`."""
    start = origin + along * at
    line = LineString([start - across * 1e5, start + across * 1e5])
    chord = shapely.get_coordinates(shapely.intersection(line, face))
    if len(chord) == 0:
        chord = shapely.get_coordinates(face.centroid)
    widths = (chord - start) @ across
    return float((widths.min() + widths.max()) / 2)


def _dealt(halves: list[Polygon], inside: list[int], seeds: list[Seed]) -> list[list[int]]:
    """Seeds by part: the part each lies in or is nearest to, none left crowded."""
    dealt: list[list[int]] = [[] for _ in halves]
    tree = np.array(halves, dtype=object)
    for index in inside:
        point = shapely.Point(seeds[index].x, seeds[index].y)
        dealt[int(shapely.distance(tree, point).argmin())].append(index)
    crowded, empty = max(dealt, key=len), min(dealt, key=len)
    if len(inside) > 1 and not empty:
        empty.append(crowded.pop())
    return dealt
