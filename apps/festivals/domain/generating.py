"""Modules cut along a route: rectangles of one length, set back from its axis.

Everything is in metres of the municipality's plane (`geo.measure.planar`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shapely import LineString, Point, Polygon, STRtree, prepare
from shapely.geometry.base import BaseGeometry

from apps.festivals.domain.refusals import NoSize, TooManyModules

MOST: Final = 10_000
"""Modules that are cut at once."""
STEP_M: Final = 0.5
"""How far one goes on where a module does not fit."""
STRAIGHT: Final = 0.985
"""Least ratio of chord to axis for a module: below, the street bends too much."""
BESIDE_M: Final = 4.0
ALONG_M: Final = 30.0
"""A street that lies beside the route for so long is the one it runs along."""
TOUCH_M2: Final = 0.01
"""Overlap that is rounding: modules stand wall to wall."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How modules are cut along one side."""

    is_left: bool
    first_m: float = 0.0
    last_m: float = math.inf
    """Between which metres of the route."""
    frontage_m: float = 5.0
    depth_m: float = 3.0
    setback_m: float = 6.0
    """From the axis of the route to the front of the modules: what stays clear of them."""
    run: int = 10
    """Modules side by side, before a passage is left."""
    passage_m: float = 2.0
    """Width of the passages between two runs; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Something that modules keep away from."""

    place: BaseGeometry
    clearance_m: float


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """One module that fits."""

    at_m: float
    """Metre of the route where it begins."""
    place: Polygon
    """Front edge first, seen from the route in its direction."""


def cut_modules(
    route: LineString,
    cut: Cut,
    obstacles: Sequence[Obstacle],
    others: Sequence[Polygon] = (),
) -> list[Fitted]:
    """Modules along `route` that keep clear of obstacles, other modules and the route.

    Where one does not fit, the next place half a metre on is tried, so doors and corners
    are skipped by what they need and no more. A route may cross itself: what would stand
    in its way is left out.

    Raises:
        NoSize: a module would have no frontage or no depth.
        TooManyModules: the stretch has room for more than 10 000; nothing was tried.
    """
    if cut.frontage_m <= 0 or cut.depth_m <= 0:
        raise NoSize
    if room_along(route.length, cut) > MOST:
        raise TooManyModules(MOST)
    taken = _Ground(route, cut.setback_m, obstacles, others)
    return list(_walk(route, cut, taken))


def room_along(length: float, cut: Cut) -> int:
    """How many modules a stretch holds if nothing is in their way: told at once."""
    first = max(cut.first_m, 0.0)
    stretch = max(min(cut.last_m, length) - first, 0.0) + 1e-6
    if not cut.run:
        return int(stretch // cut.frontage_m)
    runs, rest = divmod(stretch, cut.run * cut.frontage_m + cut.passage_m)
    return int(runs) * cut.run + min(cut.run, int(rest // cut.frontage_m))


def _walk(route: LineString, cut: Cut, ground: _Ground) -> Iterator[Fitted]:
    at, side_by_side = max(cut.first_m, 0.0), 0
    end = min(cut.last_m, route.length)
    while at + cut.frontage_m <= end + 1e-6:
        place = _rectangle(route, at, cut)
        if place is None or not ground.has_room(place):
            at, side_by_side = at + STEP_M, 0
            continue
        ground.take(place)
        yield Fitted(at_m=at, place=place)
        at, side_by_side = at + cut.frontage_m, side_by_side + 1
        if cut.run and side_by_side == cut.run:
            at, side_by_side = at + cut.passage_m, 0


def _rectangle(route: LineString, at: float, cut: Cut) -> Polygon | None:
    """The module whose front lies beside the route from metre `at` on; None at a bend.

    Its front is as long as asked for; on the outer side of a slight bend two neighbours
    stand a little apart, on the inner side the later one is put where it has room.
    """
    start, end = route.interpolate(at), route.interpolate(at + cut.frontage_m)
    chord = start.distance(end)
    if chord < cut.frontage_m * STRAIGHT:
        return None
    east, north = (end.x - start.x) / chord, (end.y - start.y) / chord
    out = (-north, east) if cut.is_left else (north, -east)
    middle = ((start.x + end.x) / 2, (start.y + end.y) / 2)
    half = cut.frontage_m / 2
    near, far = cut.setback_m, cut.setback_m + cut.depth_m

    def corner(along: float, away: float) -> tuple[float, float]:
        return (
            middle[0] + east * along + out[0] * away,
            middle[1] + north * along + out[1] * away,
        )

    return Polygon(
        [corner(-half, near), corner(half, near), corner(half, far), corner(-half, far)]
    )


class _Ground:
    """What is taken already."""

    def __init__(
        self,
        route: LineString,
        setback: float,
        obstacles: Sequence[Obstacle],
        others: Sequence[Polygon],
    ) -> None:
        self._lane = route.buffer(max(setback - 0.05, 0.0), cap_style="flat")
        prepare(self._lane)
        kept = [each.place.buffer(each.clearance_m) for each in obstacles]
        self._fixed: list[BaseGeometry] = [*kept, *others]
        self._tree = STRtree(self._fixed)
        self._cells: dict[tuple[int, int], list[Polygon]] = {}

    def has_room(self, place: Polygon) -> bool:
        """Whether nothing of `place` is taken."""
        if self._lane.intersects(place) and _shared(self._lane, place):
            return False
        if any(_shared(self._fixed[each], place) for each in self._tree.query(place)):
            return False
        return not any(_shared(other, place) for other in self._near(place))

    def take(self, place: Polygon) -> None:
        """Give `place` to a module."""
        for cell in _cells(place):
            self._cells.setdefault(cell, []).append(place)

    def _near(self, place: Polygon) -> Iterator[Polygon]:
        for cell in _cells(place):
            yield from self._cells.get(cell, ())


def _cells(place: Polygon) -> Iterator[tuple[int, int]]:
    """Cells of twenty metres that a module touches."""
    west, south, east, north = place.bounds
    for column in range(int(west // 20), int(east // 20) + 1):
        for row in range(int(south // 20), int(north // 20) + 1):
            yield column, row


def _shared(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes share more ground than rounding explains."""
    return bool(one.intersection(other).area > TOUCH_M2)


def corners_of(route: LineString, streets: Sequence[BaseGeometry]) -> list[Point]:
    """Where other streets meet the route: each such crossing as a point.

    A street that the route runs along is no other one, though their axes may cross here
    and there.
    """
    found = []
    beside = route.buffer(BESIDE_M)
    for street in streets:
        if street.intersection(beside).length > ALONG_M:
            continue
        met = street.intersection(route)
        parts = getattr(met, "geoms", [met])
        found += [part for part in parts if isinstance(part, Point)]
    return found
