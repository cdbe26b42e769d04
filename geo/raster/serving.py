"""Answers for the relief on the map and for the height of a point."""

from __future__ import annotations

import json
import math
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.published.bounds import numbers_in
from geo.published.negotiation import JSON, TILE, chosen_format
from geo.published.parameters import Parameters
from geo.published.question import GENERAL
from geo.published.refusals import BadParameter
from geo.published.sending import entity_tag
from geo.published.wire import Answer, Request
from geo.raster.about import About
from geo.raster.building import contour_zooms
from geo.raster.contours import NAME
from geo.raster.sampling import elevation
from geo.raster.shading import NOTHING
from geo.raster.store import Dem, find_dem, get_dem
from geo.raster.words import above_sea, trust
from geo.tiles.address import Tile
from geo.tiles.serving import STALE, VERSION

PNG: Final = "image/png"
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For an address that names the version of the DEM."""
FOR_A_WHILE: Final = f"public, max-age=300, {STALE}"
NEVER_SHOWN: Final = 22
"""Zoom of a tile set that has nothing: no map of ours comes that near."""

_A_POINT: Final = gettext_lazy("A height needs lon= and lat= in degrees.")


def _check(request: Request, name: str, media: str) -> None:
    request.given.only([VERSION, *GENERAL])
    accept = request.headers.get("accept", "")
    chosen_format(request.given.find("f"), accept, {name: (media,)})


def _tile(request: Request, dem: Dem | None, found: bytes | None, media: str) -> Answer:
    named = dem is not None and request.given.find(VERSION) == dem.about.version
    headers = {"cache-control": FOR_EVER if named else FOR_A_WHILE}
    if not found:
        return Answer(status=204, headers=headers)
    headers |= {"etag": entity_tag(found), "vary": "Accept-Encoding"}
    return Answer(body=found, content_type=media, headers=headers)


async def hillshade_tile(request: Request, tile: Tile) -> Answer:
    """Light and shadow of one tile; a clear picture where there is nothing to show.

    Raises:
        UnknownParameter: any parameter but the version.
        NotAcceptable: the client takes no PNG.
    """
    _check(request, "png", PNG)
    dem = find_dem()
    found = dem.hillshade.find(tile) if dem else None
    # Engines report an empty answer for a picture as a fault, so there is always one.
    return _tile(request, dem, found or NOTHING, PNG)


async def contours_tile(request: Request, tile: Tile) -> Answer:
    """Contours of one tile; 204 where there are none.

    Raises:
        UnknownParameter: any parameter but the version.
        NotAcceptable: the client takes no vector tiles.
    """
    _check(request, "mvt", TILE)
    dem = find_dem()
    return _tile(request, dem, dem.contours.find(tile) if dem else None, TILE)


async def hillshade_set(request: Request) -> Answer:
    """TileJSON of the hillshade: where it is, how deep it goes, which version."""
    return _tile_set(request, "hillshade", lambda about: about.zooms)


async def contours_set(request: Request) -> Answer:
    """TileJSON of the contours."""
    return _tile_set(request, NAME, contour_zooms)


def _tile_set(request: Request, name: str, zooms_of: Any) -> Answer:
    """Without a DEM the set is there but empty: a map draws nothing and asks for nothing.

    Source: TileJSON 3.0.0 (github.com/mapbox/tilejson-spec/tree/master/3.0.0).
    """
    _check(request, "json", JSON)
    dem = find_dem()
    about = dem.about if dem else None
    zooms = zooms_of(about) if about else (NEVER_SHOWN, NEVER_SHOWN)
    # Without a host, so that it holds behind any proxy that the page came through.
    address = f"/tiles/{name}/{{z}}/{{x}}/{{y}}"
    document: dict[str, Any] = {
        "tilejson": "3.0.0",
        "tiles": [f"{address}?{VERSION}={about.version}" if about else address],
        "minzoom": zooms[0],
        "maxzoom": zooms[1],
    }
    if about:
        document |= {"bounds": list(about.grid.box), "attribution": about.source}
    if name == NAME:
        fields = {"ele": "Number", "index": "Number"}
        document["vector_layers"] = [{"id": NAME, "fields": fields}]
    return _document(document, cache="no-cache")


def _document(document: dict[str, Any], cache: str) -> Answer:
    body = json.dumps(document, ensure_ascii=False).encode()
    headers = {"cache-control": cache, "etag": entity_tag(body)}
    return Answer(body=body, content_type=JSON, headers=headers)


def _degrees(given: Parameters, name: str, most: float) -> float:
    numbers = numbers_in(given.find(name) or "")
    if numbers is None or len(numbers) > 1:
        raise BadParameter(_A_POINT)
    (value,) = numbers
    if abs(value) > most:
        raise BadParameter(
            gettext_lazy("This point lies off the globe: check lon= and lat=.")
        )
    return value


async def elevation_answer(request: Request) -> Answer:
    """Height above sea level of the point `lon=`, `lat=` (EPSG:4326).

    Raises:
        BadParameter: the point is missing, is no number, or lies off the globe.
        NoDem: this instance has no DEM.
    """
    request.given.only(["lon", "lat", *GENERAL])
    accept = request.headers.get("accept", "")
    chosen_format(request.given.find("f"), accept, {"json": (JSON,)})
    longitude = _degrees(request.given, "lon", 180)
    latitude = _degrees(request.given, "lat", 90)
    about, found = get_dem().about, elevation(longitude, latitude)
    with translation.override(request.language):
        told = _told(about, found)
    place = {"lon": longitude, "lat": latitude}
    return _document({**place, **told}, cache=FOR_A_WHILE)


def _told(about: About, found: float | None) -> dict[str, Any]:
    if found is None or math.isnan(found):
        return {"elevation_m": None, "text": _("The height here is not known.")}
    return {
        "elevation_m": round(found, 1),
        "text": above_sea(found),
        "uncertain_m": about.uncertain_m or None,
        "synthetic": about.synthetic,
        "note": trust(about),
        "source": about.source,
    }
