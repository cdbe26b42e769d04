"""Taking money, each payment with the number of its receipt, beside an empty transaction.

The acts of the platform run in threads of one process, as a web worker runs them; every
payment draws the next number of one series, so all clients meet there.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

from bench.cases.booking import CLIENTS, attempts, empty
from bench.databases import connect, copied, django_on, question
from bench.rounds import AnswersDiffer, Workload
from bench.setting import Setting

DAY: Final = dt.date(2026, 6, 15)
MANY: Final = 1_000_000
"""Units that each debtor owes: more than can be paid one by one while it is measured."""

Owed = Sequence[tuple[int, int]]
"""Debtor and obligation, one for each client."""


def takings(owed: Owed, office: int, clients: int, seconds: float) -> float:
    """Seconds for one payment while so many cashiers take one after the other."""
    from django.db import connection

    from apps.treasury.actions import receive_payment
    from apps.treasury.domain.shares import Tender
    from apps.treasury.terms import Means
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    until, amount = time.perf_counter() + seconds, Decimal("1.00")

    def client(number: int) -> int:
        (debtor, obligation), done = owed[number], 0
        while time.perf_counter() < until:
            tender = Tender(
                key=f"bench:{uuid.uuid4()}",
                debtor_id=debtor,
                amount=amount,
                means=Means.CASH,
                shares={obligation: amount},
                office_id=office,
            )
            receive_payment(tender, on=DAY, by=by)
            done += 1
        connection.close()
        return done

    with ThreadPoolExecutor(clients) as threads:
        return seconds / max(1, sum(threads.map(client, range(clients))))


def _sound() -> str:
    from apps.documents.models import Number
    from apps.treasury.models import Receipt
    from apps.treasury.queries import ledger_disagreements

    wrong = ledger_disagreements()
    if wrong:
        raise AnswersDiffer(f"the books disagree: {wrong[0]}")
    ours = Number.objects.filter(series__office__code="bench")
    count = Receipt.objects.filter(number__in=ours).count()
    if ours.order_by("-number").values_list("number", flat=True).first() != count:
        raise AnswersDiffer("the receipts' numbers have gaps")
    return f"{count:,} payments, the books agree, receipts without a gap"


def _prepared() -> tuple[Owed, int]:
    """A debtor with a large debt for each client, and the office of the receipts."""
    from apps.people.models import Office
    from apps.treasury.actions import create_concept, post_obligations, set_price
    from apps.treasury.domain.charging import Charge, ChargeLine
    from apps.treasury.models import Obligation
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    concept = create_concept("bench", "Bench", budget_item="12200", by=by)
    price = set_price(
        concept,
        "1.00",
        days=(dt.date(2026, 1, 1), None),
        legal_basis="None: a benchmark",
        unit="unit",
        by=by,
    )
    with connect(_here()) as connection:
        parties = connection.execute(
            "SELECT id FROM people_party WHERE recorded_by = 'bench' ORDER BY id"
        ).fetchall()
    charges = [
        Charge(
            key=f"bench:{party}",
            debtor_id=party,
            concept_id=concept.pk,
            due_on=DAY,
            about_kind="bench.account",
            about_id=str(party),
            lines=(ChargeLine(price_id=price.pk, quantity=Decimal(MANY)),),
        )
        for (party,) in parties
    ]
    post_obligations(charges, on=DAY, by=by)
    office = Office.objects.create(code="bench", name="Bench", kind="unit")
    owed = Obligation.objects.filter(concept=concept).order_by("pk")
    return list(owed.values_list("debtor", "pk")), office.pk


def _here() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """So many cashiers at once in a copy of the town."""
    with copied(setting.town, "payments") as database, django_on(database):
        with connect(database) as connection:
            count = {"count": max(CLIENTS)}
            connection.execute(question("money_parties").encode(), count)
        owed, office = _prepared()
        seconds = setting.load_seconds

        def workload(clients: int) -> Workload:
            return Workload(
                name=f"payment_c{clients}",
                title=f"take one payment with its receipt's number, {clients} clients",
                ours=lambda: takings(owed, office, clients, seconds),
                floor=lambda: attempts(database, clients, seconds, empty),
                check=_sound,
                is_rate=True,
            )

        yield [workload(clients) for clients in CLIENTS]
