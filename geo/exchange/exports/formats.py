"""The formats that layers are handed out in, and what each is good for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from geo.exchange.exports import limits
from geo.layers import Layer


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of file."""

    extension: str
    media_type: str
    name: str | Promise
    good_for: str | Promise
    """A few plain words for people who have never heard the name."""
    most_rows: int | None = None
    is_streamed: bool = False
    """Whether the text leaves as it is read; others are made in a file first."""


LOOKING: Final = (
    Format(
        extension="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        name="Excel",
        good_for=_("a table with titles, for any spreadsheet"),
        most_rows=limits.SHEET_ROWS,
    ),
    Format(
        extension="html",
        media_type="text/html; charset=utf-8",
        name=_("Map to send"),
        good_for=_("one file for WhatsApp or e-mail, opens without internet"),
        most_rows=limits.MAP_ROWS,
    ),
    Format(
        extension="kml",
        media_type="application/vnd.google-earth.kml+xml",
        name="KML",
        good_for=_("Google Earth and phone maps"),
        is_streamed=True,
    ),
    Format(
        extension="csv",
        media_type="text/csv; charset=utf-8; header=present",
        name="CSV",
        good_for=_("a table as plain text"),
        is_streamed=True,
    ),
)
WORKING: Final = (
    Format(
        extension="gpkg",
        media_type="application/geopackage+sqlite3",
        name="GeoPackage",
        good_for=_("QGIS, ArcGIS: the best choice for maps"),
    ),
    Format(
        extension="shp.zip",
        media_type="application/zip",
        name="Shapefile",
        good_for=_("older programs; cuts names and long texts"),
    ),
    Format(
        extension="geojson",
        media_type="application/geo+json",
        name="GeoJSON",
        good_for=_("web maps and programs"),
        is_streamed=True,
    ),
    Format(
        extension="fgb",
        media_type="application/vnd.flatgeobuf",
        name="FlatGeobuf",
        good_for=_("large layers, read piece by piece"),
    ),
    Format(
        extension="parquet",
        media_type="application/vnd.apache.parquet",
        name="GeoParquet",
        good_for=_("data analysis"),
    ),
)
GROUPS: Final = ((_("To look at and share"), LOOKING), (_("To work with"), WORKING))
"""The menu, in the order in which it is read."""

FORMATS: Final[Mapping[str, Format]] = {
    form.extension: form for _title, forms in GROUPS for form in forms
}


def disposition(layer: Layer, form: Format) -> str:
    """The header that names the file: for ever, and as people call the layer (RFC 6266)."""
    titled = get_valid_filename(f"{layer.title}.{form.extension}")
    plain = f'attachment; filename="{layer.name}.{form.extension}"'
    return f"{plain}; filename*=UTF-8''{quote(titled, safe='')}"
