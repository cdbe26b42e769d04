"""Requests that may write sign the history with their viewer's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from geo.access import current_viewer
from geo.acting import signed

Answer = Callable[[HttpRequest], HttpResponse]

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@sync_only_middleware
def signing(get_response: Answer) -> Answer:
    """Sign what a request writes; passers-by sign with nothing, readers cost nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        viewer = current_viewer.get()
        if request.method in READING or not viewer.name:
            return get_response(request)
        with signed(viewer):
            return get_response(request)

    return answer
