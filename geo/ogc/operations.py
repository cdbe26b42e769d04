"""One operation of the API as its OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from geo.published.negotiation import HTML, TILE
from geo.raster.coverage import TIFF

Schema = dict[str, Any]


def problems(statuses: Sequence[str]) -> Schema:
    """What an operation answers where something is wrong."""
    return {status: {"$ref": "#/components/responses/Problem"} for status in statuses}


def problems_of_reading() -> Schema:
    """The same of whatever is read; the server itself refuses what is too long to read."""
    too_long = {"description": _("The address is too long.")}
    told = problems(("400", "404", "406", "500", "503"))
    return {**told, "414": too_long, "431": too_long}


def operation(
    summary: str, tag: str, parameters: list[Schema], *medias: str, empty: bool = False
) -> Schema:
    """The description of a resource that is read, in each of `medias`.

    `empty` is for one that may have nothing to show (204).
    """
    content = {media: {"schema": _content(media)} for media in medias}
    responses: Schema = {"200": {"description": summary, "content": content}}
    if empty:
        responses["204"] = {"description": _("Nothing to show here.")}
    responses |= problems_of_reading()
    return {
        "get": {
            "summary": summary,
            "tags": [tag],
            "parameters": parameters,
            "responses": responses,
        }
    }


def _content(media: str) -> Schema:
    if media == HTML:
        return {"type": "string"}
    if media in (TILE, TIFF):
        return {"type": "string", "format": "binary"}
    return {"type": "object"}
