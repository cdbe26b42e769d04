"""Billing a month of water: the platform's run beside one bare statement.

Every run is undone after it was timed, deferred checks included, so that each meets the
same tables.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bench.databases import SQL, copied, django_on, question
from bench.rounds import Workload
from bench.same import same_values
from bench.setting import Setting

if TYPE_CHECKING:
    from apps.water.models import Operator, Period

GOAL = 1.5
MANY, QUICK_MANY = 100_000, 10_000
APRIL, MAY = dt.date(2026, 4, 1), dt.date(2026, 5, 1)
DAY, DUE = dt.date(2026, 6, 2), dt.date(2026, 6, 30)
LAW = "None: a benchmark"


@dataclass(kw_only=True)
class Billing:
    """One month billed in two ways; `billed` is what the last came to."""

    operator: Operator
    april: Period
    may: Period
    concept: int
    billed: tuple[Any, ...] = ()

    def timed(self, bill: Callable[[], object]) -> float:
        """Seconds for one run with everything that COMMIT would check, then undone."""
        from django.db import connection, transaction

        with transaction.atomic():
            began = time.perf_counter()
            bill()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                seconds = time.perf_counter() - began
                cursor.execute(question("water_billed"))
                self.billed = tuple(cursor.fetchone() or ())
            transaction.set_rollback(True)
        return seconds

    def run(self) -> None:
        """The platform's run, preview included, as the worker does it."""
        from apps.water.actions.billing import begin_run, bill_period
        from geo.access import Viewer

        by = Viewer(name="bench", holds_all=True)
        run = begin_run(self.may, on=DAY, by=by)
        bill_period(run, on=DAY, by=by, tell=lambda done, of: None)

    def bare(self) -> None:
        """One statement over the same tables."""
        from geo import sql

        sql.execute(
            SQL / "water_floor.sql",
            operator=self.operator.pk,
            period=self.may.pk,
            previous=self.april.pk,
            concept=self.concept,
            on=DAY,
            due_on=DUE,
        )


def _tariffs(operator: Operator) -> None:
    """A flat tariff and one of three blocks, with their prices."""
    from apps.water.actions.tariffs import set_tariff
    from apps.water.domain.tariffs import Block, Draft, Terms
    from apps.water.terms import Category, TariffKind
    from geo.access import Viewer

    steps = ((0, 10, "1.50"), (10, 30, "2.25"), (30, None, "4.00"))
    blocks = tuple(
        Block(
            low=Decimal(low),
            high=None if high is None else Decimal(high),
            unit_amount=Decimal(amount),
        )
        for low, high, amount in steps
    )
    flat = Terms(kind=TariffKind.FLAT, fixed_charge=Decimal("10.00"))
    metered = Terms(kind=TariffKind.BLOCKS, fixed_charge=Decimal("5.00"), blocks=blocks)
    for terms in (flat, metered):
        draft = Draft(
            category=Category.DOMESTIC,
            is_metered=bool(terms.blocks),
            terms=terms,
            first_day=dt.date(2020, 1, 1),
            legal_basis=LAW,
        )
        set_tariff(operator, draft, by=Viewer(name="bench", holds_all=True))


@contextmanager
def _prepared(setting: Setting, count: int) -> Iterator[Billing]:
    """A copy of the town with so many accounts, read in two months."""
    from apps.treasury.actions import create_concept
    from apps.water.models import Operator, Period
    from apps.water.terms import SERVICE, OperatorKind
    from geo import sql
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    with copied(setting.town, "water") as database, django_on(database):
        concept = create_concept(SERVICE, "Water", budget_item="12200", by=by)
        operator = Operator.objects.create(
            code="bench",
            name="Bench",
            kind=OperatorKind.MUNICIPAL,
            is_billed_here=True,
            source="bench",
        )
        _tariffs(operator)
        april, may = (
            Period.objects.create(operator=operator, month=month, due_on=DUE)
            for month in (APRIL, MAY)
        )
        sql.execute(SQL / "water_accounts.sql", operator=operator.pk, count=count)
        sql.execute(SQL / "water_analyze.sql")
        yield Billing(operator=operator, april=april, may=may, concept=concept.pk)


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """The run of a month, from the preview to the last bill."""
    count = MANY if setting.are_many else QUICK_MANY
    with _prepared(setting, count) as billing:

        def compare() -> str:
            billing.timed(billing.run)
            ours = dict(enumerate(billing.billed))
            billing.timed(billing.bare)
            same_values(ours, dict(enumerate(billing.billed)), "sums")
            return f"{ours[0]:,} bills, {ours[1]:,} m³, Bs {ours[2]:,} in four tables"

        yield [
            Workload(
                name="water_billing",
                title=f"bill a month of {count:,} water accounts",
                ours=lambda: billing.timed(billing.run),
                floor=lambda: billing.timed(billing.bare),
                check=compare,
                goal=GOAL,
            )
        ]
