"""Reads a cql2-json filter into the same tree as the text.

Source: OGC 21-065r2, annex C (JSON Schema); RFC 7946, section 3.1 (geometries).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.geojson import read_shape
from geo.published.cql2.instants import interval, read_date, read_end, read_timestamp
from geo.published.cql2.tree import (
    BadFilter,
    Box,
    Budget,
    Constant,
    Node,
    Property,
    fit_number,
    fit_text,
    operation,
    several,
)

_NO_JSON = _("this is not JSON any more from character %(at)s on.")
_NO_JSON_NUMBER = _("this is no number of JSON: “%(value)s”.")
_TOO_NESTED = _("its brackets stand too deep inside each other.")
_NO_NODE = _("this is no part of a filter: “%(value)s”.")
_NO_NAME = _("“%(member)s” must be a text.")
_NO_LIST = _("“%(member)s” must be a list.")
_NO_BOX = _("“bbox” must be a list of numbers.")
_TWO_ENDS = _("“interval” must be a list of two ends.")


def _refuse_constant(text: str) -> None:
    raise ValueError(text)


class _Reader:
    """One function per kind of object; `place` is a JSON pointer (RFC 6901)."""

    def __init__(self) -> None:
        self._budget = Budget()

    def node(self, place: str, value: Any) -> Node:
        """The node that `value` is."""
        if isinstance(value, list):
            return self._list(place, value)
        if isinstance(value, dict):
            return self._object(place, value)
        self._budget.leaf(place)
        if isinstance(value, str):
            return Constant(place=place, value=fit_text(place, value))
        if isinstance(value, float | int) and not isinstance(value, bool):
            return Constant(place=place, value=fit_number(place, str(value)))
        return Constant(place=place, value=value)

    def _list(self, place: str, value: list[Any]) -> Node:
        self._budget.enter(place)
        items = [self.node(f"{place}/{index}", each) for index, each in enumerate(value)]
        self._budget.leave()
        return several(place, items)

    def _object(self, place: str, value: dict[str, Any]) -> Node:
        if "type" in value:
            return read_shape(place, value, self._budget)
        if set(value) == {"op", "args"}:
            return self._operation(place, value)
        if len(value) == 1:
            ((member, inner),) = value.items()
            read = self._members.get(member)
            if read is not None:
                self._budget.leaf(place)
                return read(self, f"{place}/{member}", inner)
        raise BadFilter(place, _NO_NODE, value=", ".join(value))

    def _operation(self, place: str, value: dict[str, Any]) -> Node:
        name, args = value["op"], value["args"]
        if not isinstance(name, str):
            raise BadFilter(place, _NO_NAME, member="op")
        if not isinstance(args, list):
            raise BadFilter(place, _NO_LIST, member="args")
        self._budget.enter(place)
        read = [self.node(f"{place}/args/{index}", arg) for index, arg in enumerate(args)]
        self._budget.leave()
        return operation(place, name.lower(), *read)

    def _property(self, place: str, value: Any) -> Node:
        return Property(place=place, name=self._text(place, "property", value))

    def _date(self, place: str, value: Any) -> Node:
        return read_date(place, self._text(place, "date", value))

    def _timestamp(self, place: str, value: Any) -> Node:
        return read_timestamp(place, self._text(place, "timestamp", value))

    def _text(self, place: str, member: str, value: Any) -> str:
        if not isinstance(value, str):
            raise BadFilter(place, _NO_NAME, member=member)
        return fit_text(place, value)

    def _interval(self, place: str, value: Any) -> Node:
        if not isinstance(value, list) or len(value) != 2:
            raise BadFilter(place, _TWO_ENDS)
        ends = [self._end(f"{place}/{index}", each) for index, each in enumerate(value)]
        return interval(place, ends[0], ends[1])

    def _end(self, place: str, value: Any) -> Node | None:
        return read_end(place, value) if isinstance(value, str) else self.node(place, value)

    def _box(self, place: str, value: Any) -> Node:
        if not isinstance(value, list) or len(value) > 6:
            raise BadFilter(place, _NO_BOX)
        nodes = [self.node(f"{place}/{index}", each) for index, each in enumerate(value)]
        numbers = []
        for node in nodes:
            number = node.value if isinstance(node, Constant) else None
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise BadFilter(node.place, _NO_BOX)
            numbers.append(float(number))
        return Box(place=place, numbers=tuple(numbers))

    _members: Final[dict[str, Callable[[_Reader, str, Any], Node]]] = {
        "property": _property,
        "date": _date,
        "timestamp": _timestamp,
        "interval": _interval,
        "bbox": _box,
    }


def read_json(text: str) -> Node:
    """The tree of a cql2-json filter.

    Raises:
        BadFilter: it is no JSON, not of the standard's schema, or too large.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise BadFilter("", _NO_JSON, at=error.pos + 1) from error
    except ValueError as error:
        raise BadFilter("", _NO_JSON_NUMBER, value=str(error)) from error
    except RecursionError as error:
        raise BadFilter("", _TOO_NESTED) from error
    return _Reader().node("", value)
