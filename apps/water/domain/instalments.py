"""How a debt is cut into instalments, to the last centavo."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from geo.errors import Refusal

MOST: Final = 36
CENTAVO: Final = Decimal("0.01")


class BadPlan(Refusal):
    """The debt cannot be cut in this way."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "An agreement has a first payment below the debt and 1 to %(most)d "
                "instalments, none due before it is signed. Nothing was agreed."
            )
            % {"most": MOST}
        )


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How somebody will pay."""

    count: int
    """Monthly instalments after the first payment."""
    first_due: dt.date
    down: Decimal = Decimal("0.00")
    """Paid when the agreement is signed."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """One instalment."""

    ordinal: int
    due_on: dt.date
    amount: Decimal


def plan(debt: Decimal, terms: Terms, *, signed_on: dt.date) -> tuple[Share, ...]:
    """The first payment, if there is one, and monthly shares of what is left of `debt`.

    Centavos that do not divide go to the first ones.

    >>> terms = Terms(count=3, first_due=dt.date(2026, 1, 31))
    >>> shares = plan(Decimal("100.00"), terms, signed_on=dt.date(2026, 1, 10))
    >>> [(share.due_on.month, str(share.amount)) for share in shares]
    [(1, '33.34'), (2, '33.33'), (3, '33.33')]

    Raises:
        BadPlan: too many, none, smaller than a centavo, or due before it is signed.
    """
    centavos = int((debt - terms.down) / CENTAVO)
    if not 1 <= terms.count <= MOST or terms.down < 0 or centavos < terms.count:
        raise BadPlan
    if terms.first_due < signed_on:
        raise BadPlan
    each, rest = divmod(centavos, terms.count)
    parts = [
        (months_after(terms.first_due, number), (each + (number < rest)) * CENTAVO)
        for number in range(terms.count)
    ]
    if terms.down:
        parts.insert(0, (signed_on, terms.down))
    return tuple(
        Share(ordinal=ordinal, due_on=due_on, amount=amount)
        for ordinal, (due_on, amount) in enumerate(parts, start=1)
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month.

    >>> months_after(dt.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
