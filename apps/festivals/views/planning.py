"""Pages for those who plan: versions, drawing, mending, checking, publishing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.contrib.gis.db.models import Extent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.festivals import actions
from apps.festivals.forms import BeginForm, DrawForm, SaleForm, chosen_codes
from apps.festivals.models import Festival, Module, Plan
from apps.festivals.permissions import PLAN
from apps.festivals.queries import compare, forecast, rules_broken
from apps.festivals.terms import PlanState
from apps.people.views.doors import for_holders_of, saying, understood
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of

MOST_ROWS: Final = 500
"""Modules that the list beside the map shows; all are on the map."""


def _plan(code: str, version: int) -> Plan:
    plans = Plan.objects.select_related("festival")
    return get_object_or_404(plans, festival__code=code, version=version)


def _back(plan: Plan) -> HttpResponse:
    return redirect("festivals:plan", code=plan.festival.code, version=plan.version)


@require_POST
@for_holders_of(PLAN)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version, empty or as a copy of another."""
    festival = get_object_or_404(Festival, code=code)
    form = BeginForm(request.POST)
    if not understood(request, form):
        return redirect("festivals:festival", code=code)
    source = form.cleaned_data["source"]
    copied = (
        festival.plans.filter(version=int(source)).first() if source.isdecimal() else None
    )
    note, by = form.cleaned_data["note"], viewer_of(request)
    return _back(actions.new_plan(festival, copy_of=copied, note=note, by=by))


@require_safe
@for_holders_of(PLAN)
def plan(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version: its modules on the map and as a list, what is wrong, what it brings."""
    found = _plan(code, version)
    on = timezone.localdate()
    box = Module.objects.filter(plan=found).aggregate(box=Extent("place"))["box"]
    if box is None and found.festival.route is not None:
        box = found.festival.route.extent
    lines = forecast(found, on=on)
    told = {
        "festival": found.festival,
        "plan": found,
        "is_draft": found.state == PlanState.DRAFT,
        "modules": found.modules.along()[:MOST_ROWS],
        "total": found.modules.count(),
        "most_rows": MOST_ROWS,
        "broken": rules_broken(found, on=on),
        "forecast": lines,
        "revenue": sum(line.revenue for line in lines),
        "draw_form": DrawForm(),
        "sale_form": SaleForm(),
        "others": found.festival.plans.exclude(pk=found.pk).order_by("-version"),
        "map_filter": f"plan={found.pk}",
        "frame": ",".join(f"{degrees:.6f}" for degrees in box or ()),
    }
    return render(request, "festivals/plan.html", told)


@require_POST
@for_holders_of(PLAN)
def draw(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Cut modules along one side of the route."""
    found = _plan(code, version)
    form = DrawForm(request.POST)
    if understood(request, form):
        try:
            drawn = actions.draw_modules(found, form.order(), by=viewer_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _drawn(len(drawn)))
    return _back(found)


def _drawn(count: int) -> str:
    said = ngettext("%(n)d module was drawn.", "%(n)d modules were drawn.", count)
    return said % {"n": count}


Edit = Callable[[Plan, Sequence[str], Any, Viewer], object]

EDITS: Final[dict[str, Edit]] = {
    "block": lambda plan, codes, _form, by: actions.block_modules(plan, codes, by=by),
    "unblock": lambda plan, codes, _form, by: actions.unblock_modules(plan, codes, by=by),
    "remove": lambda plan, codes, _form, by: actions.remove_modules(plan, codes, by=by),
    "merge": lambda plan, codes, _form, by: actions.merge_modules(plan, codes, by=by),
    "split": lambda plan, codes, _form, by: [
        actions.split_module(plan, code, by=by) for code in codes
    ],
    "renumber": lambda plan, codes, form, by: actions.renumber_modules(
        plan, codes, str(form.get("prefix", "")).strip()[:12] or "A", by=by
    ),
}
"""What can be done with the modules that were ticked, by the button's value."""


@require_POST
@for_holders_of(PLAN)
def edit(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Do to the ticked modules what the pressed button says."""
    found = _plan(code, version)
    act = EDITS.get(request.POST.get("act", ""))
    if act is not None:
        with saying(request, _("Done.")):
            act(found, chosen_codes(request.POST), request.POST, viewer_of(request))
    return _back(found)


@require_POST
@for_holders_of(PLAN)
def publish(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Put the plan on sale."""
    found = _plan(code, version)
    form = SaleForm(request.POST)
    if understood(request, form):
        done = _("The plan is published, and its modules are on sale as you said.")
        with saying(request, done):
            actions.publish_plan(
                found, form.sale(), on=timezone.localdate(), by=viewer_of(request)
            )
    return _back(found)


@require_safe
@for_holders_of(PLAN)
def comparison(request: HttpRequest, code: str, version: int, other: int) -> HttpResponse:
    """What a version changes in another one."""
    after, before = _plan(code, version), _plan(code, other)
    told = {
        "festival": after.festival,
        "before": before,
        "after": after,
        "changes": compare(before, after),
    }
    return render(request, "festivals/comparison.html", told)
