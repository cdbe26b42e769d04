"""The search box: whatever the apps find for a text."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geo.access import Viewer
from geo.pages.contributions import Hit, finders
from geo.pages.middleware import viewer_of

LONGEST: Final = 120
BOX_ROWS: Final = 7
PAGE_ROWS: Final = 30


def _hits(text: str, viewer: Viewer, rows: int) -> list[Hit]:
    return [hit for find in finders for hit in find(text, viewer, rows)] if text else []


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What `q=` may mean, on a page of its own."""
    text = _asked(request)
    found = _hits(text, viewer_of(request), PAGE_ROWS)
    return render(request, "geo/search.html", {"text": text, "hits": found})


@require_safe
def search_options(request: HttpRequest) -> HttpResponse:
    """The same as options under the search box."""
    text = _asked(request)
    found = _hits(text, viewer_of(request), BOX_ROWS)
    return render(request, "geo/options.html", {"text": text, "hits": found})
