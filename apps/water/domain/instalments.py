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
                "instalments of at least a centavo. Nothing was agreed."
            )
            % {"most": MOST}
        )


@dataclass(frozen=True, kw_only=True)
class Share:
    """One instalment."""

    ordinal: int
    due_on: dt.date
    amount: Decimal


def plan(
    debt: Decimal, *, down: Decimal, count: int, first_due: dt.date
) -> tuple[Share, ...]:
    """`count` monthly shares of what is left of `debt` after the first payment `down`.

    Centavos that do not divide go to the first ones.

    >>> [share.amount for share in plan(
    ...     Decimal("100.00"), down=Decimal(0), count=3, first_due=dt.date(2026, 1, 31))]
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]

    Raises:
        BadPlan: too many, none, or smaller than a centavo.
    """
    left = debt - down
    centavos = int(left / CENTAVO)
    if not 1 <= count <= MOST or down < 0 or centavos < count:
        raise BadPlan
    each, rest = divmod(centavos, count)
    return tuple(
        Share(
            ordinal=number + 1,
            due_on=months_after(first_due, number),
            amount=(each + (number < rest)) * CENTAVO,
        )
        for number in range(count)
    )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month.

    >>> months_after(dt.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
