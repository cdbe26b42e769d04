"""Pages for those who plan: versions, drawing, mending, checking, publishing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.contrib.gis.db.models import Extent
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.festivals import actions
from apps.festivals.forms import BeginForm, DrawForm, SaleForm, occupation
from apps.festivals.models import Festival, Module, Plan
from apps.festivals.permissions import PLAN
from apps.festivals.queries import (
    compare,
    forecast,
    frame_of,
    in_the_way,
    marks_of,
    price_surface,
    rules_broken,
    sketch_of_changes,
)
from apps.festivals.terms import PlanState
from apps.festivals.views.editing import back_to, plan_of
from apps.people.views.doors import for_holders_of, saying, understood
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

MOST_ROWS: Final = 500
"""Modules that the list beside the map shows; all are on the map."""


@require_POST
@for_holders_of(PLAN)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version, empty or as a copy of another."""
    festival = get_object_or_404(Festival, code=code)
    form = BeginForm(request.POST, festival=festival)
    if not understood(request, form):
        return redirect("festivals:festival", code=code)
    copied = form.cleaned_data["source"]
    note, by = form.cleaned_data["note"], viewer_of(request)
    return back_to(actions.new_plan(festival, copy_of=copied, note=note, by=by))


@require_safe
@for_holders_of(PLAN)
def plan(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version: its modules on the map and as a list, what is wrong, what it brings."""
    return _page(request, plan_of(code, version))


def _page(request: HttpRequest, found: Plan, **forms: Form) -> HttpResponse:
    """The page of a plan, with a form that was not understood where it was filled in."""
    on = timezone.localdate()
    broken = rules_broken(found, on=on)
    told = {
        "festival": found.festival,
        "plan": found,
        "is_draft": found.state == PlanState.DRAFT,
        "modules": found.modules.along()[:MOST_ROWS],
        "total": found.modules.count(),
        "most_rows": MOST_ROWS,
        "broken": broken,
        "in_the_way": in_the_way(broken),
        "sketch": marks_of(broken[:MOST_ROWS]),
        "last_edit": found.edits.order_by("-pk").first(),
        "draw_form": DrawForm(),
        "sale_form": SaleForm(),
        "others": found.festival.plans.exclude(pk=found.pk).order_by("-version"),
        "map_filter": f"plan={found.pk}",
        "frame": _frame(found),
        **_money(request, found, on=on),
    }
    return render(request, "festivals/plan.html", {**told, **forms})


def _frame(found: Plan) -> str:
    box = Module.objects.filter(plan=found).aggregate(box=Extent("place"))["box"]
    if box is None:
        return frame_of(found.festival)
    return ",".join(f"{degrees:.6f}" for degrees in box)


def _money(request: HttpRequest, found: Plan, *, on: dt.date) -> dict[str, Any]:
    """What a plan would bring, at the occupation that is asked for, and its prices."""
    lines, occupied = forecast(found, on=on), occupation(request.GET)
    revenue = sum((line.revenue for line in lines), Decimal(0))
    return {
        "forecast": lines,
        "revenue": revenue,
        "occupied": occupied,
        "likely": revenue * occupied / 100,
        "surface": price_surface(found, on=on),
        "by_price": request.GET.get("color") == "precio",
    }


@require_POST
@for_holders_of(PLAN)
def draw(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Cut modules along one side of the route."""
    found = plan_of(code, version)
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, draw_form=form)
    try:
        drawn = actions.draw_modules(found, form.order(), by=viewer_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _drawn(len(drawn)))
    return back_to(found)


def _drawn(count: int) -> str:
    said = ngettext("%(n)d module was drawn.", "%(n)d modules were drawn.", count)
    return said % {"n": count}


@require_POST
@for_holders_of(PLAN)
def publish(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Put the plan on sale."""
    found = plan_of(code, version)
    form = SaleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, sale_form=form)
    done = _("The plan is published, and its modules are on sale as you said.")
    with saying(request, done):
        actions.publish_plan(
            found, form.sale(), on=timezone.localdate(), by=viewer_of(request)
        )
    return back_to(found)


@require_safe
@for_holders_of(PLAN)
def comparison(request: HttpRequest, code: str, version: int, other: int) -> HttpResponse:
    """What a version changes in another one."""
    after, before = plan_of(code, version), plan_of(code, other)
    changes = compare(before, after)
    box = Module.objects.filter(plan__in=[before, after]).aggregate(box=Extent("place"))
    told = {
        "festival": after.festival,
        "before": before,
        "after": after,
        "changes": changes,
        "sketch": sketch_of_changes(changes),
        "frame": ",".join(f"{degrees:.6f}" for degrees in box["box"] or ()),
    }
    return render(request, "festivals/comparison.html", told)
