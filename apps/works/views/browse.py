"""The works one has chosen: on the map with a list, or as a table."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.works.forms import NEWEST, read_chosen, read_order
from apps.works.terms import State
from apps.works.views.one import story_of
from apps.works.views.overview import overview
from geo.pages.middleware import viewer_of

LIST_SIZE: Final = 25
TABLE_SIZE: Final = 100


def _page(request: HttpRequest, *, size: int, order: str = NEWEST) -> dict[str, Any]:
    viewer = viewer_of(request)
    chosen = read_chosen(request.GET)
    sorting = read_order(order)
    page = sorting.page(chosen.works(viewer), key=request.GET.get("despues", ""), size=size)
    return {"chosen": chosen, "order": sorting, "page": page}


@require_safe
def works_map(request: HttpRequest) -> HttpResponse:
    """The map of the chosen works beside their list; the first page of the platform."""
    context = _page(request, size=LIST_SIZE)
    context["overview"] = overview(context["chosen"], viewer_of(request))
    code = request.GET.get("obra", "")[:24]
    story = story_of(code, viewer_of(request))
    opened = {"story": story, "missing": "" if story else code, "states": State.choices}
    return render(request, "works/map.html", context | opened)


@require_safe
def works_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for a page that is already open; only more rows after a key."""
    context = _page(request, size=LIST_SIZE)
    if "despues" in request.GET:
        return render(request, "works/rows.html", context)
    context["overview"] = overview(context["chosen"], viewer_of(request))
    return render(request, "works/results.html", context | {"is_update": True})


@require_safe
def works_table(request: HttpRequest) -> HttpResponse:
    """The chosen works as a table that can be sorted, printed and read aloud."""
    context = _page(request, size=TABLE_SIZE, order=request.GET.get("orden", NEWEST))
    context["overview"] = overview(context["chosen"], viewer_of(request))
    return render(request, "works/table.html", context | {"is_table": True})
