"""Pages: what is on offer, one offering on its map, one's own holds."""

from __future__ import annotations

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.gis.db.models import Extent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.allocation.actions import ask_for_code, check_out, hold_spaces, release_hold
from apps.allocation.domain.looks import looks_at
from apps.allocation.domain.refusals import SpacesTaken
from apps.allocation.forms import begins_with, chosen, one_of, start_at
from apps.allocation.models import Hold, Offering, Space
from apps.allocation.permissions import SELL
from apps.allocation.queries import (
    calendar_of,
    counts_by_standing,
    find_hold,
    is_on_sale,
    offers,
    own_holds,
    prices_of,
    refunds_due,
    stalls,
    tariffs_of,
    waiting_for_others,
)
from apps.allocation.queries.waits import Turns
from apps.allocation.views.visitors import give_token, holder_of, keep_token
from apps.people.actions import note_looks
from apps.people.permissions import REGISTER
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.treasury.domain.banks.known import banks
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

SHOWN: Final = 300
"""Spaces on one page of the list; the map shows all of them."""


@require_safe
def offerings(request: HttpRequest) -> HttpResponse:
    """Everything that is announced, with how much of it is free."""
    told = offers(viewer_of(request))
    return render(request, "allocation/offerings.html", {"offers": told})


@require_safe
def offering(request: HttpRequest, offering: str) -> HttpResponse:
    """One offering: its spaces on the map and as a list, and one's own holds."""
    viewer = viewer_of(request)
    offered = get_object_or_404(Offering.objects.visible_to(viewer), code=offering)
    give_token(request)
    holder = holder_of(request, viewer)
    mine = own_holds(offered, holder)
    turns = Turns(
        on_sale=is_on_sale(offered),
        windows=calendar_of(offered, holder.party_id),
        draws=list(offered.draws.filter(drawn_at=None, called_off="")),
        kept=waiting_for_others(offered, viewer.person_id),
    )
    codes = [code for each in mine for code in each.codes]
    told = {
        "offering": offered,
        "on_sale": turns.on_sale,
        "windows": turns.windows,
        "keeps_windows": viewer.is_staff and viewer.may_somewhere(SELL.name),
        "counts": counts_by_standing(offered, viewer),
        "mine": mine,
        "free": request.GET.getlist("libre"),
        "looks": looks_at(offered),
        "may_sell": viewer.is_staff and viewer.may_somewhere(SELL.name),
        "may_list": viewer.may(REGISTER.name),
        "has_draws": offered.draws.exists(),
        "draws_open": turns.draws,
        "has_bank": bool(banks()),
        **_list(request, offered, codes, turns),
    }
    response = render(request, "allocation/offering.html", told)
    keep_token(request, response)
    return response


def _list(
    request: HttpRequest, offered: Offering, mine: list[str], turns: Turns
) -> dict[str, Any]:
    """The page of the list that was asked for, and the same on the map."""
    viewer = viewer_of(request)
    prices = prices_of(offered, on=timezone.localdate())
    tariffs = tariffs_of(offered, prices)
    tariff = one_of(request.GET, tariffs)
    spaces = Space.objects.visible_to(viewer).filter(offering=offered)
    spaces = spaces.filter(tariff=tariff) if tariff else spaces
    box = spaces.aggregate(box=Extent("place"))["box"]
    listed = stalls(
        offered,
        viewer,
        mine=mine,
        prices=prices,
        tariff=tariff,
        begins=begins_with(request.GET),
        first=request.GET.getlist("libre"),
        turns=turns,
    )
    start = start_at(request.GET) if start_at(request.GET) < len(listed) else 0
    return {
        "tariffs": tariffs,
        "tariff": tariff,
        "map_filter": f"offering={offered.code}" + (f"&tariff={tariff}" if tariff else ""),
        "stalls": listed[start : start + SHOWN],
        "asked": begins_with(request.GET),
        "is_long": spaces.count() > SHOWN,
        "next": start + SHOWN if len(listed) > start + SHOWN else None,
        "frame": ",".join(f"{degrees:.6f}" for degrees in box or ()),
    }


@require_POST
def hold(request: HttpRequest, offering: str) -> HttpResponse:
    """Hold what was ticked, or say why not and what is free nearby."""
    viewer = viewer_of(request)
    offered = get_object_or_404(Offering.objects.visible_to(viewer), code=offering)
    back = redirect("allocation:offering", offering=offered.code)
    try:
        taken = hold_spaces(
            offered,
            chosen(request.POST),
            holder=holder_of(request, viewer),
            by=viewer,
        )
    except SpacesTaken as refusal:
        messages.error(request, str(refusal))
        free = urlencode({"libre": refusal.free}, doseq=True)
        back["Location"] += f"?{free}" if free else ""
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        minutes = offered.hold_minutes
        messages.success(request, _("Held for you for %(n)d minutes.") % {"n": minutes})
        return _beside(taken)
    return back


def _beside(taken: Hold) -> HttpResponseRedirect:
    """The page at one's own hold; a refusal stands at its head, and is seen there."""
    page = reverse("allocation:offering", args=[taken.offering.code])
    return HttpResponseRedirect(f"{page}#reserva-{taken.token}")


def _own(request: HttpRequest, token: uuid.UUID) -> Hold:
    viewer = viewer_of(request)
    try:
        return find_hold(token, holder=holder_of(request, viewer), by=viewer)
    except Hold.DoesNotExist as error:
        raise Http404 from error


@require_POST
def charge(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Tell the price of a hold and let it wait for the payment."""
    viewer = viewer_of(request)
    found = _own(request, token)
    try:
        check_out(
            token, holder=holder_of(request, viewer), on=timezone.localdate(), by=viewer
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It waits for your payment until the time is over."))
        return _beside(found)
    return redirect("allocation:offering", offering=found.offering.code)


@require_POST
def pay_by_code(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Ask a bank for a code to pay a hold with; it is shown with the hold."""
    viewer = viewer_of(request)
    found = _own(request, token)
    try:
        ask_for_code(token, holder=holder_of(request, viewer), by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("allocation:offering", offering=found.offering.code)
    return _beside(found)


@require_POST
def release(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Give the spaces of a hold back."""
    viewer = viewer_of(request)
    found = _own(request, token)
    try:
        release_hold(token, holder=holder_of(request, viewer), by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The spaces are on offer again."))
    return redirect("allocation:offering", offering=found.offering.code)


@require_safe
@for_holders_of(SELL)
def refunds(request: HttpRequest) -> HttpResponse:
    """Money that came too late for its spaces and must go back: for the desk."""
    viewer = viewer_of(request)
    SELL.require(viewer)
    due = list(refunds_due())
    parties = {each.party_id for each in due if each.party_id is not None}
    note_looks(sorted(parties), door=Door.SEARCH, detail="reembolsos", by=viewer)
    return render(request, "allocation/refunds.html", {"refunds": due})
