"""The viewer of each request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import sync_only_middleware

from geo.access import ANYONE, Viewer, current_viewer
from geo.basic_auth import user_of

Answer = Callable[[HttpRequest], HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is behind `request`; nobody unless a member of staff signed in."""
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return ANYONE
    return staff_viewer(user)


def staff_viewer(user: User) -> Viewer:
    """The viewer that a member of staff is."""
    return Viewer(name=user.get_username(), is_staff=True, holds_all=user.is_superuser)


def signed_viewer(header: str) -> Viewer:
    """Who is behind a request with this `Authorization` header.

    Raises:
        NotSignedIn: it signs for nobody.
    """
    user = user_of(header)
    return staff_viewer(user) if user.is_staff else ANYONE


@sync_only_middleware
def viewer(get_response: Answer) -> Answer:
    """Set the viewer for the time of the request, and nobody afterwards.

    What a member of staff was shown may be kept by nobody else.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        looking = viewer_of(request)
        token = current_viewer.set(looking)
        try:
            response = get_response(request)
        finally:
            current_viewer.reset(token)
        if looking.is_staff:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer
