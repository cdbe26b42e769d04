"""Anomalies of the territory that somebody should look at."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.territory.forms import read_kind
from apps.territory.models import Finding
from apps.territory.terms import FindingKind
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after
from geo.pages.typed import key_in

TABLE_SIZE: Final = 100


def _kinds(found: Any, asked: FindingKind | None) -> list[dict[str, Any]]:
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    return [
        {
            "value": kind.value,
            "label": kind.label,
            "count": counts[kind],
            "on": kind == asked,
        }
        for kind in FindingKind
        if counts.get(kind)
    ]


def _focus(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return json.dumps({"bounds": finding.shape.extent, "id": finding.pk})


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """All findings, or those of one kind, on a map and in a table."""
    visible = Finding.objects.visible_to(viewer_of(request))
    asked = read_kind(request.GET)
    kept = visible if asked is None else visible.filter(kind=asked)
    key, chosen = request.GET.get("despues", ""), request.GET.get("hallazgo", "")
    shown = kept.filter(pk=key_in(chosen)).first()
    context = {
        "page": page_after(kept, by="kind", descending=False, key=key, size=TABLE_SIZE),
        "kinds": _kinds(visible, asked),
        "asked": asked,
        "total": kept.count(),
        "shown": shown,
        "map_filter": urlencode({"kind": asked.value}) if asked else "",
        "focus": _focus(shown),
    }
    return render(request, "territory/findings.html", context)
