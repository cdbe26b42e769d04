"""What a printed notice says to one account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PrintedNotice:
    """One account of a route with its bill of the month and what is still overdue."""

    ordinal: int
    route: str
    """Empty where the connection lies on none."""
    account_number: str
    holder: str
    address: str
    category: str
    serial: str
    before: Decimal | None
    """What stood on the meter the month before."""
    value: Decimal | None
    is_estimated: bool
    cubic_metres: Decimal | None
    credit: Decimal
    amount: Decimal
    """Of this month's bill."""
    outstanding: Decimal
    """What of it is not paid."""
    due_on: dt.date
    overdue_bills: int
    overdue: Decimal
    has_claim: bool

    @property
    def to_pay(self) -> Decimal:
        """All that is asked for today."""
        return self.outstanding + self.overdue
