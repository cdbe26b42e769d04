"""Which methods an address under `/ogc` takes from this viewer.

Source: RFC 9110, sections 10.2.1 (Allow) and 15.5.6 (405); OGC 20-002r1, class
create-replace-delete, `options-response`.
"""

from __future__ import annotations

from geo.layers import find_layer
from geo.ogc.features.editing import PATCHES, WHOLE, allowed_methods
from geo.published.negotiation import JSON
from geo.published.refusals import MethodNotAllowed, OtherMethod
from geo.published.wire import SAFE_METHODS, Request


def methods_at(request: Request) -> tuple[str, ...]:
    """What the viewer may do at the address of `request`, which exists."""
    match list(request.parts):
        case ["ogc", "collections", name, "items", *rest] if len(rest) <= 1:
            layer = find_layer(name, request.viewer.audience)
            if layer is not None:
                return allowed_methods(layer, request, one=bool(rest))
        case ["ogc", "processes", _, "execution"]:
            return ("POST", "OPTIONS")
        case ["ogc", "jobs", _]:
            return (*SAFE_METHODS, "DELETE")
    return SAFE_METHODS


def bodies_at(request: Request, methods: tuple[str, ...]) -> dict[str, str]:
    """The headers that say what may be sent there with these `methods`."""
    headers = {}
    if "POST" in methods:  # of W3C Linked Data Platform 1.0, 7.1
        sent = (JSON,) if request.parts[1] == "processes" else WHOLE
        headers["accept-post"] = ", ".join(sent)
    if "PATCH" in methods:  # of RFC 5789, 3.1
        headers["accept-patch"] = ", ".join(PATCHES)
    return headers


def not_taken(request: Request) -> MethodNotAllowed:
    """The refusal of the method of `request`, which names those that are taken."""
    allowed = methods_at(request)
    return MethodNotAllowed() if allowed == SAFE_METHODS else OtherMethod(allowed)
