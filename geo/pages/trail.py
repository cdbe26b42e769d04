"""Requests that may write sign the history with their viewer, the books with their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from geo.access import Viewer, current_viewer
from geo.acting import signed, through
from geo.pages.origin import address_of

Answer = Callable[[HttpRequest], HttpResponse]

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@sync_only_middleware
def signing(get_response: Answer) -> Answer:
    """Sign what a request writes; passers-by sign with nothing, readers cost nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        viewer = current_viewer.get()
        with through(lambda: _door(request, viewer)):
            if request.method in READING or not viewer.name:
                return get_response(request)
            with signed(viewer):
                return get_response(request)

    return answer


def _door(request: HttpRequest, viewer: Viewer) -> str:
    """The page, and of staff the address of their computer: citizens leave none behind."""
    route = request.resolver_match.route if request.resolver_match else ""
    if not route or route.startswith("^"):  # an expression says nothing to people
        route = request.path.lstrip("/")
    return f"page: /{route} {address_of(request) if viewer.is_staff else ''}".rstrip()
