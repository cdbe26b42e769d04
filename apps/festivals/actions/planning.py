"""Feasts entered, and versions of their plans begun."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from apps.festivals.domain.refusals import PlanIsFixed
from apps.festivals.models import Closure, Festival, Module, Plan, Zone
from apps.festivals.permissions import PLAN
from apps.festivals.terms import PlanState
from geo.access import Viewer


def open_festival(festival: Festival, *, by: Viewer) -> Festival:
    """Enter a feast that was filled in; it is announced by another act.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    festival.save(force_insert=True)
    return festival


def announce(festival: Festival, *, by: Viewer) -> Festival:
    """Let everybody see a feast with its route and what is closed for it.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    festival.is_announced = True
    festival.save(update_fields=["is_announced"])
    return festival


def keep_clear(zone: Zone, *, by: Viewer) -> Zone:
    """Enter a place that modules of a feast keep away from.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    zone.save(force_insert=True)
    return zone


def close_street(closure: Closure, *, by: Viewer) -> Closure:
    """Enter a street that is closed to traffic for some hours of a feast.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    closure.save(force_insert=True)
    return closure


@transaction.atomic
def new_plan(
    festival: Festival, *, copy_of: Plan | None = None, note: str = "", by: Viewer
) -> Plan:
    """Begin the next version of a plan: empty, or as a copy of one, of any feast.

    Raises:
        NotAllowed: `by` may not plan feasts.
    """
    PLAN.require(by)
    Festival.objects.select_for_update().get(pk=festival.pk)
    last = festival.plans.aggregate(last=Max("version"))["last"] or 0
    plan = Plan.objects.create(
        festival=festival, version=last + 1, note=note, drawn_by=by.name or "-"
    )
    if copy_of is not None:
        modules = list(copy_of.modules.order_by("pk"))
        for module in modules:
            module.pk, module.plan = None, plan
        Module.objects.bulk_create(modules)
    return plan


def locked_draft(plan: Plan, *, by: Viewer) -> Plan:
    """The plan, locked until the transaction ends, if it can still be changed.

    Raises:
        NotAllowed: `by` may not plan feasts.
        PlanIsFixed: it was published.
    """
    PLAN.require(by)
    found = Plan.objects.select_for_update(of=("self",)).select_related("festival")
    locked = found.get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        raise PlanIsFixed
    return locked
