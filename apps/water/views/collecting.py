"""Cuts: who could be cut, the orders under way, and all that bears on one account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.people.actions import note_looks
from apps.people.terms import Door
from apps.people.views.doors import for_holders_of, saying
from apps.treasury.models import Obligation
from apps.treasury.terms import ObligationState
from apps.water.domain.cutting import Case, obstacles, told
from apps.water.models import Account, Operator
from apps.water.permissions import OPERATE, VIEW
from apps.water.queries.collecting import asked_by, case_of, cases, rule_in_force
from apps.water.terms import (
    ACCOUNT,
    ClaimKind,
    ClaimOutcome,
    CutState,
    Delivery,
    NoticeKind,
    Protection,
)
from apps.water.views.acts import ACTS, Acting
from geo.access import Viewer
from geo.pages.middleware import viewer_of

PARTS: Final = ("", CutState.PROPOSED, CutState.APPROVED, CutState.CUT)
"""The list's parts: who has no order yet, and who is where with one."""


@never_cache
@require_safe
@for_holders_of(VIEW)
def cuts(request: HttpRequest) -> HttpResponse:
    """Accounts with as many overdue bills as the rule asks, by where they are."""
    today = timezone.localdate()
    operators = Operator.objects.billed_here()
    chosen = operators.filter(code=request.GET.get("operador", "")).first()
    operator = chosen or operators.first()
    found = _seen(cases(operator, on=today), viewer_of(request)) if operator else []
    rule = rule_in_force(operator.pk, on=today) if operator else None
    now, asked = timezone.now(), asked_by(rule)
    rows = [(each, list(map(told, obstacles(each, asked, now=now)))) for each in found]
    context = {
        "operators": operators,
        "operator": operator,
        "rule": rule,
        "may_rule": viewer_of(request).may(OPERATE.name),
        "parts": [(part, [r for r in rows if r[0].order_state == part]) for part in PARTS],
        "any": bool(rows),
    }
    return render(request, "water/cuts.html", context)


def _seen(found: list[Case], viewer: Viewer) -> list[Case]:
    numbers = [each.account_id for each in found]
    seen = Account.objects.visible_to(viewer).filter(pk__in=numbers)
    known = set(seen.values_list("pk", flat=True))
    return [each for each in found if each.account_id in known]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_holders_of(VIEW)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: what is overdue, what was told and complained of, what comes next."""
    viewer = viewer_of(request)
    seen = Account.objects.visible_to(viewer).select_related("operator", "connection")
    account = get_object_or_404(seen, pk=pk)
    if request.method == "POST":
        return _acted(request, account)
    today = timezone.localdate()
    holding = account.holdings.on(today).select_related("party").first()
    if holding is not None:
        note_looks([holding.party_id], door=Door.SHEET, detail="agua", by=viewer)
    context = {**_facts(account), "account": account, "holding": holding, "today": today}
    return render(request, "water/case.html", context)


def _facts(account: Account) -> Mapping[str, Any]:
    today = timezone.localdate()
    rule = rule_in_force(account.operator_id, on=today)
    found = case_of(account, on=today)
    against = obstacles(found, asked_by(rule), now=timezone.now())
    debts = Obligation.objects.filter(about_kind=ACCOUNT, about_id=str(account.pk))
    open_ones = debts.filter(state=ObligationState.OPEN).select_related("concept")
    return {
        "case": found,
        "rule": rule,
        "against": [told(each) for each in against],
        "debts": open_ones.order_by("due_on", "pk"),
        "order": account.cut_orders.filter(pk=found.order_id or 0).first(),
        "past": account.cut_orders.exclude(pk=found.order_id or 0).order_by("-pk")[:10],
        "notices": account.notices.order_by("-delivered_at")[:10],
        "claims": account.claims.order_by("-opened_at")[:10],
        "agreement": account.agreements.prefetch_related("instalments").last(),
        "claim_kinds": ClaimKind.choices,
        "outcomes": ClaimOutcome.choices,
        "notice_kinds": NoticeKind.choices,
        "deliveries": Delivery.choices,
        "protections": Protection.choices,
    }


def _acted(request: HttpRequest, account: Account) -> HttpResponse:
    act: Callable[[Acting], object] | None = ACTS.get(request.POST.get("que", ""))
    if act is None:
        raise Http404
    acting = Acting(
        account=account,
        data=request.POST.dict(),
        on=timezone.localdate(),
        at=timezone.now(),
        by=viewer_of(request),
    )
    with saying(request, _("Done.")):
        act(acting)
    return redirect("water:case", pk=account.pk)
