"""Money that must go back: who waits for how much, and paying it out."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying, understood
from apps.treasury.actions import pay_refund
from apps.treasury.forms import PayOutForm
from apps.treasury.models import Refund, RefundPayment
from apps.treasury.permissions import REFUND
from apps.treasury.queries.statements import refunds_waiting, waiting
from apps.treasury.terms import Means
from geo.pages.middleware import viewer_of
from geo.pages.paging import page_after
from geo.pages.typed import key_in

SHOWN: Final = 50
LATELY: Final = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(REFUND)
def refunds(request: HttpRequest) -> HttpResponse:
    """Everything that was acknowledged and not paid, the oldest first."""
    if request.method == "POST":
        return _paid_out(request)
    key = request.GET.get("despues", "")
    page = page_after(refunds_waiting(), by="id", descending=False, key=key, size=SHOWN)
    told = RefundPayment.objects.select_related("refund__party", "entry")
    lately = list(told.order_by("-pk")[:LATELY])
    parties = {each.party_id for each in page.rows}
    parties |= {each.refund.party_id for each in lately}
    note_looks(
        sorted(parties), door=Door.SEARCH, detail="devoluciones", by=viewer_of(request)
    )
    context = {"page": page, "waiting": waiting(), "lately": lately}
    context["form"] = PayOutForm()
    return render(request, "treasury/refunds.html", context)


def _paid_out(request: HttpRequest) -> HttpResponse:
    """Pay one out by transfer or cheque: cash of a drawer never goes back unseen."""
    number, form = key_in(request.POST.get("devolucion", "")), PayOutForm(request.POST)
    refund = get_object_or_404(Refund, pk=number)
    if understood(request, form):
        with saying(request, _("Paid back.")):
            pay_refund(
                refund,
                means=Means.TRANSFER,
                on=timezone.localdate(),
                reference=form.cleaned_data["reference"],
                by=viewer_of(request),
            )
    return redirect("treasury:refunds")
