"""From the body of a request to values and a shape that a row can take.

Source: RFC 7946 (GeoJSON), RFC 7396 (merge patch), OGC 20-002r1 (Features, part 4).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Field as Column
from django.utils.translation import gettext_lazy as _

from geo.editing.refusals import BadBody, BadFeature
from geo.editing.shapes import read_shape, written_shape
from geo.editing.values import read_property
from geo.layers import Field, Layer
from geo.published.projections import Projection
from geo.published.refusals import Words

MEMBERS: Final = {"type", "id", "geometry", "properties", "links", "bbox", "timeStamp"}

_NOT_JSON = _("This is not JSON: %(why)s.")
_NOT_OBJECT = _("A feature is a JSON object with “type”, “geometry” and “properties”.")
_NOT_FEATURE = _("“type” must be “Feature”.")
_NO_MEMBER = _("The feature lacks “%(name)s”.")
_UNKNOWN = _("The layer has no property “%(name)s”. It has: %(known)s.")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a client wants a row to hold."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """By column of the model."""
    shape: GEOSGeometry | None = None
    has_shape: bool = False
    """Whether the client said anything about the shape; saying null is saying something."""


def columns(layer: Layer) -> dict[str, tuple[Field, Column[Any, Any]]]:
    """What can be written: published fields that are columns of the layer's own table."""
    own = {column.name: column for column in layer.model._meta.concrete_fields}
    return {
        each.name: (each, own[each.source or each.name])
        for each in layer.fields
        if (each.source or each.name) in own
    }


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`.

    Raises:
        BadBody: not UTF-8, not JSON, no object, or nested deeper than anybody needs.
    """
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadBody(_NOT_JSON, why=str(error)[:80]) from error
    if not isinstance(document, dict):
        raise BadBody(_NOT_OBJECT)
    return document


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def whole(document: dict[str, Any], layer: Layer, projection: Projection) -> Draft:
    """A draft of a complete feature, for creating and replacing.

    A property that is null says no more than one that is not there: QGIS names all of them.

    Raises:
        BadBody: it is no feature.
        BadFeature: the layer does not take its values or its shape.
    """
    if document.get("type") != "Feature":
        raise BadBody(_NOT_FEATURE)
    for name in ("geometry", "properties"):
        if name not in document:
            raise BadBody(_NO_MEMBER, name=name)
    properties = {} if document["properties"] is None else document["properties"]
    if isinstance(properties, dict):
        own = columns(layer)
        said = {
            name: value
            for name, value in properties.items()
            if value is not None or name not in own
        }
        document = {**document, "properties": said}
    return _draft(document, layer, projection)


def patched(
    patch: dict[str, Any],
    layer: Layer,
    projection: Projection,
    *,
    present: GEOSGeometry | None,
) -> Draft:
    """A draft of what a merge patch changes on a feature whose shape is `present`.

    Null unsets: all properties, if it stands in the place of all of them.

    *CRS*: the patch in `projection` with its axis order, `present` in EPSG:4326.

    Raises:
        BadBody: it is no patch of a feature.
        BadFeature: the layer does not take its values or its shape.
    """
    members = dict(patch)
    if "properties" in patch and patch["properties"] is None:
        members["properties"] = dict.fromkeys(columns(layer))
    if isinstance(patch.get("geometry"), dict):
        known = {} if present is None else written_shape(present, projection)
        members["geometry"] = _merged(known, patch["geometry"])
        if members["geometry"] == known:
            del members["geometry"]
    return _draft(members, layer, projection)


def _merged(known: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """RFC 7396 for a geometry, of whose members none is an object again."""
    merged = {**known, **patch}
    return {name: value for name, value in merged.items() if value is not None}


def _draft(document: dict[str, Any], layer: Layer, projection: Projection) -> Draft:
    for name in document:
        if name not in MEMBERS:
            raise BadFeature(_UNKNOWN, name=name, known=Words(", ".join(sorted(MEMBERS))))
    if document.get("type", "Feature") != "Feature":
        raise BadBody(_NOT_FEATURE)
    properties = document.get("properties", {})
    if not isinstance(properties, dict):
        raise BadBody(_NOT_OBJECT)
    shape = None
    if document.get("geometry") is not None:
        shape = read_shape(document["geometry"], layer.geometry_type, projection)
    return Draft(
        values=_values(properties, layer),
        shape=shape,
        has_shape="geometry" in document,
    )


def _values(properties: dict[str, Any], layer: Layer) -> dict[str, Any]:
    """Values by column; what follows from other tables is passed over."""
    published = {each.name for each in layer.fields}
    writable = columns(layer)
    found = {}
    for name, value in properties.items():
        if name not in published:
            raise BadFeature(_UNKNOWN, name=name, known=Words(", ".join(writable)))
        if name in writable:
            each, column = writable[name]
            found[column.name] = read_property(each, column, value)
    return found
