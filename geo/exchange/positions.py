"""From a file's CRS to longitude and latitude, and whether the result can be true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo import crs as stored
from geo.exchange.refusals import DoubtfulPosition, UnknownCrs

Coordinates = NDArray[np.float64]
"""Shapes: points × 2, longitude (easting) first."""

Convert = Callable[[Coordinates], Coordinates]
"""Makes stored coordinates (degrees) of a file's; what has no place becomes infinite."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

ROUGH_M: Final = 5.0
"""From how many metres on the inaccuracy of a datum change is worth a note."""

LIKELY: Final = 0.5
"""Share of the rows that must agree before the whole file is doubted."""

MARGIN_DEGREES: Final = 0.05
"""About 5 km around the municipality that still count as near it."""

CANDIDATES: Final = (stored.METRIC, stored.STORAGE, stored.WEB_MERCATOR)
"""CRS proposed when nothing lies where it should."""


def crs_named(name: str) -> CRS:
    """The CRS that a file or a person names: `EPSG:32719`, WKT, PROJ.

    Raises:
        UnknownCrs: there is none of that name, or it is no place on Earth.
    """
    try:
        found = CRS.from_user_input(name)
    except CRSError as error:
        raise UnknownCrs(
            _("“%(crs)s” is no known CRS; write it like EPSG:32719.") % {"crs": name[:80]}
        ) from error
    if found.is_engineering or found.is_vertical:
        raise UnknownCrs(
            _("The file's CRS is a local one; say the true CRS with --crs EPSG:….")
        )
    return found


def conversion(crs: CRS, *, swap: bool = False) -> Convert:
    """The conversion from `crs` to what is stored; `swap` turns the axes around first."""
    if _is_stored(crs):
        return _turned if swap else _as_is
    transformer = Transformer.from_crs(crs, stored.STORAGE, always_xy=True)

    def convert(coordinates: Coordinates) -> Coordinates:
        turned = _turned(coordinates) if swap else coordinates
        x, y = transformer.transform(turned[:, 0], turned[:, 1])
        return np.column_stack((x, y))

    return convert


def is_identity(convert: Convert) -> bool:
    """Whether the conversion leaves coordinates alone."""
    return convert is _as_is


def _as_is(coordinates: Coordinates) -> Coordinates:
    return coordinates


def _turned(coordinates: Coordinates) -> Coordinates:
    return np.ascontiguousarray(coordinates[:, ::-1])


def _is_stored(crs: CRS) -> bool:
    """Whether coordinates are WGS 84 degrees already, whatever the axis order on paper."""
    return crs.equals(CRS.from_epsg(stored.STORAGE), ignore_axis_order=True) or (
        crs.to_epsg(min_confidence=70) == stored.STORAGE
    )


def accuracy_note(sample: Coordinates, *, crs: CRS, swap: bool) -> str:
    """What to say about a datum change that is only roughly known; empty if it is not.

    Which of several known changes is used depends on the place, hence the sample.
    """
    if _is_stored(crs) or not len(sample):
        return ""
    transformer = Transformer.from_crs(crs, stored.STORAGE, always_xy=True)
    x, y = (_turned(sample) if swap else sample)[0]
    transformer.transform(x, y)
    try:
        metres = transformer.get_last_used_operation().accuracy
    except ProjError:  # nothing had to be done
        return ""
    if metres < ROUGH_M:
        return ""
    return _(
        "Coordinates were converted from %(crs)s with an accuracy of %(metres)d m."
    ) % {
        "crs": crs.name,
        "metres": metres,
    }


def doubt(sample: Coordinates, *, crs: CRS, swap: bool, box: Box | None) -> None:
    """Refuse a file whose coordinates contradict its CRS.

    Shapes: `sample` as it stands in the file, one point per row of the first batch.

    Raises:
        DoubtfulPosition: metres where degrees are meant, or latitude before longitude.
    """
    sample = sample[np.isfinite(sample).all(axis=1)]
    if not len(sample):
        return
    if crs.is_geographic and _share(np.abs(sample).max(axis=1) > 360) > LIKELY:
        raise DoubtfulPosition(
            _(
                "The file says its coordinates are degrees, but they look like metres "
                "(%(x).7g, %(y).7g). Say their CRS, for example --crs EPSG:%(metric)d."
            )
            % {"x": sample[0, 0], "y": sample[0, 1], "metric": stored.METRIC}
        )
    if box is None or _near(sample, crs, box, swap=swap) > 0:
        return
    if _near(sample, crs, box, swap=not swap) > LIKELY:
        raise DoubtfulPosition(
            _(
                "Longitude and latitude (or easting and northing) are swapped: "
                "(%(x)s, %(y)s). Say swap = true under [file] in the mapping."
            )
            % {"x": sample[0, 0], "y": sample[0, 1]}
        )


def likelier_crs(sample: Coordinates, *, crs: CRS, swap: bool, box: Box) -> CRS | None:
    """The CRS under which the rows would lie in the municipality, if one of the usual."""
    if _near(sample, crs, box, swap=swap) > 0:
        return None
    for epsg in CANDIDATES:
        candidate = CRS.from_epsg(epsg)
        if _near(sample, candidate, box, swap=swap) > LIKELY:
            return candidate
    return None


def _near(sample: Coordinates, crs: CRS, box: Box, *, swap: bool) -> float:
    """Share of the points that fall into the box or close to it."""
    west, south, east, north = box
    x, y = conversion(crs, swap=swap)(sample).T
    return _share(
        (x > west - MARGIN_DEGREES)
        & (x < east + MARGIN_DEGREES)
        & (y > south - MARGIN_DEGREES)
        & (y < north + MARGIN_DEGREES)
    )


def _share(chosen: NDArray[np.bool_]) -> float:
    return float(chosen.mean()) if len(chosen) else 0.0
