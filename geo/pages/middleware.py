"""The viewer of each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from geo.access import ANYONE, Viewer, current_viewer

Answer = Callable[[HttpRequest], HttpResponse]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is behind `request`; nobody unless a member of staff signed in."""
    user = request.user
    if not user.is_authenticated or not user.is_staff:
        return ANYONE
    return Viewer(name=user.get_username(), is_staff=True)


@sync_only_middleware
def viewer(get_response: Answer) -> Answer:
    """Set the viewer for the time of the request, and nobody afterwards."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = current_viewer.set(viewer_of(request))
        try:
            return get_response(request)
        finally:
            current_viewer.reset(token)

    return answer
