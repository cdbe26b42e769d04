"""Requests that change a feature: create, replace, update, delete.

Source: OGC 20-002r1 (Features, part 4), classes create-replace-delete, update and
optimistic-locking-etags.
"""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _

from geo.basic_auth import NotSignedIn
from geo.editing.acts import (
    change_feature,
    create_feature,
    remove_feature,
    replace_feature,
)
from geo.editing.conditions import Conditions
from geo.editing.drafts import Draft, patched, read_json, whole
from geo.editing.refusals import BadBody, BodyTooLarge, NoToken, UnsupportedBody
from geo.layers import Layer
from geo.ogc.links import collection
from geo.published.negotiation import GEOJSON, JSON
from geo.published.projections import CRS84, PROJECTIONS, Projection
from geo.published.refusals import BadParameter, MethodNotAllowed, OtherMethod, Words
from geo.published.wire import SAFE_METHODS, Answer, Request

MERGE_PATCH: Final = "application/merge-patch+json"
WHOLE: Final = (GEOJSON, JSON)
PATCHES: Final = (MERGE_PATCH, GEOJSON, JSON)
ON_ITEMS: Final = ("POST",)
ON_ITEM: Final = ("PUT", "PATCH", "DELETE")

_UNKNOWN_CRS = _("“Content-Crs” names a reference system that is not offered: “%(value)s”.")
_NO_TYPE = _("“Content-Type” does not say what was sent. Features are taken as %(known)s.")


def allowed_methods(layer: Layer, request: Request, *, one: bool) -> tuple[str, ...]:
    """What the viewer may do with the layer's features, or with one of them."""
    editing = layer.editing
    if editing is None or not request.viewer.may(editing.permission.name):
        return SAFE_METHODS
    return (*SAFE_METHODS, *_methods(one=one))


def edit(
    request: Request, django_request: HttpRequest, layer: Layer, name: str | None
) -> Answer:
    """Change what the request asks to change.

    Raises:
        MethodNotAllowed: the layer is only read, or the method is not for this address.
        NotSignedIn: nobody signed the request.
        NotAllowed: the viewer may not change the layer; NoToken: nor a foreign page.
        BadBody, BadFeature, UnsupportedBody, BodyTooLarge: what was sent is not taken.
        NotFound, ChangedMeanwhile, NotToMatch, MatchDemanded: not the feature the client
            means.
    """
    if layer.editing is None or request.method not in _methods(one=name is not None):
        raise _not_taken(layer, request, one=name is not None)
    if not request.viewer.is_staff:
        raise NotSignedIn
    layer.editing.permission.require(request.viewer)
    check_token(request, django_request)
    request.given.only(())
    if name is None:
        pk = create_feature(
            layer, _whole(request, django_request, layer), by=request.viewer
        )
        location = f"{collection(request, layer.name)}/items/{pk}"
        return Answer(status=201, headers={"location": location})
    tag = _change(request, django_request, layer, name)
    return Answer(status=204, headers={"etag": tag} if tag else {})


def _methods(*, one: bool) -> tuple[str, ...]:
    return ON_ITEM if one else ON_ITEMS


def _not_taken(layer: Layer, request: Request, *, one: bool) -> MethodNotAllowed:
    allowed = allowed_methods(layer, request, one=one)
    return MethodNotAllowed() if allowed == SAFE_METHODS else OtherMethod(allowed)


def _change(request: Request, django_request: HttpRequest, layer: Layer, name: str) -> str:
    """Make the change; returns the tag of the feature as it is then, if it still is."""
    by, seen = request.viewer, _conditions(request)
    if request.method == "DELETE":
        remove_feature(layer, name, seen=seen, by=by)
        return ""
    if request.method == "PUT":
        draft = _whole(request, django_request, layer)
        return replace_feature(layer, name, draft, seen=seen, by=by)
    patch = read_json(_body(request, django_request, PATCHES))
    projection = _projection(request)

    def draft_for(present: GEOSGeometry | None) -> Draft:
        return patched(patch, layer, projection, present=present)

    return change_feature(layer, name, draft_for, seen=seen, by=by)


def _conditions(request: Request) -> Conditions:
    match, none_match = (
        request.headers.get(name, "").strip() for name in ("if-match", "if-none-match")
    )
    return Conditions(match=match, none_match=none_match)


def _whole(request: Request, django_request: HttpRequest, layer: Layer) -> Draft:
    document = read_json(_body(request, django_request, WHOLE))
    return whole(document, layer, _projection(request))


def _body(request: Request, django_request: HttpRequest, known: tuple[str, ...]) -> bytes:
    if not request.media_type:  # OGC 20-002r1, post-content-type, B; 415 is for others
        raise BadBody(_NO_TYPE, known=Words(", ".join(known)))
    if request.media_type not in known:
        raise UnsupportedBody(known=", ".join(known))
    try:
        return django_request.body
    except RequestDataTooBig as error:
        raise BodyTooLarge from error


def _projection(request: Request) -> Projection:
    said = request.headers.get("content-crs", "").strip()
    if not said:
        return CRS84
    uri = said.strip("<>")
    if uri not in PROJECTIONS:
        raise BadParameter(_UNKNOWN_CRS, value=uri)
    return PROJECTIONS[uri]


def check_token(request: Request, django_request: HttpRequest) -> None:
    """A session's cookie comes by itself, so such a change needs the page's token too.

    Raises:
        NoToken: it lacks, or is not that of the session.
    """
    if "authorization" in request.headers:
        return
    check = CsrfViewMiddleware(_nothing)
    check.process_request(django_request)
    if check.process_view(django_request, _nothing, (), {}) is not None:
        raise NoToken


def _nothing(_request: HttpRequest) -> HttpResponse:
    """A view that, unlike ours, is not exempt from the check."""
    return HttpResponse()
