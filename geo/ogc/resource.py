"""One document of the API: how it is made, from which request, and which page shows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from asgiref.sync import async_to_sync
from django.http import HttpRequest

from geo.access import Audience
from geo.layers import Layer, find_layer, published
from geo.ogc.configuration import configuration
from geo.ogc.stage import Stage
from geo.published.features import Extent, read_extents
from geo.published.negotiation import HTML, JSON
from geo.published.refusals import NotFound
from geo.published.wire import Request

Document = dict[str, Any]


def seen_layer(name: str, audience: Audience) -> Layer:
    """The layer of this name.

    Raises:
        NotFound: the audience may see none.
    """
    layer = find_layer(name, audience)
    if layer is None:
        raise NotFound
    return layer


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request with what answering it may need."""

    request: Request
    django_request: HttpRequest

    def extents(self, layers: Iterable[Layer]) -> dict[str, Extent]:
        """Where and when the features of each of these are.

        Raises:
            DatabaseAway: the database does not answer.
        """
        return async_to_sync(read_extents)(layers, self.request.viewer.audience)

    @cached_property
    def configuration(self) -> Document:
        """pygeoapi's configuration for this request, with every layer in it.

        Raises:
            DatabaseAway: the database does not answer.
        """
        layers = published(self.request.viewer.audience)
        return configuration(self.request, self.extents(layers))

    @cached_property
    def bare(self) -> Document:
        """The same without any layer, for pages: nothing is read for it."""
        return configuration(self.request, {})

    def configured(self, layer: Layer) -> Document:
        """The same with this layer alone.

        Raises:
            DatabaseAway: the database does not answer.
        """
        return configuration(self.request, self.extents([layer]))

    def layer(self, name: str) -> Layer:
        """The layer of this name.

        Raises:
            NotFound: the viewer may see none.
        """
        return seen_layer(name, self.request.viewer.audience)


def in_json(document: Document) -> bytes:
    """The document as it is sent."""
    return json.dumps(document, ensure_ascii=False).encode()


def _no_map(_document: Document) -> Stage | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One address of the API: how its document is made and which page shows it."""

    document: Callable[[], Document]
    title: str
    template: str = ""
    """pygeoapi's template of its page."""
    page: Callable[[Document], str] | None = None
    """Makes the inside of its page where that is no template of pygeoapi's."""
    for_page: Callable[[], Document] = dict
    """What only the template needs besides."""
    stage: Callable[[Document], Stage | None] = _no_map
    """The map of its page."""
    media: str = JSON
    written: Callable[[Document], bytes] = in_json
    others: Mapping[str, tuple[str, Callable[[], Document]]] = field(default_factory=dict)
    """Formats besides that one and HTML: media type, and how its document is made."""
    parameters: tuple[str, ...] = ()
    """Query parameters besides those of every resource."""

    def offered(self) -> dict[str, tuple[str, ...]]:
        """Formats with their media types, the default first."""
        others = {f: (media,) for f, (media, _document) in self.others.items()}
        return {"json": (self.media, JSON), **others, "html": (HTML,)}

    def made(self, f: str) -> tuple[str, bytes]:
        """The media type and the bytes of the format `f`."""
        if f in self.others:
            media, document = self.others[f]
            return media, in_json(document())
        return self.media, self.written(self.document())
