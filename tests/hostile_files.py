"""Files that nobody should hand in: how each is made, and what is said of it."""

from __future__ import annotations

import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo.exchange.tests.conftest import TOWN, collection, feature, write_with_gdal, zipped


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A file for the importer and why it is not taken."""

    write: Callable[[Path], Path]
    says: str
    """Pattern of what the command says."""
    status: int
    """Of the answer to a program that uploads it."""
    page_says: str = ""
    """Pattern of what a person reads, where the page has words of its own."""
    is_kept: bool = False
    """Whether a person is asked about it on the next page."""


LAYER = collection(feature(TOWN.point("a"), nombre="Plaza"))
VRT = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/http://127.0.0.1/"
GML = "<gml:Map xmlns:gml='http://www.opengis.net/gml' href='file:/etc/passwd'/>"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&b;</name><Point>'
    "<coordinates>-66.28,-17.4</coordinates></Point></Placemark></kml>"
)


WORKBOOK = {
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml'
    '/2006/main"/>',
    "xl/sharedStrings.xml": BOMB,
}


def text(name: str, content: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_text(content, encoding="utf-8")
        return folder / name

    return write


def packed(*entries: tuple[str, bytes | str], link: bool = False) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries:
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                if link:
                    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(entry, content)
        return folder / "a.zip"

    return write


def shapefile(folder: Path, *, without: str = "", crs: str = "EPSG:4326") -> Path:
    """A zipped Shapefile of one place, perhaps without one of its parts."""
    point, columns = shapely.Point(TOWN.points["a"]), {"nombre": ["Plaza"]}
    file = folder / "parts" / "a.shp"
    file.parent.mkdir()
    write_with_gdal(file, [point], driver="ESRI Shapefile", crs=crs, columns=columns)
    parts = [part for part in file.parent.iterdir() if part.suffix != without]
    return zipped(folder / "a.zip", *parts)


def boastful_table(folder: Path) -> Path:
    """A Shapefile whose table announces a million rows and has one."""
    parts = zipfile.Path(shapefile(folder)).iterdir()
    entries = {part.name: part.read_bytes() for part in parts}
    table = bytearray(entries["a.dbf"])
    table[4:8] = struct.pack("<I", 1_000_000)
    return packed(*(entries | {"a.dbf": bytes(table)}).items())(folder)


def bursting_workbook(folder: Path) -> Path:
    """A workbook whose list of contents tells of seven hundred million bytes."""
    file = packed(*WORKBOOK.items())(folder)
    content = bytearray(file.read_bytes())
    entry = content.index(b"PK\1\2")
    content[entry + 24 : entry + 28] = struct.pack("<I", 700_000_000)
    file.write_bytes(content)
    return file


LOADING = "SELECT load_extension('x')"


def armed_geopackage(folder: Path) -> Path:
    file, point = folder / "a.gpkg", shapely.Point(TOWN.points["a"])
    write_with_gdal(file, [point], driver="GPKG", columns={"nombre": ["Plaza"]})
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"CREATE TRIGGER t AFTER INSERT ON a BEGIN {LOADING}; END")
        database.commit()
    return file


def handed(
    name: str, write: Callable[[Path], Path], says: str, status: int, **more: Any
) -> Any:
    handing = Handed(write=write, says=says, status=status, **more)
    return pytest.param(handing, id=name)


KEYS = feature(TOWN.point("a"), **{f"c{index}": 1 for index in range(100_000)})
FAR = feature({"type": "Point", "coordinates": [1e308, 1e308]}, nombre="Plaza")
EMPTY = collection(*[feature(None, nombre="Plaza") for _feature in range(20_000)])

NO_READER = "not a file the importer reads"
ANOTHER_CRS = partial(shapefile, crs="EPSG:31979")
FAR_FROM_HERE = {"is_kept": True, "page_says": "outside the municipality"}
NO_GEOMETRY = {"is_kept": True, "page_says": r"no geometry"}

FILES = [
    handed("U01 a climbing path", packed(("../../x.py", "x")), "leaves its folder", 400),
    handed("U02 a whole path", packed(("/tmp/x.geojson", LAYER)), "leaves its folder", 400),
    handed("U03 a link", packed(("a.geojson", "/etc"), link=True), "holds a link", 400),
    handed("U04 a bomb", packed(("a.csv", bytes(30_000_000))), "would unpack to", 413),
    handed("U05 too many", packed(*((f"{n}.csv", "") for n in range(1001))), "1001", 413),
    handed("U06 packed twice", packed(("b.zip", b"PK\3\4")), "another archive", 413),
    handed("U07 without .shx", partial(shapefile, without=".shx"), r"lacks its \.shx", 422),
    handed("U07 without .dbf", partial(shapefile, without=".dbf"), r"lacks its \.dbf", 422),
    handed(
        "U08 without .prj",
        partial(shapefile, without=".prj"),
        r"lacks its \.prj",
        422,
        is_kept=True,
    ),
    handed("U09 another CRS", ANOTHER_CRS, r"position|refused", 422, **FAR_FROM_HERE),
    handed("U10 a table that lies", boastful_table, "1000000 rows", 422),
    handed("U12 a VRT", text("a.vrt", VRT), NO_READER, 400),
    handed("U12 a VRT called KML", text("a.kml", VRT), NO_READER, 400),
    handed("U12 a GML", text("a.gml", GML), NO_READER, 400),
    handed("U13 an entity bomb", text("a.kml", BOMB), "entit", 400),
    handed("U13 packed as KMZ", packed(("doc.kml", BOMB)), "entit", 400),
    handed("U13 in a workbook", packed(*WORKBOOK.items()), "entit", 400),
    handed("U13 a workbook that bursts", bursting_workbook, "workbook is too large", 413),
    handed("U14 a trigger", armed_geopackage, "trigger|SQL", 400),
    handed("U15 only features", text("a.geojson", EMPTY), "20000 rows", 422, **NO_GEOMETRY),
    handed("U15 too many keys", text("a.geojson", collection(KEYS)), "100000", 413),
    handed(
        "U15 off the earth",
        text("a.geojson", collection(FAR)),
        "look like metres",
        422,
        is_kept=True,
    ),
]
