"""The cash desk: find who owes, take cash, hand out the receipt. Enter leads through it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.documents.models import Document, Number
from apps.documents.views.serving import served
from apps.people.actions import note_looks
from apps.people.models import Party
from apps.people.queries import survivor_of
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of
from apps.treasury.actions import issue_receipt, open_shift, take_cash
from apps.treasury.domain.banks.known import banks
from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.refusals import NoReceipt
from apps.treasury.domain.things import things_named
from apps.treasury.forms import read_float, read_handed
from apps.treasury.models import CashDesk, CashTaken, Entry, Obligation, Payment, Shift
from apps.treasury.permissions import CASH, RECEIVE, REVERSE, VIEW, vested
from apps.treasury.queries import debt_of, debtors_found, shift_of
from apps.treasury.queries.desks import MOST_FOUND, MOST_SHOWN
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.store import StoreAway, store

LONGEST_TEXT: Final = 80


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CASH)
def till(request: HttpRequest) -> HttpResponse:
    """The open desk with its one search field, or the form that opens a desk."""
    viewer = viewer_of(request)
    if request.method == "POST":
        return _opened(request)
    shift = shift_of(viewer.name)
    if shift is None:
        return _opening(request)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
    found = debtors_found(text) if text else []
    note_looks((each.pk for each in found), door=Door.SEARCH, detail=text, by=viewer)
    if len(found) == 1:
        return redirect("treasury:debtor", pk=found[0].pk)
    context = {"shift": shift, "wanted": text, "found": found, "latest": _latest(shift.pk)}
    context["cut_at"] = MOST_FOUND if len(found) == MOST_FOUND else 0
    return render(request, "treasury/till.html", context)


def _latest(shift: int) -> list[CashTaken]:
    rows = CashTaken.objects.filter(shift=shift)
    told = rows.select_related("payment__debtor", "payment__receipt__number")
    return list(told.order_by("-payment_id")[:5])


def _opening(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    sitting = Shift.objects.filter(closed_at=None)
    free = CashDesk.objects.exclude(shifts__in=sitting).select_related("office")
    context = {"desks": free.order_by("name"), "given": request.POST, **more}
    return render(request, "treasury/opening.html", context, status=status)


def _opened(request: HttpRequest) -> HttpResponse:
    desk = CashDesk.objects.filter(code=request.POST.get("caja", "")).first()
    if desk is None:
        return redirect("treasury:till")
    try:
        floated = read_float(request.POST.get("fondo", ""))
        open_shift(desk, floated, by=viewer_of(request))
    except Refusal as refusal:
        return _opening(request, status=422, refusal=str(refusal))
    return redirect("treasury:till")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(CASH)
def debtor(request: HttpRequest, pk: int) -> HttpResponse:
    """What a party owes, the oldest first, to be ticked; the cash that is handed over."""
    party = get_object_or_404(Party.objects.select_related("survivor"), pk=pk)
    party = survivor_of(party)
    shift = shift_of(viewer_of(request).name)
    if shift is None:
        return redirect("treasury:till")
    if request.method != "POST":
        return _debt(request, party)
    owed = {each.pk: each.outstanding for each in debt_of(party.pk)}
    try:
        handed = read_handed(request.POST, party.pk, owed)
        today = timezone.localdate()
        taken = take_cash(shift, handed, on=today, by=viewer_of(request))
    except Refusal as refusal:
        return _debt(request, party, status=422, refusal=str(refusal))
    _draw(request, taken)
    return redirect("treasury:taken", pk=taken.pk)


def _debt(
    request: HttpRequest, party: Party, *, status: int = 200, **more: Any
) -> HttpResponse:
    rows = debt_of(party.pk, at_desk_of=viewer_of(request))
    things = things_named(rows)
    ticked = set(request.POST.getlist("deuda")) if request.method == "POST" else None
    viewer, today = viewer_of(request), timezone.localdate()
    note_looks([party.pk], door=Door.SHEET, detail="caja", by=viewer)
    context = {
        "shift": shift_of(viewer.name),
        "party": party,
        "rows": [
            (each, things[each.pk], _is_ticked(each, ticked), each.due_on < today)
            for each in rows
        ],
        "total": sum((each.outstanding for each in rows), NOTHING),
        "cut_at": MOST_SHOWN if len(rows) == MOST_SHOWN else 0,
        "token": request.POST.get("formulario") or uuid.uuid4(),
        "given": request.POST,
        "banks": banks(),
        **more,
    }
    return render(request, "treasury/debtor.html", context, status=status)


def _is_ticked(obligation: Obligation, ticked: set[str] | None) -> bool:
    return ticked is None or f"{obligation.pk}={obligation.outstanding}" in ticked


def _draw(request: HttpRequest, taken: CashTaken) -> None:
    """Draw the receipt now; if that fails the money is booked, and it is drawn later."""
    try:
        issue_receipt(taken.payment, by=vested(viewer_of(request), RECEIVE, within=CASH))
    except (NoReceipt, StoreAway):
        return


def _taken(request: HttpRequest, pk: int) -> CashTaken:
    rows = CashTaken.objects.select_related("payment__debtor", "shift__desk")
    mine = rows.filter(shift__cashier=viewer_of(request).name)
    return get_object_or_404(mine, pk=pk)


def _note(request: HttpRequest, payment: Payment) -> None:
    """Write down whose name stands on the page or the paper of a payment."""
    by = viewer_of(request)
    note_looks([payment.debtor_id], door=Door.SHEET, detail="caja", by=by)


@never_cache
@require_safe
@for_holders_of(CASH)
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    """What was taken: the change to give back, the receipt, and on to the next."""
    found = _taken(request, pk)
    _note(request, found.payment)
    left = sum((each.outstanding for each in debt_of(found.payment.debtor_id)), NOTHING)
    viewer = viewer_of(request)
    context = {
        "taken": found,
        "left": left,
        "number": found.payment.receipt.number,
        "reversed": Entry.objects.filter(reverses=found.payment.entry_id).first(),
        "may_reverse": viewer.may(VIEW.name) and viewer.may_somewhere(REVERSE.name),
    }
    return render(request, "treasury/taken.html", context)


@require_POST
@for_holders_of(CASH)
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a receipt that could not be drawn when the money was taken."""
    _draw(request, _taken(request, pk))
    return redirect("treasury:taken", pk=pk)


@require_safe
@for_holders_of(CASH)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as it was issued, byte for byte, for the printer."""
    payment = _taken(request, pk).payment
    _note(request, payment)
    number = payment.receipt.number
    return paper_served(
        get_object_or_404(number.documents.filter(annulled_at=None)), number
    )


def paper_served(paper: Document, number: Number) -> HttpResponse:
    """A paper's bytes under the name of its number."""
    name = f"{number.text.replace('/', '-')}.pdf"
    content = store().get(paper.sha256)
    return served(content, "application/pdf", name=name, digest=paper.sha256)
