"""The DEM as a coverage: a part of it, coarser if wished, as GeoTIFF or CoverageJSON.

Source: OGC API – Coverages, draft 19-087 (`bbox`, `subset`, `scale-factor`); CoverageJSON
1.0 (OGC 21-069r2). The standard is a draft whose classes still change their names, so none
is declared.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.language import spoken
from geo.opendata.serving import file_answer
from geo.published.bounds import numbers_in
from geo.published.negotiation import chosen_format
from geo.published.parameters import Parameters
from geo.published.question import GENERAL
from geo.published.refusals import BadParameter
from geo.published.sending import entity_tag
from geo.published.wire import Answer, Request
from geo.raster.about import About
from geo.raster.grid import Box, Grid, Heights, coarsened
from geo.raster.store import Dem, get_dem

TIFF: Final = "image/tiff; application=geotiff"
COVERAGE: Final = "application/prs.coverage+json"
FORMATS: Final = {"tiff": (TIFF, "image/tiff"), "json": (COVERAGE, "application/json")}
MOST: Final = {"tiff": 4_000_000, "json": 100_000}
"""Cells in one answer: 16 MB, and a text of 1 MB."""
MOST_READ: Final = 64_000_000
"""Cells that one answer is averaged from."""
FACTORS: Final = 1_000
AXES: Final = {"lon": 0, "long": 0, "lat": 1}
NAME: Final = "elevation"

_BOX: Final = gettext_lazy("“%(name)s” needs west, south, east, north in degrees.")
_SUBSET: Final = gettext_lazy(
    "“subset” is written Lon(-66.3:-66.2),Lat(-17.4:-17.3), in degrees."
)
_BOTH: Final = gettext_lazy("Give “bbox” or “subset”, not both.")
_FACTOR: Final = gettext_lazy("“scale-factor” is a whole number from 1 to %(most)d.")
_OUTSIDE: Final = gettext_lazy(
    "The elevation model has nothing there. It covers %(west).4f, %(south).4f to "
    "%(east).4f, %(north).4f."
)
_TOO_MANY: Final = gettext_lazy(
    "These are %(count)d cells; one answer of this format has at most %(most)d. Ask for a "
    "smaller “bbox”, or for averages of larger cells with scale-factor=%(factor)d."
)
_LARGE: Final = gettext_lazy(
    "Too much would have to be read at once. Ask for a smaller “bbox”, or take the whole "
    "file without any parameter but f=tiff."
)
_NUMBER: Final = r"(-?\d{1,3}(?:\.\d{1,12})?|\*)"
_PART: Final = re.compile(rf"([A-Za-z]+)\({_NUMBER}:{_NUMBER}\)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which cells are asked for, each the mean of `factor` by `factor` of the DEM's."""

    top: int
    bottom: int
    left: int
    right: int
    factor: int

    def grid(self, whole: Grid) -> Grid:
        """Where the answer's cells lie."""
        part = whole.part(self.top, self.bottom, self.left, self.right)
        return part.coarser(self.factor)


async def coverage(request: Request) -> Answer:
    """The whole DEM as its file, or a part of it.

    Raises:
        NoDem: this instance has no DEM.
        BadParameter: a parameter cannot be understood, or asks for too much at once.
        NotAcceptable: the client takes neither format.
    """
    given = request.given
    given.only(["bbox", "subset", "scale-factor", *GENERAL])
    dem = get_dem()
    f = chosen_format(given.find("f"), request.headers.get("accept", ""), FORMATS)
    names = ("bbox", "subset", "scale-factor")
    shaped = any(given.all(name) for name in names)
    if f == "tiff" and not shaped:
        return file_answer(request, dem.cog.open("rb"), TIFF, "dem.tif")
    asked = parse(given, dem.about.grid, f)
    return await asyncio.to_thread(_made, dem, asked, f, request.language)


def parse(given: Parameters, whole: Grid, f: str) -> Asked:
    """The cells that these parameters ask for.

    Raises:
        BadParameter: they cannot be understood, name no cell or too many.
    """
    box = _box(given, whole.box)
    top, bottom, left, right = whole.within(box)
    if bottom <= top or right <= left:
        west, south, east, north = whole.box
        raise BadParameter(_OUTSIDE, west=west, south=south, east=east, north=north)
    factor = _factor(given)
    asked = Asked(top=top, bottom=bottom, left=left, right=right, factor=factor)
    count, most = asked.grid(whole).cells, MOST[f]
    if count > most:
        enough = math.ceil(factor * math.sqrt(count / most))
        raise BadParameter(_TOO_MANY, count=count, most=most, factor=enough)
    if (bottom - top) * (right - left) > MOST_READ:
        raise BadParameter(_LARGE)
    return asked


