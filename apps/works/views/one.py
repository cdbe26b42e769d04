"""One public work: its page, and the panel that tells the same beside the map."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.works.models import Call, Work, WorkPlace
from apps.works.querysets import WorkQuerySet
from apps.works.terms import State
from geo.access import Viewer
from geo.pages.middleware import viewer_of


@dataclass(frozen=True, kw_only=True)
class Story:
    """A work with its places and calls, read at once."""

    work: Work
    places: list[WorkPlace]
    calls: list[Call]
    """Latest first."""

    @property
    def focus(self) -> str:
        """The places as the map is told to show them: longitude, latitude, metres."""
        points = [
            (round(place.position.x, 6), round(place.position.y, 6), place.accuracy_m)
            for place in self.places
        ]
        return json.dumps({"points": points, "state": self.work.state})


def _told(work: Work) -> Story:
    return Story(
        work=work,
        places=list(work.places.all()),
        calls=sorted(work.calls.all(), key=_when, reverse=True),
    )


def _when(call: Call) -> tuple[str, str]:
    """What calls are sorted by: their day (text, as ISO 8601), or else their year."""
    return str(call.published_on or f"20{call.cuce[:2]}"), call.cuce


def story_of(code: str, viewer: Viewer) -> Story | None:
    """The work of this code with all that is known of it; None if there is none."""
    if not code:
        return None
    work = _readable(viewer).filter(code=code).first()
    return None if work is None else _told(work)


def _readable(viewer: Viewer) -> WorkQuerySet:
    places = WorkPlace.objects.select_related("district", "otb", "street")
    return Work.objects.visible_to(viewer).prefetch_related(
        "calls", Prefetch("places", queryset=places.order_by("ordinal"))
    )


@require_safe
def work_page(request: HttpRequest, code: str) -> HttpResponse:
    """One work on a page of its own."""
    work = get_object_or_404(_readable(viewer_of(request)), code=code)
    context = {"story": _told(work), "states": State.choices}
    return render(request, "works/work.html", context)


@require_safe
def work_panel(request: HttpRequest, code: str) -> HttpResponse:
    """One work as a fragment for the panel beside the map."""
    work = get_object_or_404(_readable(viewer_of(request)), code=code)
    return render(request, "works/panel.html", {"story": _told(work)})
