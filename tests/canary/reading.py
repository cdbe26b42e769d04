"""Whatever a door answers, as text in which a secret can be looked for."""

from __future__ import annotations

import html
import math
from collections.abc import Callable
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import ZipFile

import mapbox_vector_tile
import openpyxl
import pyarrow.parquet as pq
import pyogrio.raw
import requests
import shapely

from geo.tiles.address import EXTENT

TEXTS = (
    *("text/", "application/json", "+json", "javascript"),
    *("application/xml", "kml+xml", "application/x-qgis-project"),
)


GUARDS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers that every answer bears, whichever door gave it."""


def unguarded(answer: requests.Response) -> list[str]:
    """The guards of a browser that an answer lacks."""
    missing = [name for name, said in GUARDS.items() if answer.headers.get(name) != said]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src" not in policy or "unsafe" in policy:
        missing.append("Content-Security-Policy")
    for directive in ("frame-ancestors", "base-uri"):
        if f"{directive} 'none'" not in policy:
            missing.append(directive)
    return missing


def as_text(answer: requests.Response) -> str:
    """Headers and body; tiles and files of features with their degrees written out."""
    kind = answer.headers.get("Content-Type", "")
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if not answer.content:
        return headers
    if any(each in kind for each in TEXTS):
        return f"{headers}\n{html.unescape(answer.content.decode())}"
    if kind == "image/png":  # the relief, which is drawn of heights and nothing else
        return headers
    if "vector-tile" in kind:
        return f"{headers}\n{_tile(answer)}"
    return f"{headers}\n{_file(answer.content, kind)}"


def _tile(answer: requests.Response) -> str:
    z, x, y = _square(urlsplit(answer.url).path)
    options = {"y_coord_down": True}
    layers = mapbox_vector_tile.decode(answer.content, default_options=options)
    lines = []
    for name, layer in layers.items():
        lines.append(name)
        for feature in layer["features"]:
            lines.append(str(feature["properties"]))
            lines += _degrees(feature["geometry"]["coordinates"], z, x, y)
    return "\n".join(lines)


def _square(path: str) -> tuple[int, int, int]:
    z, first, second = map(int, path.split("/")[-3:])
    return (z, second, first) if path.startswith("/ogc") else (z, first, second)


def _degrees(coordinates: Any, z: int, x: int, y: int) -> list[str]:
    if not coordinates:
        return []
    if not isinstance(coordinates[0], int | float):
        return [line for each in coordinates for line in _degrees(each, z, x, y)]
    across = (x + coordinates[0] / EXTENT) / 2**z
    down = (y + coordinates[1] / EXTENT) / 2**z
    north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
    return [f"{across * 360 - 180:.7f} {north:.7f}"]


def _sheet(content: bytes) -> str:
    """Every cell of a workbook."""
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    return "\n".join([*book.sheetnames, *cells])


def _columns(content: bytes) -> str:
    """Columns of a GeoParquet file, its shapes written out."""
    table = pq.read_table(BytesIO(content))
    lines = [str(table.schema)]
    for name, column in zip(table.column_names, table.columns, strict=True):
        values = column.to_pylist()
        shapes = values if name != "geometry" else shapely.from_wkb(values)
        lines += map(str, shapes)
    return "\n".join(lines)


def _file(content: bytes, kind: str) -> str:
    """A file of features as GDAL reads it, with the texts beside it in an archive."""
    read = _READERS.get(kind)
    if read is not None:
        return read(content)
    texts = []
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".txt")]
            texts = [archive.read(name).decode() for name in names]
    try:
        meta, _ids, shapes, columns = _read(content, kind)
    except Exception as error:
        raise AssertionError(
            f"teach tests/canary/reading.py to read {kind}, or leaks in it go unseen"
        ) from error
    values = [str(value) for column in columns for value in column]
    shown = map(str, shapely.from_wkb(shapes))
    return "\n".join([*texts, *meta["fields"], *values, *shown])


def _read(content: bytes, kind: str) -> Any:
    if "sqlite" not in kind:
        return pyogrio.raw.read(content)
    with NamedTemporaryFile(suffix=".gpkg") as file:  # GDAL warns of any other name
        file.write(content)
        file.flush()
        return pyogrio.raw.read(file.name)


_READERS: Final[dict[str, Callable[[bytes], str]]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _sheet,
    "application/vnd.apache.parquet": _columns,
}
