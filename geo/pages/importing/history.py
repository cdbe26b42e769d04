"""Imports that were committed: who, when, what; and taking one back."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from geo.errors import Refusal
from geo.exchange.register import get_importable
from geo.importing.retracting import standing, take_back
from geo.importing.rights import allowed, require, title_of
from geo.importing.undoing import AlreadyUndone, NotUndoable
from geo.models import ImportRun
from geo.pages.importing.doors import for_importers
from geo.pages.importing.preparing import SECONDS, listed_rows
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after

TABLE_SIZE: Final = 50


@require_safe
@for_importers
def runs(request: HttpRequest) -> HttpResponse:
    """Every import of the viewer's layers, the newest first."""
    titles = {each.layer: title_of(each) for each in allowed(viewer_of(request))}
    found = ImportRun.objects.filter(layer__in=titles)
    key = request.GET.get("despues", "")
    page = page_after(found, by="at", descending=True, key=key, size=TABLE_SIZE)
    rows = [{"run": each, "title": titles[each.layer]} for each in page.rows]
    return render(
        request, "geo/importing/runs.html", {"rows": rows, "next_key": page.next_key}
    )


@require_safe
@for_importers
def run(request: HttpRequest, token: UUID) -> HttpResponse:
    """One import: its report, and the way to take it back."""
    return _page(request, token)


def _page(request: HttpRequest, token: UUID, **more: Any) -> HttpResponse:
    found: ImportRun = get_object_or_404(ImportRun, token=token)
    into = get_importable(found.layer)
    require(into, viewer_of(request))
    state = standing(found)
    context = {
        "run": found,
        "undoing": state.job,
        "refusal": state.refusal,
        "title": title_of(into),
        "told": found.report,
        **listed_rows(token, found.report),
        **more,
    }
    status = 409 if more else 200
    answer = render(request, "geo/importing/run.html", context, status=status)
    if state.job is not None:
        answer["Refresh"] = str(SECONDS)
    return answer


@require_POST
@for_importers
def undo_run(request: HttpRequest, token: UUID) -> HttpResponse:
    """Take the whole import back or leave it to the worker, or list what forbids it."""
    found: ImportRun = get_object_or_404(ImportRun, token=token)
    try:
        take_back(found, by=viewer_of(request), now=timezone.now())
    except AlreadyUndone:
        pass  # pressed twice: the page says by whom and when
    except NotUndoable as refusal:
        return _page(request, token, refusal=str(refusal), obstacles=refusal.obstacles)
    except Refusal as refusal:
        return _page(request, token, refusal=str(refusal))
    return redirect("imports:run", token=token)
