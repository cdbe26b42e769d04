"""The months of the invented service: read, billed and paid, one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone

from apps.treasury.actions import receive_payments
from apps.treasury.domain.shares import Tender
from apps.treasury.terms import Means
from apps.water.actions.billing import begin_run, bill_period, open_period
from apps.water.actions.reading import Counted
from apps.water.actions.reading_many import enter_readings
from apps.water.models import MeterFitting, Operator
from data.water.figures import (
    BETWEEN,
    COMES_BACK,
    FAMILY_M3,
    HABITS,
    JUMPS,
    SEASON,
    WITHIN,
    ZEROS,
)
from geo import sql
from geo.access import Viewer

SQL: Final = Path(__file__).parent / "sql"
PAY_DAYS: Final = (9, 23)
"""Days on which the lists of the collecting agents come in."""
PART: Final = 0.06
"""Chance that somebody pays a part of what is owed."""
MEANS: Final = ((Means.CASH, 0.72), (Means.QR, 0.2), (Means.TRANSFER, 0.08))

Floats = np.ndarray[Any, np.dtype[np.float64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What a holder of accounts owes."""

    party_id: int
    owed: Decimal


def months_until(today: dt.date, count: int) -> list[dt.date]:
    """First days of the `count` months before the one of `today`, the oldest first.

    >>> months_until(dt.date(2026, 2, 10), 3)
    [datetime.date(2025, 11, 1), datetime.date(2025, 12, 1), datetime.date(2026, 1, 1)]
    """
    last = today.year * 12 + today.month - 1
    return [dt.date(each // 12, each % 12 + 1, 1) for each in range(last - count, last)]


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after.

    >>> next_month(dt.date(2025, 12, 1))
    datetime.date(2026, 1, 1)
    """
    return (month + dt.timedelta(days=32)).replace(day=1)


@dataclass
class Walk:
    """The meters of one operator, what stands on them, and how much each counts a month."""

    operator: Operator
    meters: list[int]
    level: Floats
    stands: Floats

    @classmethod
    def of(cls, operator: Operator, rng: np.random.Generator) -> Walk:
        fitted = MeterFitting.objects.filter(meter__operator=operator).order_by("meter_id")
        meters = list(fitted.values_list("meter_id", flat=True))
        level = FAMILY_M3 * np.exp(rng.normal(0, BETWEEN, len(meters)))
        return cls(operator, meters, level, np.zeros(len(meters)))

    def count(self, month: dt.date, rng: np.random.Generator) -> list[Counted]:
        """What stands on each meter at the end of a month."""
        size = len(self.meters)
        used = self.level * SEASON[month.month - 1] * np.exp(rng.normal(0, WITHIN, size))
        used[rng.random(size) < ZEROS] = 0
        used[rng.random(size) < JUMPS / 2] *= 3.2
        self.stands += np.round(used)
        at = timezone.make_aware(
            dt.datetime.combine(next_month(month) - dt.timedelta(days=2), dt.time(9))
        )
        return [
            Counted(
                meter_id=meter,
                value=Decimal(int(value)),
                taken_at=at,
            )
            for meter, value in zip(self.meters, self.stands, strict=True)
        ]


@dataclass
class Payers:
    """How each holder pays: every so many months, but for the time they have given up."""

    parties: list[int]
    least: Floats
    most: Floats
    gives_up: Floats
    waits: Floats
    gone: Bools

    @classmethod
    def of(cls, parties: Sequence[int], rng: np.random.Generator) -> Payers:
        habits = rng.choice(len(HABITS), len(parties), p=[each.share for each in HABITS])
        least = np.array([HABITS[each].months[0] for each in habits], dtype=float)
        most = np.array([HABITS[each].months[1] for each in habits], dtype=float)
        gives_up = np.array([HABITS[each].gives_up for each in habits])
        waits = np.floor(rng.random(len(parties)) * (most + 1))
        gone = np.zeros(len(parties), dtype=bool)
        return cls(list(parties), least, most, gives_up, waits, gone)

    def paying(self, rng: np.random.Generator) -> list[int]:
        """Who pays this month."""
        size = len(self.parties)
        back = self.gone & (rng.random(size) < COMES_BACK)
        self.gone = (self.gone & ~back) | (rng.random(size) < self.gives_up)
        self.waits[back] = 0
        self.waits -= 1
        due = (self.waits <= 0) & ~self.gone
        again = self.least + np.floor(rng.random(size) * (self.most - self.least + 1))
        self.waits[due] = again[due]
        return [self.parties[each] for each in np.flatnonzero(due).tolist()]


def live_through(
    operators: Sequence[Operator],
    months: Sequence[dt.date],
    *,
    today: dt.date,
    seed: int,
    by: Viewer,
    told: Callable[[str], None],
) -> int:
    """Read, bill and cash these months; returns how many payments came in."""
    rng = np.random.default_rng([seed, len(months)])
    billed = [operator for operator in operators if operator.is_billed_here]
    walks = {operator.pk: Walk.of(operator, rng) for operator in billed}
    parties = [each.party_id for each in sql.rows(Owed, SQL / "holders.sql")]
    payers = Payers.of(parties, rng)
    count = 0
    for month in months:
        for operator in billed:
            _bill(operator, walks[operator.pk], month, rng, by)
        lists = np.array_split(np.array(payers.paying(rng), dtype=int), len(PAY_DAYS))
        for day, some in zip(PAY_DAYS, lists, strict=True):
            on = next_month(month).replace(day=day)
            if on <= today:
                count += _cash(some.tolist(), on, rng, by)
        told(f"  {month:%Y-%m}")
    return count


def _bill(
    operator: Operator, walk: Walk, month: dt.date, rng: np.random.Generator, by: Viewer
) -> None:
    issued = next_month(month)
    period = open_period(operator, month, due_on=issued.replace(day=28), by=by)
    if walk.meters:
        now = timezone.make_aware(dt.datetime.combine(issued, dt.time(8)))
        enter_readings(period, walk.count(month, rng), now=now, by=by)
    run = begin_run(period, on=issued, by=by)
    bill_period(run, on=issued, by=by, tell=lambda _done, _of: None)


def open_month(operators: Sequence[Operator], today: dt.date, *, by: Viewer) -> None:
    """Open this month: its meters are still to be read, its bills still to be made."""
    first = today.replace(day=1)
    due_on = next_month(first).replace(day=28)
    for operator in operators:
        if operator.is_billed_here:
            open_period(operator, first, due_on=due_on, by=by)


@transaction.atomic
def _cash(parties: list[int], on: dt.date, rng: np.random.Generator, by: Viewer) -> int:
    owed = sql.rows(Owed, SQL / "owed.sql", parties=parties)
    return receive_payments(_tenders(owed, on, rng), on=on, by=by).new


def _tenders(
    owed: Sequence[Owed], on: dt.date, rng: np.random.Generator
) -> Iterator[Tender]:
    means = [each for each, _share in MEANS]
    shares = [share for _each, share in MEANS]
    chosen = rng.choice(len(means), len(owed), p=shares)
    parts = rng.random(len(owed)) < PART
    for place, each in enumerate(owed):
        amount = each.owed
        if parts[place] and amount > 10:
            amount = (amount / 2).quantize(Decimal(1))
        yield Tender(
            key=f"demo:water:{each.party_id}:{on:%Y%m%d}",
            debtor_id=each.party_id,
            amount=amount,
            means=means[int(chosen[place])],
        )
