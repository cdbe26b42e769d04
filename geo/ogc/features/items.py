"""`items`, one item, `queryables` and `schema` of a collection, straight from the views.

Source: OGC 17-069r4 (Features Core), 18-058r1 (CRS), 19-079r2 (queryables).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from django.utils import translation

from geo.layers import Layer
from geo.ogc.links import LinkObject, collection, here, link, self_links
from geo.ogc.schemas import queryables_document, schema_document
from geo.published.features import Page, feature_tag, read_item, read_page
from geo.published.negotiation import GEOJSON, HTML, JSON, SCHEMA, chosen_format
from geo.published.projections import Projection
from geo.published.question import GENERAL, parse_projection, parse_question
from geo.published.sending import entity_tag
from geo.published.wire import Answer, Request

FEATURES: Final = {"json": (GEOJSON, JSON), "html": (HTML,)}
DOCUMENTS: Final = {"json": (SCHEMA, JSON), "html": (HTML,)}
"""Formats and their media types, the default first."""


def wants_page(request: Request, offered: dict[str, tuple[str, ...]]) -> bool:
    """Whether the client wants HTML rather than data.

    Raises:
        BadParameter: `f` names no offered format.
        NotAcceptable: the client accepts none of them.
    """
    accept = request.headers.get("accept", "")
    return chosen_format(request.given.find("f"), accept, offered) == "html"


def _links(request: Request, layer: Layer) -> list[LinkObject]:
    up = link("collection", JSON, collection(request, layer.name))
    return [*self_links(request, GEOJSON), up]


def _page_links(request: Request, layer: Layer, page: Page) -> list[LinkObject]:
    links = _links(request, layer)
    if page.following is not None:
        following = here(request, offset=None, after=page.following)
        links.append(link("next", GEOJSON, following))
    return links


def _timestamp() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _crs_header(projection: Projection) -> dict[str, str]:
    return {"content-crs": f"<{projection.uri}>"}


async def items(request: Request, layer: Layer) -> Answer:
    """A page of features.

    Raises:
        BadParameter: a parameter cannot be understood; UnknownParameter if it is new.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    question = parse_question(request.given, layer, request.viewer.audience)
    page = await read_page(question)
    links = _page_links(request, layer, page)
    envelope = (
        f'{{"type":"FeatureCollection","numberMatched":{page.matched},'
        f'"numberReturned":{page.returned},"timeStamp":"{_timestamp()}",'
        f'"links":{json.dumps(links)},"features":['
    )
    tag = entity_tag(here(request).encode(), str(page.matched).encode(), page.features)
    return Answer(
        body=b"".join((envelope.encode(), page.features, b"]}")),
        content_type=GEOJSON,
        headers={
            **_crs_header(question.projection),
            "cache-control": "no-cache",
            "etag": tag,
        },
    )


async def item(request: Request, layer: Layer, name: str) -> Answer:
    """One feature.

    Raises:
        NotFound: the layer has no feature of this id.
        BadParameter: a parameter cannot be understood; UnknownParameter if it is new.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    request.given.only([*GENERAL, "crs"])
    projection = parse_projection(request.given, "crs")
    feature = await read_item(layer, request.viewer.audience, name, projection)
    shown = json.dumps(_links(request, layer)).encode()
    body = b"".join((feature[:-1], b',"links":', shown, b"}"))
    return Answer(
        body=body,
        content_type=GEOJSON,
        headers={
            **_crs_header(projection),
            "cache-control": "no-cache",
            "etag": feature_tag(feature),
        },
    )


def _described(request: Request, document: dict[str, object]) -> Answer:
    body = json.dumps(document, ensure_ascii=False).encode()
    return Answer(
        body=body,
        content_type=SCHEMA,
        headers={
            "cache-control": "no-cache",
            "etag": entity_tag(body),
            "content-language": request.language,
            "vary": "Accept, Accept-Encoding, Accept-Language",
        },
    )


async def queryables(request: Request, layer: Layer) -> Answer:
    """The properties a client may filter on, as a JSON Schema.

    Raises:
        UnknownParameter: a parameter this resource does not have.
    """
    request.given.only(GENERAL)
    address = f"{collection(request, layer.name)}/queryables"
    with translation.override(request.language):
        document = queryables_document(layer, request.viewer.audience, address)
    return _described(request, document)


async def schema(request: Request, layer: Layer) -> Answer:
    """The properties a feature has, as a JSON Schema.

    Raises:
        UnknownParameter: a parameter this resource does not have.
    """
    request.given.only(GENERAL)
    address = f"{collection(request, layer.name)}/schema"
    with translation.override(request.language):
        document = schema_document(layer, request.viewer.audience, address)
    return _described(request, document)
