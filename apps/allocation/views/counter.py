"""The counter: one field takes codes, cards and scans; cash makes the sale."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.allocation.actions import Counter, hold_paid, sell_at_counter
from apps.allocation.domain.papers import paper_of
from apps.allocation.domain.scanning import read_scan
from apps.allocation.forms import NewBuyer, WaiverForm, chosen
from apps.allocation.models import Offering
from apps.allocation.permissions import GRANT, SELL
from apps.allocation.queries import spaces_of_hold
from apps.allocation.queries.counter import (
    Chosen,
    chosen_spaces,
    parties_scanned,
    space_scanned,
    windows_alone_keep,
)
from apps.allocation.terms import Standing
from apps.people.actions import note_looks, register_person
from apps.people.domain.documents import read_ci
from apps.people.models import Party
from apps.people.permissions import REGISTER
from apps.people.queries import survivor_of
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.treasury.actions import issue_receipt
from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.refusals import NoReceipt
from apps.treasury.forms import read_amount, read_token
from apps.treasury.models import CashTaken
from apps.treasury.permissions import CASH, RECEIVE, vested
from apps.treasury.queries import shift_of
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in
from geo.store import StoreAway

LONGEST_TEXT: Final = 200


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What is chosen so far; it stands in the address, so nothing is kept between."""

    codes: tuple[str, ...] = ()
    party: Party | None = None

    def address(self, offering: Offering) -> str:
        """The counter with this on it."""
        pairs = [("espacio", code) for code in self.codes]
        if self.party is not None:
            pairs.append(("quien", str(self.party.pk)))
        page = reverse("allocation:counter", args=[offering.code])
        return f"{page}?{urlencode(pairs)}" if pairs else page


def _basket(given: QueryDict) -> Basket:
    who = given.get("quien", "")
    party = None
    if key := key_in(who):
        party = Party.objects.select_related("survivor").filter(pk=key).first()
    codes = tuple(dict.fromkeys(chosen(given)))
    return Basket(codes=codes, party=None if party is None else survivor_of(party))


def _offering(request: HttpRequest, code: str) -> Offering:
    seen = Offering.objects.visible_to(viewer_of(request))
    found: Offering = get_object_or_404(seen, code=code)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(SELL)
def counter(request: HttpRequest, offering: str) -> HttpResponse:
    """The counter as it is; what was typed, looked up; or the cash, taken."""
    offered = _offering(request, offering)
    if request.method == "POST":
        basket = _basket(request.POST)
        if "cedula" in request.POST:
            return _registered(request, offered, basket)
        return _sold(request, offered, basket)
    basket = _basket(request.GET)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    return (
        _looked_up(request, offered, basket, text)
        if text
        else _shown(request, offered, basket)
    )


def _looked_up(
    request: HttpRequest, offered: Offering, basket: Basket, text: str
) -> HttpResponse:
    """Put on the counter what the text means, or say what it may mean."""
    viewer, scanned = viewer_of(request), read_scan(text)
    space = space_scanned(offered, scanned, viewer)
    if space is not None:
        kept = tuple(code for code in basket.codes if code != space.code)
        codes = kept if len(kept) < len(basket.codes) else (*kept, space.code)
        return redirect(Basket(codes=codes, party=basket.party).address(offered))
    found = parties_scanned(scanned)
    note_looks((each.pk for each in found), door=Door.SEARCH, detail=text, by=viewer)
    if len(found) == 1:
        return redirect(Basket(codes=basket.codes, party=found[0]).address(offered))
    links = [
        (each, Basket(codes=basket.codes, party=each).address(offered)) for each in found
    ]
    card = read_ci(text) if not found else None
    may_register = viewer.may(REGISTER.name)
    form = NewBuyer(initial={"cedula": text}) if card and may_register else None
    return _shown(request, offered, basket, wanted=text, found=links, new_buyer=form)


