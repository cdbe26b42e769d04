"""Puts KML placemarks together from the events of an XML parser."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, Final

LARGEST_PLACEMARK: Final = 8 << 20
"""Characters: about 200,000 vertices with all their decimals."""

LONGEST_POSITION: Final = 3
"""Longitude, latitude, height."""

PLAIN: Final = {"name", "description", "address", "phoneNumber"}
"""Children of a placemark that are data without saying so."""

_COMMA: Final = re.compile(r"\s*,\s*")

SHAPES: Final = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"}
MULTIPLE: Final = {
    "Point": "MultiPoint",
    "LineString": "MultiLineString",
    "Polygon": "MultiPolygon",
}


@dataclass(kw_only=True)
class Placemark:
    """One placemark: its data by name and its shape as a GeoJSON geometry."""

    data: dict[str, str] = field(default_factory=dict)
    shape: dict[str, Any] | None = None
    size: int = 0


class PlacemarkHandler:
    """Listens to the parser; finished placemarks wait to be taken."""

    def __init__(self) -> None:
        self.done: list[Placemark] = []
        self.current: Placemark | None = None
        self.held = 0
        self.path: list[str] = []
        self.key = ""
        self.words: list[str] = []
        self.open_shapes: list[dict[str, Any]] = []

    def finished(self) -> list[Placemark]:
        """Take the placemarks that are complete."""
        done, self.done = self.done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(" ")[2]
        self.path.append(tag)
        self.words = []
        if tag == "Placemark":
            self.current, self.held, self.open_shapes = Placemark(), 0, []
        elif self.current is not None:
            if tag in {"Data", "SimpleData"}:
                self.key = attributes.get("name", "")
            elif tag in SHAPES:
                self.open_shapes.append({"type": tag, "parts": [], "rings": []})

    def text(self, words: str) -> None:
        """Text of the present element; outside placemarks nobody wants it."""
        if self.current is not None:
            self.words.append(words)
            self.held += len(words)

    def end(self, name: str) -> None:
        """An element ends."""
        tag = self.path.pop()
        placemark = self.current
        if placemark is None:
            return
        words = "".join(self.words).strip()
        self.words = []
        if tag == "Placemark":
            placemark.size = self.held
            self.done.append(placemark)
            self.current, self.held = None, 0
        elif tag == "coordinates" and self.open_shapes:
            self.open_shapes[-1]["rings"].append(_positions(words))
        elif tag in SHAPES and self.open_shapes:
            self._close_shape(placemark)
        else:
            self._keep(placemark, tag, words)

    def _keep(self, placemark: Placemark, tag: str, words: str) -> None:
        parent = self.path[-1]
        if tag in PLAIN and parent == "Placemark":
            placemark.data[tag] = words
        elif (tag, parent) == ("value", "Data") or tag == "SimpleData":
            placemark.data[self.key] = words

    def _close_shape(self, placemark: Placemark) -> None:
        shape = self.open_shapes.pop()
        if shape["type"] == "LinearRing" and self.open_shapes:
            self.open_shapes[-1]["rings"] += shape["rings"]  # a limit of a polygon
            return
        found = _geometry(shape)
        if self.open_shapes:
            self.open_shapes[-1]["parts"].append(found)
        else:
            placemark.shape = found


def _geometry(shape: dict[str, Any]) -> dict[str, Any]:
    """The GeoJSON geometry of a KML one."""
    kind, rings = shape["type"], shape["rings"]
    if kind == "MultiGeometry":
        return _together(shape["parts"])
    if kind == "Polygon":
        return {"type": kind, "coordinates": rings}
    positions = rings[0] if rings else []
    if kind == "Point":
        return {"type": kind, "coordinates": positions[0] if positions else []}
    return {"type": "LineString", "coordinates": positions}


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = {part["type"] for part in parts}
    multiple = MULTIPLE.get(next(iter(kinds), ""))
    if len(kinds) == 1 and multiple:
        return {"type": multiple, "coordinates": [part["coordinates"] for part in parts]}
    return {"type": "GeometryCollection", "geometries": parts}


def _positions(words: str) -> list[list[float]]:
    """Longitude and latitude of every position; what is no number becomes NaN.

    Blanks part positions, but some people write them after the commas within one, too.
    """
    found = [_position(position) for position in words.split()]
    if any(math.isnan(number) for position in found for number in position):
        return [_position(position) for position in _COMMA.sub(",", words).split()]
    return found


def _position(words: str) -> list[float]:
    numbers = words.split(",")
    if len(numbers) > LONGEST_POSITION:
        numbers = []  # two positions that only commas part: whose is which is not known
    try:
        return [float(numbers[0]), float(numbers[1])]
    except (ValueError, IndexError):
        return [float("nan"), float("nan")]
