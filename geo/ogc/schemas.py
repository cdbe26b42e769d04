"""JSON Schemas of a layer's features and of what can be asked about them.

Source: OGC 19-079r2, clause 6 (queryables); OGC 23-058r1, clauses 8 and 9 (schemas).
"""

from __future__ import annotations

from typing import Any, Final

from geo.access import Audience
from geo.layers import Field, Kind, Layer

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

TYPES: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.DATETIME: {"type": "string", "format": "date-time"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.INTEGERS: {"type": "array", "items": {"type": "integer"}},
}


def words_of(field: Field) -> str:
    """The field's vocabulary for people: each value and its word."""
    return "; ".join(f"{value} = {word}" for value, word in field.words)


def field_schema(field: Field) -> dict[str, Any]:
    """The JSON Schema of one property, its title in the active language."""
    schema: dict[str, Any] = {"title": str(field.title), **TYPES[field.kind]}
    if field.unit:
        schema |= {"x-ogc-unit": field.unit}
    if field.words:
        schema |= {"description": words_of(field)}
    return schema


def _geometry(layer: Layer) -> dict[str, Any]:
    kind = layer.geometry_type.lower()
    shape = "any" if kind == "geometry" else kind
    return {"format": f"geometry-{shape}", "x-ogc-role": "primary-geometry"}


def _document(
    layer: Layer, audience: Audience, address: str, *, inner: dict[str, Any]
) -> dict[str, Any]:
    properties = {**inner, "geometry": _geometry(layer)}
    for field in layer.fields_for(audience):
        properties[field.name] = field_schema(field)
        if field.name == layer.time:
            properties[field.name]["x-ogc-role"] = "primary-instant"
    return {
        "$schema": DRAFT,
        "$id": address,
        "type": "object",
        "title": str(layer.title),
        "description": str(layer.description),
        "properties": properties,
        "additionalProperties": False,
    }


def queryables_document(layer: Layer, audience: Audience, address: str) -> dict[str, Any]:
    """What `layer`'s features can be filtered on, at its own `address`."""
    return _document(layer, audience, address, inner={})


def schema_document(layer: Layer, audience: Audience, address: str) -> dict[str, Any]:
    """What `layer`'s features hold, at its own `address`."""
    identifier = {"type": "integer", "x-ogc-role": "id", "readOnly": True}
    return _document(layer, audience, address, inner={"id": identifier})
