"""Mending a plan on its map: the module that was pressed, and what is done to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.festivals import actions
from apps.festivals.forms import EditForm, chosen_codes
from apps.festivals.models import Module, Plan, Trade
from apps.festivals.permissions import PLAN
from apps.festivals.queries import elevation, neighbours_of
from apps.festivals.terms import EditKind, PlanState
from apps.people.views.doors import for_holders_of, saying, understood
from geo.access import Viewer
from geo.errors import Refusal
from geo.pages.middleware import viewer_of
from geo.pages.typed import key_in


def plan_of(code: str, version: int) -> Plan:
    """The version of a feast's plan that an address names."""
    plans = Plan.objects.select_related("festival")
    return get_object_or_404(plans, festival__code=code, version=version)


def back_to(plan: Plan, module: str = "") -> HttpResponse:
    """The page of a plan, with a module open beside the map."""
    page = redirect("festivals:plan", code=plan.festival.code, version=plan.version)
    if module:
        page["Location"] += f"?{urlencode({'modulo': module})}"
    return page


@require_safe
@for_holders_of(PLAN)
def module_panel(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The module that was pressed (`?modulo=`), for the panel beside the map."""
    plan = plan_of(code, version)
    asked = request.GET.get("modulo", "").replace("\0", "")
    found = get_object_or_404(plan.modules.along(), code=asked)
    return render(request, "festivals/module.html", panel_of(plan, found, request))


def panel_of(plan: Plan, module: Module, request: HttpRequest) -> dict[str, Any]:
    """What the panel tells of a module."""
    bounds = module.place.extent
    return {
        "festival": plan.festival,
        "plan": plan,
        "is_draft": plan.state == PlanState.DRAFT,
        "module": module,
        "shape": module.place.geojson,
        "focus": json.dumps({"bounds": bounds}),
        "neighbours": neighbours_of(module),
        "trades": Trade.objects.order_by("name"),
        "rows": elevation(module, None, viewer_of(request)),
        "edit_form": EditForm(),
    }


@require_POST
@for_holders_of(PLAN)
def move(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Move a module along the route and away from it."""
    plan = plan_of(code, version)
    form = EditForm(request.POST)
    named = chosen_codes(request.POST)[:1]
    if named and understood(request, form):
        with saying(request, _("%(code)s was moved.") % {"code": named[0]}):
            actions.shift_module(plan, named[0], **form.cleaned_data, by=viewer_of(request))
    return back_to(plan, *named)


@require_POST
@for_holders_of(PLAN)
def undo(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Take the last edit back."""
    plan = plan_of(code, version)
    try:
        kind = actions.undo_edit(plan, by=viewer_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Undone: what was %(edit)s is as before.")
        messages.success(request, said % {"edit": EditKind(kind).label})
    return back_to(plan)


Edit = Callable[[Plan, Sequence[str], Any, Viewer], object]


def _give_to_trade(plan: Plan, codes: Sequence[str], form: Any, by: Viewer) -> object:
    trade = get_object_or_404(Trade, pk=key_in(form.get("trade", "")))
    return actions.give_to_trade(plan, codes, trade, by=by)


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
    "trade": _give_to_trade,
}
"""What can be done with the modules that were ticked, by the button's value."""


@require_POST
@for_holders_of(PLAN)
def edit(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Do to the ticked modules what the pressed button says."""
    plan = plan_of(code, version)
    act = EDITS.get(request.POST.get("act", ""))
    if act is not None:
        with saying(request, _("Done.")):
            act(plan, chosen_codes(request.POST), request.POST, viewer_of(request))
    return back_to(plan)
