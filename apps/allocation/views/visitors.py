"""Who is at the door: a party that signed in, a browser with its token, or both."""

from __future__ import annotations

import secrets
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from apps.allocation.domain.holders import Holder, digest
from geo.access import Viewer

COOKIE: Final = "llajta_visitor"
_AGE_SECONDS: Final = 30 * 24 * 3600
_LONGEST: Final = 64


def holder_of(request: HttpRequest, by: Viewer, party: int | None = None) -> Holder:
    """For whom a request acts: `party` where a desk names one, else whoever sent it."""
    if party is not None:
        return Holder(party_id=party)
    return Holder(party_id=by.person_id, visitor=visitor_of(request))


def visitor_of(request: HttpRequest) -> str:
    """Digest of the token that the browser carries; empty if it carries none."""
    token = request.COOKIES.get(COOKIE, "")[:_LONGEST]
    return digest("visitor", token) if token else ""


def give_token(request: HttpRequest) -> None:
    """Let a browser without a token have one from now on; `keep_token` sends it."""
    if not visitor_of(request):
        request.COOKIES[COOKIE] = secrets.token_urlsafe(24)


def keep_token(request: HttpRequest, response: HttpResponseBase) -> None:
    """Send the browser its token: 192 bits that only the server reads again.

    No cache in between keeps such a page: it would make one visitor of all it serves.
    """
    patch_cache_control(response, private=True, no_cache=True)
    if COOKIE in request.COOKIES:
        response.set_cookie(
            COOKIE,
            request.COOKIES[COOKIE],
            max_age=_AGE_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
