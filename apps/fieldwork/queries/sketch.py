"""A sketch of a round: streets, places in their order, and where the collector went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apps.fieldwork.models import Assignment
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql"
WIDTH: Final = 1000
"""Of the sketch, in its own units."""
MARGIN: Final = 40


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One row of `sketch.sql`: a line or point in metres, and what it is."""

    what: str
    number: int
    is_done: bool
    xs: Sequence[float]
    ys: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One place of the round."""

    order: int
    x: int
    y: int
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What a page draws; paths are written as SVG writes them."""

    height: int
    streets: str
    route: str
    trail: str
    dots: tuple[Dot, ...]


def sketch_of(assignment: Assignment, *, since: dt.datetime) -> Sketch | None:
    """The round with its trail since a moment; None where no place is known."""
    rows = sql.rows(_Line, SQL / "sketch.sql", assignment=assignment.pk, since=since)
    places = [each for each in rows if each.what == "place"]
    if not places:
        return None
    west, east = _span(each.xs[0] for each in places)
    south, north = _span(each.ys[0] for each in places)
    scale = (WIDTH - 2 * MARGIN) / max(east - west, north - south, 100.0)

    def at(x: float, y: float) -> tuple[int, int]:
        across = MARGIN + (x - west) * scale
        return round(across), round(MARGIN + (north - y) * scale)

    def path(what: str) -> str:
        lines = (each for each in rows if each.what == what)
        drawn = ([at(*one) for one in zip(e.xs, e.ys, strict=True)] for e in lines)
        return "".join(f"M{' '.join(f'{x},{y}' for x, y in points)}" for points in drawn)

    dots = [(each, at(each.xs[0], each.ys[0])) for each in places]
    return Sketch(
        height=round((north - south) * scale) + 2 * MARGIN,
        streets=path("street"),
        route="M" + " ".join(f"{x},{y}" for _each, (x, y) in dots),
        trail=path("trail"),
        dots=tuple(
            Dot(order=each.number, x=x, y=y, is_done=each.is_done) for each, (x, y) in dots
        ),
    )


def _span(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    return min(known), max(known)
