"""Geometry in tests, drawn as a grid of letters."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import (
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)

STEP: Final = 0.001
"""Degrees between two cells: about 106 m east, 111 m north at 17° south."""


class Grid:
    """Points named by single letters in a drawing, one cell apart.

    The first line of the drawing is the northernmost. `.` and spaces are filler:
    cells are separated by blanks. The south-west cell lies at `origin`
    (longitude, latitude, EPSG:4326).
    """

    def __init__(
        self,
        drawing: str,
        *,
        origin: tuple[float, float] = (-66.28, -17.40),
        step: float = STEP,
    ) -> None:
        lines = [line.split() for line in drawing.strip().splitlines()]
        self.points: dict[str, tuple[float, float]] = {}
        for row, cells in enumerate(reversed(lines)):
            for column, letter in enumerate(cells):
                if letter != ".":
                    x = origin[0] + column * step
                    self.points[letter] = (round(x, 9), round(origin[1] + row * step, 9))

    def point(self, letter: str) -> Point:
        """The cell called `letter`."""
        return Point(*self.points[letter], srid=4326)

    def line(self, letters: str) -> LineString:
        """A line through the cells, in order."""
        return LineString([self.points[letter] for letter in letters], srid=4326)

    def lines(self, *letters: str) -> MultiLineString:
        """Several lines as one geometry."""
        return MultiLineString([self.line(word) for word in letters], srid=4326)

    def polygon(self, letters: str) -> Polygon:
        """The ring through the cells, closed for you."""
        ring = [self.points[letter] for letter in letters + letters[0]]
        return Polygon(ring, srid=4326)

    def polygons(self, *letters: str) -> MultiPolygon:
        """Several rings as one geometry."""
        return MultiPolygon([self.polygon(word) for word in letters], srid=4326)
