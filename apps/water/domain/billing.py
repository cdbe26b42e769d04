"""Billing a month: what it comes to, and why it is not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from apps.water.terms import BillBasis, Category
from geo.errors import Conflict, Refusal

NOTHING: Final = Decimal("0.00")


class Fault(StrEnum):
    """Why an account cannot be billed."""

    HOLDER = "holder"
    TARIFF = "tariff"
    METER = "meter"
    UNREAD = "unread"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class PreviewRow:
    """Accounts of one category and basis that can be billed, or that have one fault."""

    category: str
    basis: str
    fault: str
    """Empty where nothing speaks against a bill."""
    accounts: int
    cubic_metres: Decimal
    credit: Decimal
    amount: Decimal

    @property
    def category_name(self) -> str:
        """The category as people call it."""
        return str(Category(self.category).label)

    @property
    def basis_name(self) -> str:
        """What the cubic metres come from, as people call it."""
        return str(BillBasis(self.basis).label)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What billing a month would come to now."""

    rows: Sequence[PreviewRow]
    """Those that can be billed."""
    faults: dict[Fault, int]

    @property
    def accounts(self) -> int:
        """How many bills there would be."""
        return sum(row.accounts for row in self.rows)

    @property
    def cubic_metres(self) -> Decimal:
        """Water that meters counted or that was estimated."""
        return sum((row.cubic_metres for row in self.rows), Decimal(0))

    @property
    def credit(self) -> Decimal:
        """What days without water take off."""
        return sum((row.credit for row in self.rows), NOTHING)

    @property
    def amount(self) -> Decimal:
        """What all bills come to."""
        return sum((row.amount for row in self.rows), NOTHING)

    @property
    def unread(self) -> int:
        """Meters that have to be read or estimated first."""
        return self.faults.get(Fault.UNREAD, 0)


def preview_of(rows: Sequence[PreviewRow]) -> Preview:
    """The rows that can be billed, and how many accounts have which fault."""
    faults: dict[Fault, int] = {}
    for row in rows:
        if row.fault:
            fault = Fault(row.fault)
            faults[fault] = faults.get(fault, 0) + row.accounts
    return Preview(rows=[row for row in rows if not row.fault], faults=faults)


def told_fault(fault: Fault) -> str:
    """What is wrong with an account, and what to do."""
    return {
        Fault.HOLDER: _("nobody holds the account: name its holder"),
        Fault.TARIFF: _("no tariff of its category was in force: set one"),
        Fault.METER: _("it is metered, and no meter was fitted: fit one"),
        Fault.UNREAD: _("its meter was not read: read or estimate it"),
        Fault.LATER: _("a later bill counted its water already: nothing is missing"),
    }[fault]


def first_of_next(month: dt.date) -> dt.date:
    """The first day of the month after.

    >>> first_of_next(dt.date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


class NotBilledHere(Refusal):
    """The operator bills for itself."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s bills its own users, so nothing was billed here.") % {"name": name}
        )


class PeriodBilled(Conflict):
    """The month was billed before."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _("%(month)s is billed already. Nobody was billed twice; nothing was changed.")
            % {"month": f"{month:%Y-%m}"}
        )


class NotBilledYet(Conflict):
    """The month is open, so nothing of it is late."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _("%(month)s is not billed yet: bill it as a whole. Nothing was changed.")
            % {"month": f"{month:%Y-%m}"}
        )


class NothingMissing(Conflict):
    """Whoever can be billed for a month has a bill."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _(
                "Every account that can be billed has its bill of %(month)s. Nobody was "
                "billed twice; nothing was changed."
            )
            % {"month": f"{month:%Y-%m}"}
        )


class PeriodExists(Conflict):
    """The month was opened before."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _("%(month)s is open already. Nothing was changed.")
            % {"month": f"{month:%Y-%m}"}
        )


class DueTooEarly(Refusal):
    """The bills would be due before they are issued."""

    def __init__(self, due_on: dt.date) -> None:
        super().__init__(
            _(
                "The bills would be due on %(day)s, before they are issued. Nothing was "
                "billed; choose a later day."
            )
            % {"day": due_on.isoformat()}
        )


class MetersUnread(Refusal):
    """Some meters were neither read nor estimated."""

    def __init__(self, count: int) -> None:
        super().__init__(
            _(
                "%(count)d meters were neither read nor estimated. Nothing was billed; "
                "read them, or let them be estimated."
            )
            % {"count": count}
        )


class NothingToBill(Refusal):
    """No account can be billed."""

    def __init__(self) -> None:
        super().__init__(_("There is no account to bill in this month."))
