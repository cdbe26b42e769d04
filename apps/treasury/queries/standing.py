"""Questions about money: who owes what, since when, and whether the books agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db.models import Sum

from apps.treasury.domain.ageing import Age
from apps.treasury.domain.money import NOTHING
from apps.treasury.models import Balance, Obligation, Payment
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql"

WAYS: Final = ("debtor", "concept", "district", "otb", "zone", "street")
"""What debt can be grouped by."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a party stands with the treasury."""

    owed: Decimal
    advances: Decimal
    """Paid and not put to anything yet."""
    refunds: Decimal
    """Acknowledged and not paid back yet."""

    @property
    def net(self) -> Decimal:
        """What would be left to pay if everything were set off; negative: to give back."""
        return self.owed - self.advances - self.refunds


@dataclass(frozen=True, kw_only=True)
class AgedDebt:
    """Debt of one debtor, concept or part of the territory, by how long it is owed."""

    by: str
    """One of `WAYS`."""
    id: int | None
    """Primary key there; None for what lies in none."""
    debtors: int
    obligations: int
    total: Decimal
    current: Decimal
    one: Decimal
    two: Decimal
    three_to_six: Decimal
    seven_to_twelve: Decimal
    older: Decimal

    def of(self, age: Age) -> Decimal:
        """The part of one class."""
        part: Decimal = getattr(self, age.value)
        return part


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two figures of the books that should be one."""

    what: str
    """entry, obligation, lines, balance, payment or count."""
    id: str
    expected: Decimal
    """As the legs (or lines) say."""
    found: Decimal


@dataclass(frozen=True, kw_only=True)
class _Id:
    id: int


def identities(party_id: int) -> list[int]:
    """Every row that stands for this party, duplicates that were merged included."""
    return [row.id for row in sql.rows(_Id, SQL / "identities.sql", party=party_id)]


def balance_of(party_id: int) -> Standing:
    """What a party owes and is owed, with all that was merged into it."""
    found = Balance.objects.filter(pk__in=identities(party_id)).aggregate(
        owed=Sum("owed"), advances=Sum("advances"), refunds=Sum("refunds")
    )
    return Standing(**{name: value or NOTHING for name, value in found.items()})


def settled_by(payment: Payment) -> dict[int, Decimal]:
    """How much of a payment went to which obligation when it came in."""
    legs = payment.entry.legs.exclude(obligation=None).values_list("obligation", "amount")
    return {obligation: -amount for obligation, amount in legs}


def outstanding_of(about_kind: str, about_id: str) -> Decimal:
    """What is still owed for one thing."""
    owed = Obligation.objects.about(about_kind, about_id).aggregate(sum=Sum("outstanding"))
    return owed["sum"] or NOTHING


def aged_debt(
    by: Sequence[str], *, on: dt.date, from_entries: bool = False
) -> list[AgedDebt]:
    """Debt by age on the day `on`, grouped in each of the ways `by`.

    What is kept beside the obligations answers for today; `from_entries` computes what was
    outstanding at the end of a past day from the entries booked until then.
    """
    if unknown := set(by) - set(WAYS):
        raise ValueError(f"debt is not grouped by {unknown}")
    return sql.rows(
        AgedDebt,
        SQL / "ageing" / "classes.sql",
        given=aged_obligations(from_entries=from_entries),
        by=list(by),
        on=on,
        about=None,
        things=None,
    )


def aged_obligations(*, from_entries: bool) -> dict[str, Path]:
    """What a statement of a system above reads as `aged_obligation`: see `geo.sql.rows`.

    It is open obligations with the class of their age (`sql/ageing/aged.sql`) on the day
    `on`: of the kind of thing `about`, of the `things` named; of all where that is None.
    """
    source = "open_on.sql" if from_entries else "open_now.sql"
    return {
        "open_obligation": SQL / "ageing" / source,
        "aged_obligation": SQL / "ageing" / "aged.sql",
    }


def ledger_disagreements() -> list[Disagreement]:
    """Everything in the books that does not agree; nothing, when all is well."""
    return sql.rows(Disagreement, SQL / "check" / "ledger.sql")
