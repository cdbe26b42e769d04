"""Coordinate reference systems: what is stored, measured and served."""

from __future__ import annotations

from typing import Final

from django.conf import settings

STORAGE: Final = 4326
"""SRID of every stored geometry: longitude, latitude in degrees (WGS 84)."""

WEB_MERCATOR: Final = 3857
"""SRID of map tiles (OGC WebMercatorQuad), metres, distorted away from the equator."""

METRIC: Final[int] = settings.METRIC_CRS
"""SRID of the municipality's planar metres (a UTM zone), for offsets and nearness."""
