"""What answering a request of the API needs, and what one of its resources is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from asgiref.sync import async_to_sync
from django.http import HttpRequest

from geo.layers import Layer, find_layer
from geo.ogc.configuration import configuration
from geo.published.features import Extent, read_extents
from geo.published.negotiation import JSON
from geo.published.refusals import NotFound
from geo.published.wire import Request

Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request with what answering it may need."""

    request: Request
    django_request: HttpRequest

    @cached_property
    def extents(self) -> dict[str, Extent]:
        """Where and when each layer's features are.

        Raises:
            DatabaseAway: the database does not answer.
        """
        return async_to_sync(read_extents)(self.request.viewer.audience)

    @cached_property
    def configuration(self) -> Document:
        """pygeoapi's configuration for this request."""
        return configuration(self.request, self.extents)

    def layer(self, name: str) -> Layer:
        """The layer of this name.

        Raises:
            NotFound: the viewer may see none.
        """
        layer = find_layer(name, self.request.viewer.audience)
        if layer is None:
            raise NotFound
        return layer


def in_json(document: Document) -> bytes:
    """The document as it is sent, without what is only for its page."""
    for only_for_the_page in ("collections_path", "heading", "listed"):
        document.pop(only_for_the_page, None)
    return json.dumps(document, ensure_ascii=False).encode()


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One address of the API: how its document is made and which page shows it."""

    document: Callable[[], Document]
    title: str
    template: str = ""
    """pygeoapi's template of its page."""
    page: Callable[[Document], str] | None = None
    """Makes the inside of its page where that is no template of pygeoapi's."""
    media: str = JSON
    parameters: tuple[str, ...] = ()
    """Query parameters besides those of every resource."""
    written: Callable[[Document], bytes] = in_json
