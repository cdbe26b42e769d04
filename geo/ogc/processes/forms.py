"""The form of a process: a control for each input, and what was typed into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from django.http import QueryDict
from django.utils.translation import gettext as _

from geo.access import Audience
from geo.nesting import json_is_deeper
from geo.processes.declared import Input, Process
from geo.processes.schemas import GEOMETRY, Schema


@dataclass(frozen=True, kw_only=True)
class Option:
    """A value to choose."""

    value: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Control:
    """A part of the form."""

    name: str
    title: str
    description: str
    kind: str
    """choice, choices, lines, number, geometry or text."""
    required: bool
    value: str
    options: tuple[Option, ...] = ()
    least: float | None = None
    most: float | None = None
    draws: tuple[Option, ...] = ()
    """Shapes that may be drawn for a geometry."""
    frame: str = ""
    """West, south, east, north of the geometry that is there already."""

    @property
    def kinds(self) -> str:
        """Names of the shapes, as the drawn field takes them."""
        return " ".join(option.value for option in self.draws)


def kind_of(schema: Schema) -> str:
    """Which control suits values of `schema`."""
    if "oneOf" in schema:
        return "lines"
    if schema.get("format") == GEOMETRY:
        return "geometry"
    if schema.get("type") == "array":
        return "choices" if "enum" in schema.get("items", {}) else "lines"
    if "enum" in schema:
        return "choice"
    return _BY_TYPE.get(str(schema.get("type")), "text")


_BY_TYPE: Final = {"number": "number", "integer": "number"}


def controls(
    process: Process, audience: Audience, form: QueryDict | None
) -> Iterator[Control]:
    """The controls of `process`, filled with what was typed, or else with an example."""
    for name, each in process.inputs(audience).items():
        kind = kind_of(each.schema)
        value = _typed(name, each, kind, form)
        yield Control(
            name=name,
            title=str(each.title),
            description=str(each.description),
            kind=kind,
            required=each.required,
            value=value,
            options=tuple(_options(name, each, form)),
            least=each.schema.get("minimum"),
            most=each.schema.get("maximum"),
            draws=_shapes(each.draws) if kind == "geometry" else (),
            frame=_frame(value) if kind == "geometry" else "",
        )


def _shapes(draws: Sequence[str]) -> tuple[Option, ...]:
    words = {"polygon": _("Area"), "line": _("Line"), "point": _("Place")}
    return tuple(
        Option(value=kind, title=words[kind], is_chosen=kind == draws[0]) for kind in draws
    )


def _frame(text: str) -> str:
    """Where a geometry lies; empty if it is none, or not on earth."""
    value = _read_json(text)
    if not isinstance(value, dict) or json_is_deeper(value):
        return ""
    try:
        west, south, east, north = shapely.from_geojson(json.dumps(value)).bounds
    except shapely.GEOSException:
        return ""
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return ""
    return f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"


def _typed(name: str, each: Input, kind: str, form: QueryDict | None) -> str:
    if form is not None:
        return str(form.get(name, ""))
    value = each.example if each.example is not None else each.schema.get("default", "")
    if kind == "lines" and isinstance(value, list):
        return "\n".join(map(_line, value))
    return _line(value)


def _line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _options(name: str, each: Input, form: QueryDict | None) -> Iterator[Option]:
    schema = each.schema.get("items", each.schema)
    chosen = [each.example] if form is None else form.getlist(name)
    for value in schema.get("enum", ()):
        word = str(each.words.get(value, value))
        yield Option(value=value, title=word, is_chosen=value in chosen)


def read_form(process: Process, audience: Audience, form: QueryDict) -> dict[str, Any]:
    """The inputs that were typed; what cannot be read stays text, to be refused as such."""
    found: dict[str, Any] = {}
    for name, each in process.inputs(audience).items():
        kind, texts = kind_of(each.schema), form.getlist(name)
        if kind == "choices" and texts:
            found[name] = texts
        elif texts and texts[0].strip():
            found[name] = _READERS.get(kind, str)(texts[0].strip())
    return found


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _read_number(text: str) -> Any:
    value = _read_json(text.replace(",", "."))
    return value if isinstance(value, int | float) else text


def _read_lines(text: str) -> list[Any]:
    lines = [line.strip() for line in text.splitlines()]
    return [_read_json(line) if line.startswith("[") else line for line in lines if line]


_READERS: Final[Mapping[str, Any]] = {
    "number": _read_number,
    "geometry": _read_json,
    "lines": _read_lines,
}
