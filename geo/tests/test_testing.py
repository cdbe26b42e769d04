"""The grid draws what it shows."""

from __future__ import annotations

from geo.testing import Grid

GRID = Grid("""
    a . b
    . . .
    c . d
""")


def test_the_first_line_is_the_northernmost() -> None:
    assert GRID.point("a").y > GRID.point("c").y
    assert GRID.point("b").x > GRID.point("a").x


def test_the_south_west_cell_is_the_origin() -> None:
    assert GRID.point("c").coords == (-66.28, -17.40)


def test_rings_are_closed_and_in_degrees() -> None:
    ring = GRID.polygon("abdc")
    assert ring.valid
    assert ring.srid == 4326
    assert ring.coords[0][0] == ring.coords[0][-1]
