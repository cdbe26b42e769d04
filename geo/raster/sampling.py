"""How high the ground is at points and along lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _
from pyproj import Geod
from shapely import LineString

from geo.raster.grid import Floats
from geo.raster.refusals import BadLine
from geo.raster.store import Dem, get_dem

EARTH: Final = Geod(ellps="WGS84")
MOST_SAMPLES: Final = 5_000


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One point of a profile."""

    distance_m: float
    """Along the line from its beginning, on the spheroid."""
    elevation_m: float | None
    """None where the DEM knows nothing."""
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The ground along a line."""

    samples: list[Sample]
    length_m: float
    ascent_m: float
    """Sum of all climbs from sample to sample; gaps in the DEM count as nothing."""
    descent_m: float


def elevations(dem: Dem, longitudes: Any, latitudes: Any) -> Floats:
    """Metres above sea level at each point, between the four nearest cells.

    *CRS*: EPSG:4326, degrees.
    *Returns*: NaN outside the DEM and where one of these cells is unknown. In the half
    cell along the DEM's edge the nearest cells count.
    """
    grid = dem.about.grid
    return bilinear(dem.heights, grid.rows_at(latitudes), grid.columns_at(longitudes))


def bilinear(values: Any, rows: Floats, columns: Floats) -> Floats:
    """Values of a grid at places between its cells; NaN beyond its edge.

    >>> bilinear(np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([0.5]), np.array([0.5]))
    array([1.5])
    """
    rows, columns = np.atleast_1d(rows), np.atleast_1d(columns)
    height, width = values.shape
    outside = ~((rows >= -0.5) & (rows <= height - 0.5))
    outside |= ~((columns >= -0.5) & (columns <= width - 0.5))
    row = np.clip(np.where(outside, 0, rows), 0, height - 1)
    column = np.clip(np.where(outside, 0, columns), 0, width - 1)
    top = np.minimum(row.astype(np.int64), max(height - 2, 0))
    left = np.minimum(column.astype(np.int64), max(width - 2, 0))
    down, across = row - top, column - left
    found = np.zeros(row.shape)
    for step_down, weight_down in ((0, 1 - down), (1, down)):
        for step_across, weight_across in ((0, 1 - across), (1, across)):
            weight = weight_down * weight_across
            at = np.minimum(top + step_down, height - 1)
            value = values[at, np.minimum(left + step_across, width - 1)]
            # A cell that does not count may be unknown.
            found += np.where(weight > 0, weight * value, 0)
    found[outside] = math.nan
    return found


def elevation(longitude: float, latitude: float) -> float | None:
    """Metres above sea level at a point (EPSG:4326); None where nothing is known.

    Raises:
        NoDem: this instance has no DEM.
    """
    found = float(elevations(get_dem(), [longitude], [latitude])[0])
    return None if math.isnan(found) else found


def profile(line: LineString, samples: int) -> Profile:
    """The ground along `line`, at so many points in equal distances, both ends included.

    *CRS*: EPSG:4326, longitude before latitude; distances are geodesics on WGS 84.
    *Source*: Karney, C. F. F. (2013), Algorithms for geodesics, J. Geodesy 87:43-55.

    Raises:
        NoDem: this instance has no DEM.
        BadLine: the line is empty or leaves the globe, or so many samples are not drawn.
    """
    dem = get_dem()
    vertices = shapely.get_coordinates(line)
    _check(vertices, samples)
    distances, points = _stations(vertices, samples)
    heights = elevations(dem, points[:, 0], points[:, 1])
    climbs = np.diff(heights)
    climbs = climbs[np.isfinite(climbs)]  # what lies beyond a gap is no climb
    return Profile(
        samples=[
            Sample(
                distance_m=round(float(distance), 2),
                elevation_m=None if math.isnan(height) else round(float(height), 2),
                lon=round(float(longitude), 7),
                lat=round(float(latitude), 7),
            )
            for distance, height, (longitude, latitude) in zip(
                distances, heights, points, strict=True
            )
        ],
        length_m=round(float(distances[-1]), 2),
        ascent_m=round(float(climbs[climbs > 0].sum()), 2),
        descent_m=round(abs(float(climbs[climbs < 0].sum())), 2),
    )


def _check(vertices: Floats, samples: int) -> None:
    if not 2 <= samples <= MOST_SAMPLES:
        raise BadLine(
            _("A profile has 2 to %(most)d samples, not %(count)d."),
            most=MOST_SAMPLES,
            count=samples,
        )
    if len(vertices) < 2 or not np.isfinite(vertices).all():
        raise BadLine(_("A profile needs a line of at least two points."))
    if (np.abs(vertices) > (180, 90)).any():
        raise BadLine(_("The line leaves the globe: write longitude before latitude."))


def _stations(vertices: Floats, samples: int) -> tuple[Floats, Floats]:
    """Distances and points along the line, in equal steps."""
    start, end = vertices[:-1], vertices[1:]
    azimuths, _back, lengths = EARTH.inv(*start.T, *end.T)
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    distances = np.linspace(0, ends[-1], samples)
    piece = np.clip(np.searchsorted(ends, distances, side="right") - 1, 0, len(start) - 1)
    begins, headings = start[piece], np.asarray(azimuths)[piece]
    longitudes, latitudes, _back = EARTH.fwd(
        begins[:, 0], begins[:, 1], headings, distances - ends[piece]
    )
    return distances, np.column_stack([longitudes, latitudes])