def _factor(given: Parameters) -> int:
    text = given.find("scale-factor")
    if text is None:
        return 1
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= FACTORS:
        raise BadParameter(_FACTOR, most=FACTORS)
    return int(text)


def _box(given: Parameters, whole: Box) -> Box:
    bbox, subsets = given.find("bbox"), given.all("subset")
    if bbox is not None and subsets:
        raise BadParameter(_BOTH)
    if bbox is not None:
        return _ordered(_numbers(bbox), "bbox")
    # Several are one, as the draft has it; axes in one are separated by commas.
    return _subset(",".join(subsets), whole) if subsets else whole


def _numbers(text: str) -> list[float]:
    numbers = numbers_in(text) or []
    if len(numbers) == 6 and numbers[2] <= numbers[5]:  # heights, which mean nothing here
        return [*numbers[:2], *numbers[3:5]]
    return numbers


def _ordered(numbers: list[float], name: str) -> Box:
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise BadParameter(_BOX, name=name)
    west, south, east, north = numbers
    if west >= east or south >= north:
        raise BadParameter(_BOX, name=name)
    return west, south, east, north


def _subset(text: str, whole: Box) -> Box:
    numbers, named = list(whole), set[int]()
    for part in text.replace(" ", "").replace("),", ")|").split("|"):
        found = _PART.fullmatch(part)
        axis = AXES.get(found[1].lower()) if found else None
        if found is None or axis is None or axis in named:
            raise BadParameter(_SUBSET)
        named.add(axis)
        for place, edge in ((axis, found[2]), (axis + 2, found[3])):
            if edge != "*":
                numbers[place] = float(edge)
    if numbers[0] >= numbers[2] or numbers[1] >= numbers[3]:
        raise BadParameter(_SUBSET)
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _made(dem: Dem, asked: Asked, f: str, language: str) -> Answer:
    part = dem.heights[asked.top : asked.bottom, asked.left : asked.right]
    heights, grid = coarsened(part, asked.factor), asked.grid(dem.about.grid)
    if f == "tiff":
        body = geotiff(heights, grid, dem.about)
    else:
        with translation.override(language):
            document = coverage_document(heights, grid, dem.about)
        body = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    headers = {
        "cache-control": "public, max-age=300",
        "etag": entity_tag(body),
        "last-modified": http_date(dem.cog.stat().st_mtime),
    }
    if f == "tiff":
        headers["content-disposition"] = 'attachment; filename="dem-part.tif"'
    return Answer(body=body, content_type=FORMATS[f][0], headers=headers)


def geotiff(heights: Heights, grid: Grid, about: About) -> bytes:
    """A GeoTIFF of these heights."""
    # Imported where it is used: pages and tiles do without GDAL's 60 MB.
    from geo.raster.writing import geotiff_bytes

    return geotiff_bytes(heights, grid, about)


def coverage_document(heights: Heights, grid: Grid, about: About) -> dict[str, Any]:
    """A CoverageJSON document of these heights; its axes run through the cells' middles."""
    rounded = np.round(heights.astype(np.float64), 2)
    values = [None if math.isnan(value) else value for value in rounded.ravel().tolist()]
    ranges = {
        "type": "NdArray",
        "dataType": "float",
        "axisNames": ["y", "x"],
        "shape": [grid.rows, grid.columns],
        "values": values,
    }
    return {
        "type": "Coverage",
        "domain": _domain(grid),
        "parameters": {NAME: _parameter(about)},
        "ranges": {NAME: ranges},
    }


def _domain(grid: Grid) -> dict[str, Any]:
    longitudes, latitudes = grid.longitudes(), grid.latitudes()
    system = {
        "type": "GeographicCRS",
        "id": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    }
    return {
        "type": "Domain",
        "domainType": "Grid",
        "axes": {
            "x": _axis(longitudes[0], longitudes[-1], grid.columns),
            "y": _axis(latitudes[0], latitudes[-1], grid.rows),
        },
        "referencing": [{"coordinates": ["x", "y"], "system": system}],
    }


def _parameter(about: About) -> dict[str, Any]:
    language = spoken()
    return {
        "type": "Parameter",
        "description": {language: about.source},
        "unit": {"symbol": {"value": "m", "type": "http://www.opengis.net/def/uom/UCUM/"}},
        "observedProperty": {
            "id": "http://vocab.nerc.ac.uk/standard_name/surface_altitude/",
            "label": {language: _("Height above sea level")},
        },
    }


def _axis(start: float, stop: float, count: int) -> dict[str, Any]:
    return {"start": round(float(start), 9), "stop": round(float(stop), 9), "num": count}
