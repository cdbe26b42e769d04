"""Posting obligations: in one set-based act and one by one, beside bare SQL.

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
from typing import Any

from bench.databases import SQL, connect, copied, django_on, question
from bench.rounds import Workload
from bench.same import same_values
from bench.setting import Setting

GOAL = 1.5
MANY, QUICK_MANY = 100_000, 10_000
ONE_BY_ONE = 200
DAY = dt.date(2026, 6, 15)


@dataclass(kw_only=True)
class Posting:
    """The same obligations posted in different ways; `posted` is what the last came to."""

    concept: int
    price: int
    posted: tuple[Any, ...] = ()

    def timed(self, post: Callable[[], object]) -> float:
        """Seconds for one run with everything that COMMIT would check, then undone."""
        from django.db import connection, transaction

        with transaction.atomic():
            began = time.perf_counter()
            post()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                seconds = time.perf_counter() - began
                cursor.execute(question("money_posted"))
                self.posted = tuple(cursor.fetchone() or ())
            transaction.set_rollback(True)
        return seconds

    def staged(self) -> None:
        """The platform's way: stage with one statement, post with another call."""
        from apps.treasury.actions import open_posting, post_staged
        from geo import sql
        from geo.access import Viewer

        open_posting()
        sql.execute(SQL / "money_staged.sql", **self._values)
        post_staged(on=DAY, by=Viewer(name="bench", holds_all=True))

    def bare(self) -> None:
        """One statement over the same tables."""
        from geo import sql

        sql.execute(SQL / "money_floor.sql", **self._values)

    def one_by_one(self) -> None:
        """The first few of them, a call for each."""
        from django.db import connection

        from apps.treasury.actions import post_obligation
        from apps.treasury.domain.charging import Charge, ChargeLine
        from geo.access import Viewer

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT party_id, quantity FROM bench_account ORDER BY 1 LIMIT %s",
                [ONE_BY_ONE],
            )
            accounts: list[tuple[int, Decimal]] = cursor.fetchall()
        for party, quantity in accounts:
            charge = Charge(
                key=f"bench:{party}",
                debtor_id=party,
                concept_id=self.concept,
                due_on=DAY + dt.timedelta(days=30),
                about_kind="bench.account",
                about_id=str(party),
                lines=(ChargeLine(price_id=self.price, quantity=quantity),),
            )
            post_obligation(charge, on=DAY, by=Viewer(name="bench", holds_all=True))

    @property
    def _values(self) -> dict[str, Any]:
        return {"concept": self.concept, "price": self.price, "on": DAY}


@contextmanager
def _prepared(setting: Setting, count: int) -> Iterator[Posting]:
    """A copy of the town with so many debtors and a price."""
    from apps.treasury.actions import create_concept, set_price
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    with copied(setting.town, "money") as database, django_on(database):
        with connect(database) as connection:
            connection.execute(question("money_parties").encode(), {"count": count})
            connection.execute(question("money_source").encode(), {})
            connection.execute("VACUUM ANALYZE")
        concept = create_concept("bench", "Bench", budget_item="12200", by=by)
        price = set_price(
            concept,
            "1.85",
            days=(dt.date(2026, 1, 1), None),
            legal_basis="None: a benchmark",
            unit="unit",
            by=by,
        )
        yield Posting(concept=concept.pk, price=price.pk)


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """All in one act, and one at a time; seconds are for one obligation in the second."""
    count = MANY if setting.are_many else min(QUICK_MANY, setting.points)
    with _prepared(setting, count) as posting:

        def compare() -> str:
            posting.timed(posting.staged)
            ours = dict(enumerate(posting.posted))
            posting.timed(posting.bare)
            same_values(ours, dict(enumerate(posting.posted)), "sums")
            return f"{ours[0]:,} obligations, lines, legs and balances; Bs {ours[1]:,}"

        yield [
            Workload(
                name="treasury_post",
                title=f"post {count:,} obligations in one act",
                ours=lambda: posting.timed(posting.staged),
                floor=lambda: posting.timed(posting.bare),
                check=compare,
                goal=GOAL,
            ),
            Workload(
                name="treasury_post_one",
                title="post one obligation, as its share of many would cost",
                ours=lambda: posting.timed(posting.one_by_one) / ONE_BY_ONE,
                floor=lambda: posting.timed(posting.bare) / count,
                check=compare,
            ),
        ]
