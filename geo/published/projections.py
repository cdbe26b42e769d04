"""Reference systems the API answers in, with the axis order their authorities demand.

Source: OGC 17-069r4 (Features Core), clause 7.13.2; OGC 18-058r1 (CRS by reference).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo import crs

OGC: Final = "http://www.opengis.net/def/crs/"
UTM_SOUTH: Final = (32719, 32720)
"""UTM zones 19S and 20S, in which the country's cartography is handed over."""


@dataclass(frozen=True, kw_only=True)
class Projection:
    """One reference system of the API."""

    uri: str
    srid: int
    latitude_first: bool = False
    """EPSG:4326 puts latitude first; CRS84 is the same system with longitude first."""
    decimals: int = 7
    """Digits after the point: 7 of a degree are 1 cm, 3 of a metre 1 mm."""

    @property
    def is_stored(self) -> bool:
        """Whether stored coordinates can be answered as they are."""
        return self.srid == crs.STORAGE and not self.latitude_first


def _epsg(srid: int) -> Projection:
    return Projection(uri=f"{OGC}EPSG/0/{srid}", srid=srid, decimals=3)


CRS84: Final = Projection(uri=f"{OGC}OGC/1.3/CRS84", srid=crs.STORAGE)

PROJECTIONS: Final = {
    projection.uri: projection
    for projection in (
        CRS84,
        Projection(uri=f"{OGC}EPSG/0/4326", srid=crs.STORAGE, latitude_first=True),
        _epsg(crs.WEB_MERCATOR),
        *map(_epsg, UTM_SOUTH),
        _epsg(crs.METRIC),
    )
}
"""By URI, CRS84 first as the standard demands."""
