"""Recording operators and the hours they let water run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.people.models import Organisation
from apps.water.domain.refusals import refusing
from apps.water.models import Operator, PressureZone, Rationing
from apps.water.permissions import OPERATE
from apps.water.terms import OperatorKind, Weekday
from geo.access import Viewer
from geo.acting import acting


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When water runs on a day of the week; no end means until midnight."""

    weekday: Weekday
    starts: dt.time
    ends: dt.time | None = None


@dataclass(frozen=True, kw_only=True)
class NewOperator:
    """What is recorded of an operator."""

    code: str
    name: str
    kind: OperatorKind
    source: str
    is_billed_here: bool = False
    telephone: str = ""
    address: str = ""
    organisation: Organisation | None = None


@transaction.atomic
def record_operator(asked: NewOperator, *, by: Viewer) -> Operator:
    """Record an operator, or anew what is known of one of the same code.

    Raises:
        NotAllowed: `by` may not keep operators.
    """
    OPERATE.require(by)
    told = {
        "name": asked.name,
        "kind": asked.kind,
        "source": asked.source,
        "is_billed_here": asked.is_billed_here,
        "telephone": asked.telephone,
        "address": asked.address,
        "organisation": asked.organisation,
    }
    with acting(by):
        operator, _new = Operator.objects.update_or_create(code=asked.code, defaults=told)
    return operator


@transaction.atomic
def ration(
    operator: Operator,
    hours: Iterable[Hours],
    *,
    days: tuple[dt.date, dt.date | None],
    reason: str,
    by: Viewer,
    zone: PressureZone | None = None,
) -> list[Rationing]:
    """Say when water runs from the first day until before the last (None: open end).

    A calendar without an end that is in force for the same ground ends the day before; one
    that was to begin on that very day gives way to this one.

    Raises:
        NotAllowed: `by` may not keep operators.
        HoursOverlap: other hours of these days overlap.
    """
    OPERATE.require(by)
    first, last = days
    with acting(by), refusing():
        standing = operator.rationing.filter(pressure_zone=zone, days__upper_inf=True)
        standing.filter(days__startswith=first).delete()
        for before in standing.filter(days__startswith__lt=first):
            before.days = DateRange(before.days.lower, first)
            before.save(update_fields=["days"])
        return Rationing.objects.bulk_create(
            Rationing(
                operator=operator,
                pressure_zone=zone,
                days=DateRange(first, last),
                weekday=each.weekday,
                starts=each.starts,
                ends=each.ends,
                reason=reason,
            )
            for each in hours
        )
