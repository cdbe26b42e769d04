"""How somebody stands with the treasury: what they owe, paid, and have in advance."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.people.actions import note_looks
from apps.people.models import Party
from apps.people.queries import survivor_of
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from apps.treasury.actions import owe_refund, use_advance
from apps.treasury.actions.closing import months_to_close
from apps.treasury.actions.refunding import Claim
from apps.treasury.domain.refusals import NothingOwed
from apps.treasury.domain.things import things_named
from apps.treasury.forms import RepayForm
from apps.treasury.models import Obligation
from apps.treasury.permissions import CASH, CLOSE, RECEIVE, REFUND, VIEW
from apps.treasury.queries import balance_of
from apps.treasury.queries.desks import MOST_FOUND, MOST_SHOWN
from apps.treasury.queries.statements import (
    may_see,
    obligations_of,
    parties_found,
    payments_numbered,
    payments_of,
    refunds_waiting,
    waiting,
)
from apps.treasury.terms import ObligationState
from geo.access import Viewer
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after

LONGEST_TEXT: Final = 80
SHOWN: Final = 12


@never_cache
@require_safe
@for_holders_of(VIEW)
def treasury(request: HttpRequest) -> HttpResponse:
    """One field that finds a payer or a receipt; what waits for the treasurer."""
    viewer = viewer_of(request)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    paid = payments_numbered(text, viewer) if text else []
    if len(paid) == 1:
        return redirect("treasury:payment", pk=paid[0].pk)
    found = parties_found(text, viewer) if text else []
    note_looks((each.pk for each in found), door=Door.SEARCH, detail=text, by=viewer)
    if len(found) == 1:
        return redirect("treasury:statement", pk=found[0].pk)
    context: dict[str, object] = {"wanted": text, "found": found}
    context["cut_at"] = MOST_FOUND if len(found) == MOST_FOUND else 0
    if viewer.may(REFUND.name):
        context["refunds"] = waiting()
    if viewer.may(CLOSE.name):
        context["months"] = months_to_close(timezone.localdate())
    return render(request, "treasury/treasury.html", context)


def party_seen(request: HttpRequest, pk: int) -> Party:
    """The party with this key, as who it is by now; 404 if its debts may not be seen."""
    rows = Party.objects.select_related("survivor", "person", "organisation")
    party = survivor_of(get_object_or_404(rows, pk=pk))
    if not may_see(party, viewer_of(request)):
        raise Http404
    return party


@never_cache
@require_safe
@for_holders_of(VIEW)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """What a party owes now, what it owed and paid before, and what is to go back."""
    viewer, party = viewer_of(request), party_seen(request, pk)
    note_looks([party.pk], door=Door.SHEET, detail="tesorería", by=viewer)
    charged = obligations_of(party, viewer).select_related("concept", "street", "otb")
    owed = list(charged.open().order_by("due_on", "pk")[:MOST_SHOWN])
    over = page_after(
        charged.exclude(state=ObligationState.OPEN),
        by="due_on",
        descending=True,
        key=request.GET.get("deudas", ""),
        size=SHOWN,
    )
    paid = page_after(
        payments_of(party, viewer),
        by="id",
        descending=True,
        key=request.GET.get("pagos", ""),
        size=SHOWN,
    )
    sees_all = viewer.may(VIEW.name)
    context = {
        "party": party,
        "standing": balance_of(party.pk) if sees_all else None,
        "owed": _named(owed),
        "cut_at": MOST_SHOWN if len(owed) == MOST_SHOWN else 0,
        "over": _named(over.rows),
        "over_next": over.next_key,
        "paid": paid,
        "refunds": refunds_waiting(party).order_by("pk") if sees_all else [],
        "today": timezone.localdate(),
        **_acts(viewer),
    }
    return render(request, "treasury/statement.html", context)


def _named(rows: list[Obligation]) -> list[tuple[Obligation, str]]:
    things = things_named(rows)
    return [(each, things[each.pk]) for each in rows]


def _acts(viewer: Viewer) -> dict[str, object]:
    """What the viewer may do to how somebody stands."""
    return {
        "may_take": viewer.may_somewhere(CASH.name),
        "may_use": viewer.may(RECEIVE.name),
        "may_refund": viewer.may(REFUND.name),
        "repay_form": RepayForm(auto_id="repay-%s"),
    }


@require_POST
@for_holders_of(RECEIVE)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what a party has in advance to what it owes, the oldest first."""
    party = party_seen(request, pk)
    with saying(request, _("The advance was put to what is owed.")):
        by = viewer_of(request)
        if use_advance(party.pk, on=timezone.localdate(), by=by) is None:
            raise NothingOwed
    return redirect("treasury:statement", pk=party.pk)


@require_POST
@for_holders_of(REFUND)
def repay(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge that some of an advance must go back."""
    party, form = party_seen(request, pk), RepayForm(request.POST)
    if understood(request, form):
        told = form.cleaned_data
        claim = Claim(party_id=party.pk, amount=told["amount"], reason=told["reason"])
        with saying(request, _("It is acknowledged; pay it out below.")):
            owe_refund(claim, on=timezone.localdate(), by=viewer_of(request))
    return redirect("treasury:statement", pk=party.pk)
