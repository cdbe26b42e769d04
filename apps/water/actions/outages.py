"""Closing valves around a burst, telling those without water, and opening them again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from apps.notices.actions import notify
from apps.people.models import Party
from apps.water.domain.network_refusals import (
    AlreadyOpened,
    ClosedMeanwhile,
    NoReason,
    OpenedBeforeClosed,
)
from apps.water.domain.occasions import WATER_BACK, WATER_SHUT
from apps.water.models import Holding, Main, Outage, Valve
from apps.water.permissions import CLOSE_VALVES
from apps.water.queries.closing import plan_closing, valves_relied_on
from geo.access import Viewer
from geo.sql import one_at_a_time


@transaction.atomic
def close_valves(
    main: Main,
    *,
    at: dt.datetime,
    reason: str,
    place: Point | None = None,
    expected: Iterable[int] | None = None,
    by: Viewer,
) -> Outage:
    """Record that the valves around a burst of `main` were closed, and tell the holders.

    What is closed is worked out again, so that two crews never count on one valve;
    `expected` are the valves that the person was shown.

    Raises:
        NotAllowed: `by` may not close valves.
        NoReason: nobody says why.
        ClosedMeanwhile: others are to be closed than the person was shown.
    """
    CLOSE_VALVES.require(by)
    if not reason.strip():
        raise NoReason
    one_at_a_time(f"water.network.{main.asset.operator_id}")
    plan = plan_closing(main)
    valves = [valve.pk for valve in plan.valves]
    if expected is not None and sorted(expected) != sorted(valves):
        raise ClosedMeanwhile
    outage = Outage.objects.create(
        operator=main.asset.operator,
        place=place,
        main=main,
        started_at=at,
        reason=reason.strip()[:200],
        recorded_by=by.name or "-",
    )
    outage.closed.set({*valves, *valves_relied_on(main)})
    outage.connections.set(plan.connections)
    Valve.objects.filter(pk__in=valves).update(is_open=False)
    _tell_shut(outage, by=by)
    return outage


@transaction.atomic
def open_valves(outage: Outage, *, at: dt.datetime, by: Viewer) -> Outage:
    """Record that the valves of an outage were opened again; those of others stay closed.

    Raises:
        NotAllowed: `by` may not close valves.
        AlreadyOpened: they were opened before.
        OpenedBeforeClosed: at a time before they were closed.
    """
    CLOSE_VALVES.require(by)
    one_at_a_time(f"water.network.{outage.operator_id}")
    present = Outage.objects.select_for_update().get(pk=outage.pk)
    if present.ended_at is not None:
        raise AlreadyOpened
    if at <= present.started_at:
        raise OpenedBeforeClosed
    present.ended_at = at
    present.save(update_fields=["ended_at"])
    standing = Outage.objects.filter(ended_at=None).values("closed")
    mine = Valve.objects.filter(outages=present).exclude(pk__in=standing)
    mine.update(is_open=True)
    for party, accounts in _holders(present, at).items():
        notify(
            party,
            WATER_BACK.code,
            {
                "operator": present.operator.name,
                "until": _when(at),
                "accounts": ", ".join(accounts),
            },
            by=by,
            key=f"water-back:{present.pk}:{party.pk}",
        )
    return present


def _tell_shut(outage: Outage, *, by: Viewer) -> None:
    """One notice for each holder, however many accounts are without water."""
    for party, accounts in _holders(outage, outage.started_at).items():
        notify(
            party,
            WATER_SHUT.code,
            {
                "operator": outage.operator.name,
                "since": _when(outage.started_at),
                "reason": outage.reason,
                "accounts": ", ".join(accounts),
            },
            by=by,
            urgent=True,
            key=f"water-shut:{outage.pk}:{party.pk}",
        )


def _holders(outage: Outage, at: dt.datetime) -> dict[Party, list[str]]:
    """Whom the accounts without water belong to, with their numbers."""
    day = timezone.localtime(at).date()
    found: dict[Party, list[str]] = defaultdict(list)
    holding = Holding.objects.on(day).filter(account__connection__outages=outage)
    for each in holding.select_related("party", "account").order_by("account__number"):
        found[each.party].append(each.account.number)
    return found


def _when(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
