"""One debt and one payment: what moved them, and how they are corrected."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.documents.permissions import VIEW as SEE_PAPERS
from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import entered, for_holders_of
from apps.treasury.actions import annul_charge, forgive_obligation, reverse_payment
from apps.treasury.domain.things import things_named
from apps.treasury.forms import ForgiveForm, GroundForm, ReverseForm
from apps.treasury.models import Obligation, Payment
from apps.treasury.permissions import REMIT, REVERSE, VIEW
from apps.treasury.queries.statements import lies_in_a_drawer, moves_of, settled_with
from apps.treasury.terms import ObligationState
from geo.access import NotAllowed, Permission
from geo.pages.middleware import viewer_of

ANNUL, FORGIVE = "anular", "condonar"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(VIEW)
def debt(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation with its lines, its norm, its place and all that moved it."""
    viewer = viewer_of(request)
    rows = Obligation.objects.visible_to(viewer).select_related(
        "concept", "debtor", "district", "otb", "street", "late_on"
    )
    owed = get_object_or_404(rows, pk=pk)
    act = request.POST.get("que", "")
    annul = GroundForm(request.POST if act == ANNUL else None, auto_id="annul-%s")
    forgive = ForgiveForm(request.POST if act == FORGIVE else None, auto_id="forgive-%s")
    if request.method == "POST":
        _require(request, REMIT)
    if entered(
        request, annul, _("The debt is annulled."), _annulling(request, owed, annul)
    ):
        return redirect("treasury:debt", pk=pk)
    if entered(request, forgive, _("It is given up."), _forgiving(request, owed, forgive)):
        return redirect("treasury:debt", pk=pk)
    note_looks([owed.debtor_id], door=Door.SHEET, detail="deuda", by=viewer)
    context = {
        "owed": owed,
        "thing": things_named([owed])[owed.pk],
        "lines": owed.lines.select_related("price", "late_rule").order_by("ordinal"),
        "moves": moves_of(owed),
        "remissions": owed.remissions.select_related("entry").order_by("pk"),
        "late": owed.late_charges.order_by("pk"),
        "focus": _focus(owed),
        "annul_form": annul,
        "forgive_form": forgive,
        "may_annul": owed.state != ObligationState.ANNULLED and _may(request, REMIT),
        "may_forgive": owed.state == ObligationState.OPEN and _may(request, REMIT),
    }
    status = 422 if act in (ANNUL, FORGIVE) else 200
    return render(request, "treasury/debt.html", context, status=status)


def _may(request: HttpRequest, permission: Permission) -> bool:
    return viewer_of(request).may_somewhere(permission.name)


def _require(request: HttpRequest, permission: Permission) -> None:
    if not _may(request, permission):
        raise NotAllowed(permission)


def _annulling(
    request: HttpRequest, owed: Obligation, form: GroundForm
) -> Callable[[], object]:
    by, on = viewer_of(request), timezone.localdate()
    return lambda: annul_charge(owed, form.ground(), on=on, by=by)


def _forgiving(
    request: HttpRequest, owed: Obligation, form: ForgiveForm
) -> Callable[[], object]:
    by, on = viewer_of(request), timezone.localdate()
    return lambda: forgive_obligation(
        owed,
        form.ground(),
        amount=form.cleaned_data["amount"],
        kind=form.remission(),
        on=on,
        by=by,
    )


def _focus(owed: Obligation) -> str:
    """Where it is owed for, as the map is told to mark it; empty where it lies nowhere."""
    if owed.place is None:
        return ""
    spot = owed.place.point_on_surface
    return json.dumps({"points": [(round(spot.x, 6), round(spot.y, 6), 0)]})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(VIEW)
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: what it was put to, its receipt, and taking it back."""
    viewer = viewer_of(request)
    rows = Payment.objects.visible_to(viewer).select_related(
        "debtor", "entry__reversed_by", "receipt__number"
    )
    paid = get_object_or_404(rows, pk=pk)
    form = ReverseForm(request.POST or None)
    if request.method == "POST":
        _require(request, REVERSE)

    def act() -> object:
        why, today = form.cleaned_data["reason"], timezone.localdate()
        return reverse_payment(paid, on=today, why=why, by=viewer)

    if entered(request, form, _("The payment is reversed, its receipt annulled."), act):
        return redirect("treasury:payment", pk=pk)
    note_looks([paid.debtor_id], door=Door.SHEET, detail="pago", by=viewer)
    put_to = settled_with(paid)
    things = things_named([leg.obligation for leg in put_to if leg.obligation])
    context = {
        "paid": paid,
        "put_to": [
            (leg.obligation, things[leg.obligation_id], -leg.amount)
            for leg in put_to
            if leg.obligation_id
        ],
        "surplus": paid.amount + sum(leg.amount for leg in put_to),
        "form": form,
        "is_in_drawer": lies_in_a_drawer(paid),
        "may_reverse": _may(request, REVERSE),
        "may_see_papers": viewer.may(SEE_PAPERS.name),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "treasury/payment.html", context, status=status)
