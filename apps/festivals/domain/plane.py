"""Stored shapes as shapely's, in metres of the municipality's plane, and back."""

from __future__ import annotations

import shapely
from django.contrib.gis.geos import GEOSGeometry, Polygon
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.measure import planar, stored


def on_plane(shape: GEOSGeometry) -> BaseGeometry:
    """A stored shape (EPSG:4326) in metres."""
    return shapely.from_wkb(bytes(planar(shape).wkb))


def from_plane(shape: shapely.Polygon) -> Polygon:
    """A polygon in metres as it is stored (EPSG:4326)."""
    drawn = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=crs.METRIC)
    assert isinstance(drawn, Polygon)
    return stored(drawn)


def polygon_on_plane(shape: Polygon) -> shapely.Polygon:
    """A stored polygon (EPSG:4326) in metres, its first corner first."""
    drawn = on_plane(shape)
    assert isinstance(drawn, shapely.Polygon)
    return drawn
