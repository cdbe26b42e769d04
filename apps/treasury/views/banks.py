"""Where banks tell of payments, the codes to scan, and the list of what needs a person."""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.documents.models import Document
from apps.people.actions import note_looks
from apps.people.models import Party
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying
from apps.treasury.actions import (
    confirm_payment,
    resolve_payment,
    show_code,
    withdraw_code,
)
from apps.treasury.actions.confirming import Notice
from apps.treasury.domain.banks.known import provider_called
from apps.treasury.domain.banks.port import BadNotice, NoSuchBank
from apps.treasury.forms import read_shares
from apps.treasury.models import PaymentIntent, QueuedPayment
from apps.treasury.permissions import CASH, RECEIVE, REFUND, RESOLVE, vested
from apps.treasury.queries import debt_of, waiting_for
from apps.treasury.queries.codes import scannable
from apps.treasury.terms import IntentState, Outcome, QueueReason, Resolution
from apps.treasury.views.till import paper_served
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after
from geo.pages.typed import key_in

LASTS: Final = dt.timedelta(minutes=30)
LARGEST_BYTES: Final = 1 << 16
SHOWN: Final = 50
SETTLED: Final = 20


def _said(status: int, sentence: str) -> JsonResponse:
    """An answer to a bank: `codigo` is what such banks read, the rest is RFC 9457."""
    if status == 200:
        return JsonResponse({"codigo": "0000", "mensaje": sentence})
    body = {"title": sentence, "status": status, "codigo": "9999"}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@csrf_exempt
@require_POST
def notice(request: HttpRequest, provider: str) -> HttpResponse:
    """A bank tells that somebody paid. Signed and fresh, or it is turned away unread."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BYTES:
        return _said(413, _("The notice is too large."))
    try:
        bank = provider_called(provider)
        told = bank.announced(request.body, request.headers, now=time.time())
    except NoSuchBank as refusal:
        return _said(404, str(refusal))
    except BadNotice as refusal:
        return _said(401, str(refusal))
    by = Viewer(name=f"bank:{provider}", grants=frozenset({RECEIVE.name}))
    known = Notice(
        provider=provider,
        event=told.event,
        alias=told.alias,
        amount=told.amount,
        payload=told.payload,
    )
    try:
        event = confirm_payment(known, on=timezone.localdate(), by=by)
    except Refusal as refusal:
        return _said(422, str(refusal))
    if event.outcome == Outcome.UNKNOWN:
        return _said(404, _("This notice names no payment of ours. It was written down."))
    queued = QueuedPayment.objects.filter(event=event).first()
    if queued is not None and queued.reason == QueueReason.AMOUNT:
        return _said(422, _("This is not the amount that was asked. It was written down."))
    return _said(200, _("Received."))


@require_POST
@for_holders_of(CASH)
def make_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a bank for the code of what is ticked; the open one is shown again."""
    party = get_object_or_404(Party, pk=pk)
    owed = {each.pk: each.outstanding for each in debt_of(party.pk)}
    by = vested(viewer_of(request), RECEIVE, within=CASH)
    try:
        shares = read_shares(request.POST, owed)
        bank = request.POST.get("banco", "")
        intent = show_code(bank, party.pk, shares, lasts=LASTS, by=by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("treasury:debtor", pk=pk)
    return redirect("treasury:code", alias=intent.alias)


@never_cache
@require_safe
@for_holders_of(CASH)
def code(request: HttpRequest, alias: str) -> HttpResponse:
    """A code to be scanned, and whether it was paid."""
    rows = PaymentIntent.objects.select_related("debtor", "payment")
    intent = get_object_or_404(rows, alias=alias)
    note_looks([intent.debtor_id], door=Door.SHEET, detail="qr", by=viewer_of(request))
    context = {
        "intent": intent,
        "scan": scannable(intent),
        "paper": _paper(intent),
        "is_open": intent.state == IntentState.OPEN and intent.expires_at > timezone.now(),
    }
    return render(request, "treasury/code.html", context)


@require_POST
@for_holders_of(CASH)
def withdraw(request: HttpRequest, alias: str) -> HttpResponse:
    """Have the bank take no money for a code any more."""
    intent = get_object_or_404(PaymentIntent, alias=alias)
    by = vested(viewer_of(request), RECEIVE, within=CASH)
    with saying(request, _("The code is withdrawn.")):
        withdraw_code(intent, by=by)
    return redirect("treasury:code", alias=alias)


def _paper(intent: PaymentIntent) -> Document | None:
    """The receipt of a payment by code, once the worker has drawn it."""
    issued = Document.objects.filter(
        annulled_at=None, number__receipt__payment__intent=intent
    )
    return issued.first()


@require_safe
@for_holders_of(CASH)
def code_receipt(request: HttpRequest, alias: str) -> HttpResponse:
    """The receipt of a payment by code as it was issued, byte for byte."""
    intent = get_object_or_404(PaymentIntent, alias=alias)
    paper = _paper(intent)
    note_looks([intent.debtor_id], door=Door.SHEET, detail="recibo", by=viewer_of(request))
    if paper is None or paper.number is None:
        raise Http404
    return paper_served(paper, paper.number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(RESOLVE)
def queue(request: HttpRequest) -> HttpResponse:
    """Money from banks that fits nothing, each with what can be done about it."""
    if request.method == "POST":
        return _resolved(request)
    rows = waiting_for(viewer_of(request))
    told = rows.select_related("payment__debtor", "event__intent")
    waiting, settled = told.filter(resolution=""), told.filter(resolved_at__isnull=False)
    key = request.GET.get("despues", "")
    page = page_after(waiting, by="id", descending=False, key=key, size=SHOWN)
    lately = list(settled.order_by("-resolved_at")[:SETTLED])
    parties = {each.payment.debtor_id for each in (*page.rows, *lately)}
    note_looks(
        sorted(parties), door=Door.SEARCH, detail="por resolver", by=viewer_of(request)
    )
    context = {
        "count": rows.filter(resolution="").count(),
        "page": page,
        "settled": lately,
    }
    return render(request, "treasury/queue.html", context)


def _resolved(request: HttpRequest) -> HttpResponse:
    number, wanted = key_in(request.POST.get("pago", "")), request.POST.get("que", "")
    if number and wanted in Resolution.values:
        queued = get_object_or_404(waiting_for(viewer_of(request)), pk=number)
        by = vested(viewer_of(request), RECEIVE, REFUND, within=RESOLVE)
        with saying(request, _("Settled.")):
            resolve_payment(queued, Resolution(wanted), on=timezone.localdate(), by=by)
    return redirect("treasury:queue")