def _shown(
    request: HttpRequest,
    offered: Offering,
    basket: Basket,
    *,
    status: int = 200,
    waived: WaiverForm | None = None,
    **more: Any,
) -> HttpResponse:
    viewer = viewer_of(request)
    spaces = chosen_spaces(
        offered,
        basket.codes,
        viewer,
        on=timezone.localdate(),
        party_id=basket.party.pk if basket.party else None,
    )
    if basket.party is not None:
        note_looks([basket.party.pk], door=Door.SHEET, detail="mostrador", by=viewer)
    waiving = _waiving(viewer, offered, basket, spaces)
    if waiving is not None:
        waiving = waived or waiving
        if not more.get("found") and not more.get("new_buyer"):  # the field to type in next
            waiving.fields["norma"].widget.attrs["autofocus"] = True
    told = {
        "offering": offered,
        "basket": basket,
        "spaces": spaces,
        "total": sum((each.price or NOTHING for each in spaces), NOTHING),
        "is_ready": _can_be_sold(spaces, waiving) and basket.party is not None,
        "waiving": waiving,
        "shift": shift_of(viewer.name),
        "may_open_desk": viewer.may_somewhere(CASH.name),
        "token": request.POST.get("formulario") or uuid.uuid4(),
        "given": request.POST,
        **more,
    }
    return render(request, "allocation/counter.html", told, status=status)


def _waiving(
    viewer: Viewer, offered: Offering, basket: Basket, spaces: Sequence[Chosen]
) -> WaiverForm | None:
    """What sets the windows aside, where they alone are in the way and the viewer may."""
    if basket.party is None or not viewer.may_somewhere(GRANT.name):
        return None
    kept = windows_alone_keep(offered, spaces, basket.party.pk)
    return WaiverForm() if kept else None


def _can_be_sold(spaces: Sequence[Chosen], waiving: WaiverForm | None) -> bool:
    """Whether there is anything, and all of it can be had and has a price."""
    can_be_had = {Standing.FREE} if waiving is None else {Standing.FREE, Standing.WAITING}
    return bool(spaces) and all(
        each.standing in can_be_had and each.price is not None for each in spaces
    )


def _registered(request: HttpRequest, offered: Offering, basket: Basket) -> HttpResponse:
    """Register whoever buys for the first time, and go on with the sale."""
    form = NewBuyer(request.POST)
    if not form.is_valid():
        return _shown(request, offered, basket, status=422, new_buyer=form)
    try:
        party = register_person(form.draft(), by=viewer_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _shown(request, offered, basket, status=422, new_buyer=form)
    return redirect(Basket(codes=basket.codes, party=party).address(offered))


def _sold(request: HttpRequest, offered: Offering, basket: Basket) -> HttpResponse:
    viewer = viewer_of(request)
    shift = shift_of(viewer.name)
    if shift is None or basket.party is None:
        return redirect(basket.address(offered))
    waiving = WaiverForm(request.POST) if "norma" in request.POST else None
    if waiving is not None and not waiving.is_valid():
        return _shown(request, offered, basket, status=422, waived=waiving)
    try:
        wanted = Counter(
            token=read_token(request.POST.get("formulario", "")),
            codes=basket.codes,
            party_id=basket.party.pk,
            given=read_amount(request.POST.get("recibido", "")),
            waiver=waiving.waiver() if waiving else None,
        )
        today = timezone.localdate()
        done = sell_at_counter(offered, wanted, shift=shift, on=today, by=viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _shown(request, offered, basket, status=422, waived=waiving)
    _draw_receipt(request, done.taken)
    return redirect("allocation:counter-sold", offering=offered.code, pk=done.taken.pk)


def _draw_receipt(request: HttpRequest, taken: CashTaken) -> None:
    """Draw the receipt now; if that fails the money is booked, and it is drawn later."""
    try:
        issue_receipt(taken.payment, by=vested(viewer_of(request), RECEIVE, within=CASH))
    except (NoReceipt, StoreAway):
        return


@never_cache
@require_safe
@for_holders_of(SELL)
def sold(request: HttpRequest, offering: str, pk: int) -> HttpResponse:
    """What was sold: the change, the receipt and the patent, and on to the next."""
    mine = CashTaken.objects.filter(shift__cashier=viewer_of(request).name)
    taken = get_object_or_404(mine.select_related("payment__debtor"), pk=pk)
    hold = hold_paid(taken)
    if hold is None or hold.offering.code != offering:
        raise Http404
    note_looks(
        [taken.payment.debtor_id],
        door=Door.SHEET,
        detail="mostrador",
        by=viewer_of(request),
    )
    told = {
        "offering": hold.offering,
        "taken": taken,
        "number": taken.payment.receipt.number,
        "codes": list(spaces_of_hold(hold).values_list("code", flat=True)),
        "waived": hold.waived,
        "paper": paper_of(hold),
        "here": _("Sold"),
    }
    return render(request, "allocation/counter_sold.html", told)
