"""The viewer of each request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import sync_only_middleware
from django.utils.module_loading import import_string

from geo.access import ANYONE, Viewer, looking
from geo.basic_auth import user_of

Answer = Callable[[HttpRequest], HttpResponse]


_KEPT = "_viewer_of"
"""Attribute of a request that keeps its user and viewer."""
Builder = Callable[[User, dt.date], Viewer]
"""Says who is behind an account on a day, with what they may do then."""


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is behind `request`; nobody unless somebody signed in.

    Found once for each request and user: a page asks several times.
    """
    user, kept = request.user, vars(request).get(_KEPT)
    if kept is None or kept[0] is not user:
        found = viewer_for(user) if isinstance(user, User) else ANYONE
        kept = vars(request)[_KEPT] = (user, found)
    viewer: Viewer = kept[1]
    return viewer


def viewer_for(user: User) -> Viewer:
    """Who is behind an account today, as `settings.VIEWER_BUILDER` says."""
    build: Builder = import_string(settings.VIEWER_BUILDER)
    return build(user, timezone.localdate())


def signed_viewer(header: str) -> Viewer:
    """Who is behind a request with this `Authorization` header.

    Raises:
        NotSignedIn: it signs for nobody.
    """
    return viewer_for(user_of(header))


@sync_only_middleware
def viewer(get_response: Answer) -> Answer:
    """Set the viewer for the time of the request, and nobody afterwards.

    What somebody was shown who signed in may be kept by nobody else.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        seen_by = viewer_of(request)
        with looking(seen_by):
            response = get_response(request)
        if seen_by.name:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer
