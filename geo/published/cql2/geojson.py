"""Geometry literals of a cql2-json filter.

Source: RFC 7946, section 3.1.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.tree import (
    BadFilter,
    Budget,
    Position,
    Shape,
    fit_number,
)

_KINDS: Final = {
    *("Point", "LineString", "Polygon"),
    *("MultiPoint", "MultiLineString", "MultiPolygon"),
}

_NO_KIND = _("“%(value)s” is no type of geometry.")
_NO_POSITION = _("a position is a list of two numbers, or three with a height.")
_NO_PARTS = _("coordinates are missing here, or stand in the wrong number of lists.")
_NESTED = _("a GEOMETRYCOLLECTION cannot be inside another.")


def _position(place: str, value: Any) -> Position:
    if not isinstance(value, list) or not 2 <= len(value) <= 4:
        raise BadFilter(place, _NO_POSITION)
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in value):
        raise BadFilter(place, _NO_POSITION)
    x, y = (float(fit_number(place, str(each))) for each in value[:2])
    return x, y


def _list(place: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadFilter(place, _NO_PARTS)
    return value


def _line(place: str, value: Any, budget: Budget) -> tuple[Position, ...]:
    points = _list(place, value)
    budget.vertices(place, len(points))
    return tuple(_position(f"{place}/{index}", each) for index, each in enumerate(points))


def _lines(place: str, value: Any, budget: Budget) -> tuple[tuple[Position, ...], ...]:
    lines = enumerate(_list(place, value))
    return tuple(_line(f"{place}/{index}", each, budget) for index, each in lines)


def _parts(
    kind: str, place: str, value: Any, budget: Budget
) -> tuple[tuple[Position, ...], ...]:
    if kind == "Point":
        return (_line(place, [value], budget),)
    if kind == "MultiPoint":
        return tuple((each,) for each in _line(place, value, budget))
    if kind == "LineString":
        return (_line(place, value, budget),)
    return _lines(place, value, budget)


def _collection(place: str, value: Any, budget: Budget) -> Shape:
    inside = f"{place}/geometries"
    members = []
    for index, each in enumerate(_list(inside, value)):
        member = f"{inside}/{index}"
        if not isinstance(each, dict):
            raise BadFilter(member, _NO_PARTS)
        if each.get("type") == "GeometryCollection":
            raise BadFilter(member, _NESTED)
        members.append(read_shape(member, each, budget))
    return Shape(place=place, kind="GEOMETRYCOLLECTION", members=tuple(members))


def read_shape(place: str, value: dict[str, Any], budget: Budget) -> Shape:
    """The geometry that a GeoJSON object is.

    Raises:
        BadFilter: it is none, or has too many points.
    """
    budget.leaf(place)
    kind = value["type"] if isinstance(value.get("type"), str) else ""
    if kind == "GeometryCollection":
        return _collection(place, value.get("geometries"), budget)
    if kind not in _KINDS:
        raise BadFilter(place, _NO_KIND, value=kind)
    inside, coordinates = f"{place}/coordinates", value.get("coordinates")
    if kind == "MultiPolygon":
        polygons = enumerate(_list(inside, coordinates))
        members = tuple(
            Shape(
                place=place, kind="POLYGON", parts=_lines(f"{inside}/{index}", each, budget)
            )
            for index, each in polygons
        )
        return Shape(place=place, kind="MULTIPOLYGON", members=members)
    parts = _parts(kind, inside, coordinates, budget)
    return Shape(place=place, kind=kind.upper(), parts=parts)
