"""Seats of a module: how many a stretch holds, how they are numbered, where each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.contrib.gis.geos import Polygon

from apps.festivals.models import Module, Seating

SEATS_FOR_M: Final = 5
"""Metres for which a norm says how many seats they hold."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One place to sit; row 1 and seat 1 are nearest to the route and to its beginning."""

    row: int
    number: int
    place: Polygon


def seat_code(module: str, row: int, number: int) -> str:
    """What a seat is called: `G-1.2.15` is seat 15 in row 2 of G-1."""
    return f"{module}.{row}.{number}"


def module_of_seat(code: str) -> str:
    """The module that a seat's code begins with."""
    return code.rsplit(".", 2)[0]


def row_seats(frontage_m: Decimal, rows: int, seats: int) -> int:
    """Seats in one row of a module, where five metres hold `seats` in all rows together."""
    return int(frontage_m * seats / SEATS_FOR_M) // rows


def seat(module: Module, seating: Seating | None) -> None:
    """Give a module the rows and seats that its trade has for its frontage."""
    rows = seating.rows if seating is not None else 0
    seats = row_seats(module.frontage_m, rows, seating.seats) if seating else 0
    module.rows, module.row_seats = (rows, seats) if seats else (0, 0)
    module.by_seat = bool(seats) and seating is not None and seating.by_seat


def cells(place: Polygon, rows: int, in_row: int) -> Iterator[Seat]:
    """A module cut into its seats, row by row from the route upwards.

    Its first edge is its front. Within a few metres degrees are as straight as metres, so
    it is cut in the CRS in which it is stored.
    """
    a, b, c, d = list(place.exterior_ring.coords)[:4]

    def corner(along: float, away: float) -> tuple[float, float]:
        return (
            (a[0] * (1 - along) + b[0] * along) * (1 - away)
            + (d[0] * (1 - along) + c[0] * along) * away,
            (a[1] * (1 - along) + b[1] * along) * (1 - away)
            + (d[1] * (1 - along) + c[1] * along) * away,
        )

    for row in range(rows):
        near, far = row / rows, (row + 1) / rows
        for number in range(in_row):
            left, right = number / in_row, (number + 1) / in_row
            ring = [corner(left, near), corner(right, near)]
            ring += [corner(right, far), corner(left, far), ring[0]]
            yield Seat(row=row + 1, number=number + 1, place=Polygon(ring, srid=place.srid))
