"""The catalogue's records, one of them, and what they can be sorted by."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from geo.layers import Layer, find_layer, published
from geo.ogc.links import CATALOGUE, collection, here, link
from geo.ogc.records.elevation import dem_records
from geo.ogc.records.finding import found
from geo.ogc.records.question import SORTABLE, RecordQuestion, parse_record_question
from geo.ogc.records.record import catalogue_links, record_of
from geo.ogc.schemas import DRAFT
from geo.published.features import read_extents
from geo.published.negotiation import GEOJSON, SCHEMA
from geo.published.question import GENERAL
from geo.published.refusals import NotFound
from geo.published.sending import entity_tag
from geo.published.wire import Answer, Request

Document = dict[str, Any]

VARY: Final = "Accept, Accept-Encoding, Accept-Language"


async def all_records(request: Request) -> list[Document]:
    """A record about every layer the viewer may see and the DEM, in the request's language.

    Raises:
        DatabaseAway: the database does not answer.
    """
    records = await _records_of(request, published(request.viewer.audience))
    with translation.override(request.language):
        return records + dem_records(request)


async def _records_of(request: Request, layers: Sequence[Layer]) -> list[Document]:
    extents = await read_extents(layers, request.viewer.audience)
    with translation.override(request.language):
        return [record_of(request, layer, extents[layer.name]) for layer in layers]


async def read_records(request: Request, question: RecordQuestion) -> Document:
    """The page of records that `question` asks for, as a GeoJSON collection."""
    matching = found(await all_records(request), question)
    end = question.offset + question.limit
    page = matching[question.offset : end]
    links = catalogue_links(request)
    if end < len(matching):
        links.append(link("next", GEOJSON, here(request, offset=end)))
    return {
        "type": "FeatureCollection",
        "numberMatched": len(matching),
        "numberReturned": len(page),
        "links": links,
        "features": page,
    }


async def read_record(request: Request, name: str) -> Document:
    """The record about the layer called `name`.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    layer = find_layer(name, request.viewer.audience)
    with translation.override(request.language):
        others = {each["id"]: each for each in dem_records(request)}
    if layer is None and name not in others:
        raise NotFound
    return (await _records_of(request, [layer]))[0] if layer else others[name]


def _answer(request: Request, document: Document, media: str, **more: object) -> Answer:
    tag = entity_tag(json.dumps(document, ensure_ascii=False).encode())
    return Answer(
        body=json.dumps({**document, **more}, ensure_ascii=False).encode(),
        content_type=media,
        headers={
            "cache-control": "no-cache",
            "content-language": request.language,
            "etag": tag,
            "vary": VARY,
        },
    )


async def records(request: Request) -> Answer:
    """A page of records.

    Raises:
        BadParameter: a parameter cannot be understood; UnknownParameter if it is new.
        DatabaseAway: the database does not answer.
    """
    document = await read_records(request, parse_record_question(request.given))
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return _answer(request, document, GEOJSON, timeStamp=now.replace("+00:00", "Z"))


async def record(request: Request, name: str) -> Answer:
    """One record.

    Raises:
        NotFound: there is none of this name.
        DatabaseAway: the database does not answer.
    """
    request.given.only(GENERAL)
    return _answer(request, await read_record(request, name), GEOJSON)


def sortables_document(request: Request) -> Document:
    """What records can be sorted by, as a JSON Schema in the active language."""
    titles = {"id": _("Identifier"), "title": _("Title"), "type": _("Type")}
    return {
        "$schema": DRAFT,
        "$id": f"{collection(request, CATALOGUE)}/sortables",
        "type": "object",
        "title": _("What records can be sorted by"),
        "properties": {
            name: {"type": "string", "title": titles[name]} for name in SORTABLE
        },
        "additionalProperties": False,
    }


async def sortables(request: Request) -> Answer:
    """What records can be sorted by."""
    request.given.only(GENERAL)
    with translation.override(request.language):
        return _answer(request, sortables_document(request), SCHEMA)
