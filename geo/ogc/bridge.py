"""Asks pygeoapi, in this process, for its documents and pages.

It is given a clean request (a format and a language) because everything else has been
read and checked before, and its documents are mended where the standard says otherwise.
It is imported at the first request that needs it: that takes a second or more.
"""

from __future__ import annotations

import copy
import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, QueryDict

from geo.ogc.links import REL, LinkObject, link, profile_link, root
from geo.published.negotiation import JSON
from geo.published.projections import CRS84, PROJECTIONS
from geo.published.wire import Request

Document = dict[str, Any]

LINKED_DATA: Final = "application/ld+json"
NOT_OF_RECORDS: Final = {f"{REL}queryables", f"{REL}schema"}
"""Relations of a collection to what the catalogue does not have."""


def _clean(django_request: HttpRequest, format_name: str, language: str) -> HttpRequest:
    _read_once = django_request.body  # a copy would close the stream for the next one
    clean = copy.copy(django_request)
    clean.GET = QueryDict(f"f={format_name}&lang={language}")
    return clean


_importing = threading.Lock()


def warm_up() -> None:
    """Import pygeoapi and keep it quiet; the first caller waits for a second or more.

    One thread at a time: its modules import each other in circles, and a second thread
    would find them half made.
    """
    with _importing:
        import pygeoapi.api
        import pygeoapi.api.itemtypes

    # It would install its own log format for the whole process at every request.
    pygeoapi.api.setup_logger = _leave_logging_alone
    logging.getLogger("pygeoapi").setLevel(logging.CRITICAL)


def _leave_logging_alone(_settings: Document) -> None:
    """Stands in for pygeoapi's set-up of the root logger."""


def _ask(
    function: Callable[..., tuple[Any, Any, str]],
    configuration: Document,
    clean: HttpRequest,
    *arguments: str,
) -> str:
    from pygeoapi.api import API, APIRequest

    api = API(configuration, {})
    asking = APIRequest.from_django(clean, api.locales)
    _headers, _status, content = function(api, asking, *arguments)
    return content


def landing_document(
    request: Request, django_request: HttpRequest, configuration: Document
) -> Document:
    """The landing page as a document."""
    warm_up()
    from pygeoapi.api import landing_page

    clean = _clean(django_request, "json", request.language)
    document: Document = json.loads(_ask(landing_page, configuration, clean))
    document["links"] = [
        *_kept(document["links"]),
        # The standard of processes calls it so, that of features by its short name.
        link(f"{REL}conformance", JSON, f"{root(request)}/conformance"),
        link(f"{REL}tilesets-vector", JSON, f"{root(request)}/tiles"),
    ]
    return document


def collections_document(
    request: Request,
    django_request: HttpRequest,
    configuration: Document,
    name: str | None = None,
) -> Document:
    """All collections, or the one of this name, as a document."""
    warm_up()
    from pygeoapi.api import describe_collections

    clean = _clean(django_request, "json", request.language)
    text = _ask(describe_collections, configuration, clean, *([name] if name else []))
    document: Document = json.loads(text)
    for collection in document.get("collections", [document]):
        if collection["itemType"] == "feature":
            collection["crs"] = list(PROJECTIONS)
            collection["storageCrs"] = CRS84.uri
        collection["links"] = _kept(collection["links"])
        if collection["itemType"] == "record":
            collection["type"] = "Collection"  # OGC 20-004r1, table of catalogue properties
            links = [
                each for each in collection["links"] if each["rel"] not in NOT_OF_RECORDS
            ]
            collection["links"] = [*links, profile_link("ogc-catalog")]
    document["links"] = _kept(document["links"])
    return document


def _kept(links: list[LinkObject]) -> list[LinkObject]:
    return [each for each in links if each.get("type") != LINKED_DATA]


def items_page(
    request: Request,
    django_request: HttpRequest,
    configuration: Document,
    name: str,
    item: str | None = None,
) -> str:
    """A page of features, or of one, as the inside of an HTML page."""
    warm_up()
    from pygeoapi.api.itemtypes import get_collection_item, get_collection_items

    clean = _clean(django_request, "html", request.language)
    if item is not None:
        return _ask(get_collection_item, configuration, clean, name, item)
    return _ask(get_collection_items, configuration, clean, name)


def rendered(configuration: Document, template: str, data: Document, language: str) -> str:
    """The inside of an HTML page for a document, through pygeoapi's templates."""
    warm_up()
    from pygeoapi.util import render_j2_template

    text: str = render_j2_template(
        configuration, configuration["server"]["templates"], template, data, language
    )
    return text
