"""How changing features is described in the API's own description."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from geo.layers import Layer
from geo.ogc.features.editing import PATCHES, WHOLE
from geo.published.projections import PROJECTIONS

Schema = dict[str, Any]

SIGNED: Final[Schema] = {"basic": {"type": "http", "scheme": "basic"}}
"""The one security scheme: an account of the municipality's staff."""
REFUSALS: Final = ("400", "401", "403", "404", "405", "412", "413", "415", "422", "428")


def editing_operations(layer: Layer) -> dict[str, Schema]:
    """Operations on the layer's features by path below its own; none if only read."""
    if layer.editing is None:
        return {}
    at = {"schema": {"type": "string", "format": "uri"}}
    created = {"201": _answer(_("Add a feature"), Location=at)}
    return {
        "/items": {"post": _change(_("Add a feature"), layer, created, WHOLE)},
        "/items/{featureId}": {
            "put": _change(_("Replace a feature"), layer, _done(), WHOLE, one=True),
            "patch": _change(
                _("Change some of a feature"), layer, _done(), PATCHES, one=True
            ),
            "delete": _change(
                _("Remove a feature"), layer, _done(tagged=False), (), one=True
            ),
        },
    }


def _done(*, tagged: bool = True) -> Schema:
    headers = {"ETag": {"schema": {"type": "string"}}}
    return {"204": _answer(_("Changed"), **(headers if tagged else {}))}


def _answer(description: str, **headers: Schema) -> Schema:
    return {"description": description, **({"headers": headers} if headers else {})}


def _header(name: str, description: str, schema: Schema) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": schema,
    }


def _change(
    summary: str,
    layer: Layer,
    answers: Schema,
    medias: tuple[str, ...],
    *,
    one: bool = False,
) -> Schema:
    text: Schema = {"type": "string"}
    parameters = []
    if one:
        identifier = {"type": "integer"}
        parameters.append(
            {"name": "featureId", "in": "path", "required": True, "schema": identifier}
        )
        seen = _("The state of the feature that the client has read.")
        parameters.append(_header("If-Match", seen, text))
        not_so = _("A state that the feature must not be in.")
        parameters.append(_header("If-None-Match", not_so, text))
    if medias:
        system = _("Reference system of the coordinates that are sent.")
        uris = {"type": "string", "enum": [f"<{uri}>" for uri in PROJECTIONS]}
        parameters.append(_header("Content-Crs", system, uris))
    problems = {status: {"$ref": "#/components/responses/Problem"} for status in REFUSALS}
    operation: Schema = {
        "summary": summary,
        "tags": [str(layer.title)],
        "parameters": parameters,
        "security": [{"basic": []}],
        "responses": {**answers, **problems},
    }
    if medias:
        content = {media: {"schema": {"type": "object"}} for media in medias}
        operation["requestBody"] = {"required": True, "content": content}
    return operation
