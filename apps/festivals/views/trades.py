"""Trades, their seats and the rules between them: the same for all feasts."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.festivals import actions
from apps.festivals.forms import SeatingForm, SpacingForm, TradeForm
from apps.festivals.models import SpacingRule, Trade
from apps.festivals.permissions import PLAN
from apps.people.views.doors import for_holders_of, saying
from geo.access import Viewer
from geo.pages.middleware import viewer_of

FORMS: Final = {"trade": TradeForm, "seating": SeatingForm, "spacing": SpacingForm}


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(PLAN)
def trades(request: HttpRequest) -> HttpResponse:
    """All trades with their seats and rules, and a form for each kind of entry."""
    sent = request.POST.get("what", "")
    forms: dict[str, Any] = {
        name: form(request.POST if sent == name else None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
    if sent in forms and forms[sent].is_valid():
        _enter(sent, forms[sent].filled(), by=viewer_of(request))
        messages.success(request, _("Entered."))
        return redirect("festivals:trades")
    told = {
        "trades": Trade.objects.order_by("name").prefetch_related("seatings"),
        "rules": SpacingRule.objects.order_by("trait", "from_trait", "from_zone"),
        "sent": sent,
        "forms": forms,
    }
    return render(request, "festivals/trades.html", told)


def _enter(what: str, filled: Any, *, by: Viewer) -> None:
    acts: dict[str, Any] = {
        "trade": actions.enter_trade,
        "seating": actions.seat_trade,
        "spacing": actions.keep_apart,
    }
    acts[what](filled, by=by)


@require_POST
@for_holders_of(PLAN)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule back."""
    rule = get_object_or_404(SpacingRule, pk=pk)
    with saying(request, _("The rule holds no more.")):
        actions.lift_rule(rule, by=viewer_of(request))
    return redirect("festivals:trades")
