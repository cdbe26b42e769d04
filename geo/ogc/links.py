"""Addresses of the API's resources and the links between them."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

from geo.published.negotiation import HTML
from geo.published.wire import Request

ROOT: Final = "/ogc"
REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"

CATALOGUE: Final = "catalogue"
"""Name of the collection of records, which no layer may have."""

LinkObject = dict[str, str | bool]


def link(rel: str, media: str, href: str, title: str = "") -> LinkObject:
    """A link object of an OGC document."""
    given: LinkObject = {"rel": rel, "type": media, "href": href}
    return {**given, "title": title} if title else given


def profile_link(name: str) -> LinkObject:
    """The link that says which profile of the OGC a document keeps to (RFC 6906)."""
    return {"rel": "profile", "href": f"http://www.opengis.net/def/profile/OGC/0/{name}"}


def root(request: Request) -> str:
    """Absolute address of the API's landing page, without a slash at the end."""
    return request.site + ROOT


def collection(request: Request, name: str) -> str:
    """Absolute address of a collection."""
    return f"{root(request)}/collections/{name}"


def here(request: Request, **changes: str | int | None) -> str:
    """The request's own address with some parameters set anew, or left out for None."""
    path = request.site + quote(request.path.rstrip("/"))
    if not changes:
        return f"{path}?{request.query}" if request.query else path
    kept = [(name, value) for name, value in request.given.pairs if name not in changes]
    added = [(name, value) for name, value in changes.items() if value is not None]
    return f"{path}?{urlencode([*kept, *added], safe=':/,.')}"


def self_links(request: Request, media: str) -> list[LinkObject]:
    """Links of a resource to itself: as it is answered, and as a page."""
    return [
        link("self", media, here(request)),
        link("alternate", HTML, here(request, f="html")),
    ]
