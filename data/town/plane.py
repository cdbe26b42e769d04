"""From degrees to the municipality's metres and back."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data.town.facts import Position
from geo import crs

Floats = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Geometries = np.ndarray[Any, np.dtype[np.object_]]

GRAIN = 0.01
"""Metres; every drawn vertex lies on this grid, so that neighbours share it exactly."""


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def metres(positions: tuple[Position, ...]) -> Floats:
    """Positions as rows of easting, northing in the metric CRS."""
    degrees = np.asarray(positions, dtype=float).reshape(-1, 2)
    east, north = _transformer(crs.STORAGE, crs.METRIC).transform(*degrees.T)
    return np.column_stack([east, north])


def degrees(shapes: Geometries) -> Geometries:
    """Shapes of the metric CRS as longitude, latitude, rounded to about 0.1 mm."""
    back = _transformer(crs.METRIC, crs.STORAGE)

    def project(vertices: Floats) -> Floats:
        return np.round(np.column_stack(back.transform(*vertices.T)), 9)

    return np.asarray(shapely.transform(shapes, project), dtype=object)


def points(vertices: Floats) -> Geometries:
    """One point per row."""
    return np.asarray(shapely.points(vertices), dtype=object).reshape(-1)


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons a shape consists of; lines and points it may also hold are dropped."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def lines_of(shape: BaseGeometry | Geometries) -> list[LineString]:
    """The lines a shape consists of."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, LineString)]


def rounded(vertices: Floats) -> Floats:
    """Vertices moved to the drawing grid."""
    return np.round(vertices / GRAIN) * GRAIN
