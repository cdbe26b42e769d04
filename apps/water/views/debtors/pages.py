"""The debtor map: the page, its list, one account, the list on paper and as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.treasury.domain.ageing import age_of
from apps.treasury.domain.money import NOTHING
from apps.treasury.models import Obligation
from apps.water.domain.debtors import OVERDUE, Level, Sought
from apps.water.models import Account
from apps.water.permissions import VIEW
from apps.water.queries.debtors import Debtor, debtors
from apps.water.terms import ACCOUNT, Category
from apps.water.views.debtors.handing import told_of_handing
from apps.water.views.debtors.reading import UNVISITED, read_sought
from apps.water.views.debtors.telling import (
    PAGE,
    days_to_choose,
    frame_of,
    tell,
    visits_in_words,
)
from geo.access import Viewer
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in

FARTHEST: Final = 200_000
"""Rows that can be paged past."""
ON_PAPER: Final = 2000
"""Accounts on one printed list; more are for a file."""


@never_cache
@require_safe
@for_holders_of(VIEW)
def debtor_map(request: HttpRequest) -> HttpResponse:
    """The map of who owes for water, with the same in a list beside it."""
    context = _told(request)
    context |= {
        "frame": frame_of(context["told"]),
        "days": days_to_choose(timezone.localdate()),
        "ages": OVERDUE,
        "categories": Category.choices,
        "visits": [(days, visits_in_words(days)) for days in UNVISITED],
    }
    return render(request, "water/debtors/map.html", context)


@never_cache
@require_safe
@for_holders_of(VIEW)
def debtor_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for a page that is open; further rows of it with `desde`."""
    context = _told(request)
    part = "rows" if context["after"] else "results"
    return render(request, f"water/debtors/{part}.html", context)


@never_cache
@require_safe
@for_holders_of(VIEW)
def account_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """What one account owes, since when, and when somebody was last at its door."""
    viewer, today = viewer_of(request), timezone.localdate()
    seen = Account.objects.visible_to(viewer).select_related(
        "connection__otb", "connection__street", "connection__district", "operator"
    )
    account = get_object_or_404(seen, pk=pk)
    holding = account.holdings.on(today).select_related("party").first()
    if holding is not None:
        note_looks([holding.party_id], door=Door.SHEET, detail="mora", by=viewer)
    owed = Obligation.objects.about(ACCOUNT, str(account.pk)).open().order_by("due_on")
    context = {
        "account": account,
        "holding": holding,
        "owed": [(each, age_of(each.due_on, today)) for each in owed],
        "total": sum((each.outstanding for each in owed), NOTHING),
        "focus": json.dumps({"points": [(*account.connection.position.coords, 0)]}),
        "visits": account.visits.select_related("promise").order_by("-made_at")[:8],
    }
    return render(request, "water/debtors/account.html", context)


@never_cache
@require_safe
@for_holders_of(VIEW)
def debtor_paper(request: HttpRequest) -> HttpResponse:
    """The accounts of a choice as a list to print, in the order of a walk."""
    viewer, today = viewer_of(request), timezone.localdate()
    sought = read_sought(request.GET, today=today).grouped(Level.ACCOUNT)
    found = debtors(sought, today=today, by=viewer, sort="walk", most=ON_PAPER + 1)
    _note(found[:ON_PAPER], sought, by=viewer)
    context = {
        "told": tell(sought, today=today, by=viewer),
        "accounts": found[:ON_PAPER],
        "is_cut": len(found) > ON_PAPER,
        "most": ON_PAPER,
    }
    return render(request, "water/debtors/paper.html", context)


def _told(request: HttpRequest) -> dict[str, Any]:
    viewer, today = viewer_of(request), timezone.localdate()
    sought, after = read_sought(request.GET, today=today), _after(request)
    told = tell(sought, today=today, by=viewer, after=after)
    _note(told.accounts, sought, by=viewer)
    return {
        "told": told,
        "after": after,
        "chosen": sought,
        "filter": sought.properties(today),
        **told_of_handing(viewer, today),
    }


def _after(request: HttpRequest) -> int:
    text = request.GET.get("desde", "0")
    after = key_in(text)
    if after > FARTHEST or (not after and text != "0"):
        raise Http404
    return after // PAGE * PAGE


def _note(found: Sequence[Debtor], sought: Sought, *, by: Viewer) -> None:
    """Write down whose debts were shown by name."""
    parties = [row.party_id for row in found if row.party_id is not None]
    note_looks(parties, door=Door.SEARCH, detail=f"mora {sought.query}", by=by)
