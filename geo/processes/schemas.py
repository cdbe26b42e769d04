"""Values checked against the few words of JSON Schema that our inputs need.

Of our own, because messages are for people, in their language, and because a schema
from a declaration needs no references, no patterns and no recursion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geo.processes.refusals import BadInput
from geo.published.refusals import Words
from geo.published.values import storable

Schema = Mapping[str, Any]

GEOMETRY: Final = "geojson-geometry"
"""Value of `format` for an object that is a GeoJSON geometry."""

DEEPEST: Final = 20
"""How deep an object may be nested; the rings of a multipolygon lie at five."""

KNOWN: Final = {
    *("type", "format", "enum", "default", "title", "description", "contentMediaType"),
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
    *("items", "oneOf"),
}

_TYPE_WORDS: Final[dict[str, Promise]] = {
    "string": _("a text"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
    "array": _("a list"),
    "object": _("an object"),
}

_WRONG_TYPE = _("“%(name)s” must be %(wanted)s.")
_NOT_LISTED = _("“%(name)s” has a value that is not offered. These are: %(known)s.")
_TOO_SMALL = _("“%(name)s” must be at least %(least)s.")
_TOO_LARGE = _("“%(name)s” may be at most %(most)s.")
_TOO_FEW = _("“%(name)s” needs at least %(least)s.")
_TOO_MANY = _("“%(name)s” takes at most %(most)s at once. Ask several times.")
_TOO_SHORT = _("“%(name)s” needs at least %(least)s characters.")
_TOO_LONG = _("“%(name)s” takes at most %(most)s characters.")
_TOO_DEEP = _("“%(name)s” is nested too deeply.")
_UNSTORABLE = _("“%(name)s” has characters that no text can have.")
_NO_CHOICE = _("“%(name)s” is of none of the kinds it may be: %(known)s.")


def check_schema(schema: Schema) -> None:
    """Refuse a declaration that says what would not be checked."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise ValueError(f"inputs are not checked for {', '.join(sorted(unknown))}")
    for each in (*schema.get("oneOf", ()), *filter(None, [schema.get("items")])):
        check_schema(each)


def check_value(name: str, value: Any, schema: Schema) -> None:
    """Accept `value` for the input `name`, or say what is wrong with it.

    Raises:
        BadInput: it is not what the schema demands.
    """
    if "oneOf" in schema:
        _check_choice(name, value, schema["oneOf"])
        return
    wanted = schema.get("type")
    if wanted is not None and not _is_a(wanted, value):
        raise BadInput(_WRONG_TYPE, name=name, wanted=_TYPE_WORDS[wanted])
    if "enum" in schema and value not in schema["enum"]:
        known = Words(", ".join(map(str, schema["enum"])))
        raise BadInput(_NOT_LISTED, name=name, known=known)
    for kind, check in _CHECKS:
        if isinstance(value, kind) and not isinstance(value, bool):
            check(name, value, schema)


def _check_choice(name: str, value: Any, choices: Sequence[Schema]) -> None:
    """One whose type fits is tried, so that the message is about what was meant."""
    fitting = [each for each in choices if _is_a(each["type"], value)]
    if not fitting:
        known = ", ".join(str(_TYPE_WORDS[each["type"]]) for each in choices)
        raise BadInput(_NO_CHOICE, name=name, known=Words(known))
    check_value(name, value, fitting[0])


def _is_a(wanted: str, value: Any) -> bool:
    if isinstance(value, bool):
        return wanted == "boolean"
    if wanted == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if wanted == "number":
        return isinstance(value, int | float)
    return isinstance(value, _PYTHON[wanted])


_PYTHON: Final[dict[str, type]] = {
    "string": str,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def _check_number(name: str, value: float, schema: Schema) -> None:
    least, most = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    if value < least:
        raise BadInput(_TOO_SMALL, name=name, least=least)
    if value > most:
        raise BadInput(_TOO_LARGE, name=name, most=most)


def _check_text(name: str, value: str, schema: Schema) -> None:
    least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if not storable(value):
        raise BadInput(_UNSTORABLE, name=name)
    if len(value) < least:
        raise BadInput(_TOO_SHORT, name=name, least=least)
    if len(value) > most:
        raise BadInput(_TOO_LONG, name=name, most=most)


def _check_list(name: str, value: list[Any], schema: Schema) -> None:
    least, most = schema.get("minItems", 0), schema.get("maxItems", math.inf)
    if len(value) < least:
        raise BadInput(_TOO_FEW, name=name, least=least)
    if len(value) > most:
        raise BadInput(_TOO_MANY, name=name, most=most)
    if "items" in schema:
        for place, each in enumerate(value):
            check_value(f"{name}[{place}]", each, schema["items"])


def _check_object(name: str, value: dict[str, Any], schema: Schema) -> None:
    """Its members are for the process to judge; here it is made sure they can be kept."""
    left: list[tuple[Any, int]] = [(value, 0)]
    while left:
        each, depth = left.pop()
        if depth > DEEPEST:
            raise BadInput(_TOO_DEEP, name=name)
        if isinstance(each, str) and not storable(each):
            raise BadInput(_UNSTORABLE, name=name)
        if isinstance(each, dict):
            left += [(inner, depth + 1) for pair in each.items() for inner in pair]
        elif isinstance(each, list):
            left += [(inner, depth + 1) for inner in each]


_CHECKS: Final[tuple[tuple[Any, Callable[[str, Any, Schema], None]], ...]] = (
    (int | float, _check_number),
    (str, _check_text),
    (list, _check_list),
    (dict, _check_object),
)
