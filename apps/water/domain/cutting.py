"""Whether a connection may be cut: every reason against it, not only the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


class Obstacle(StrEnum):
    """Why a connection is not cut."""

    FEW_BILLS = "few_bills"
    NO_NOTICE = "no_notice"
    OPEN_CLAIM = "open_claim"
    PROTECTED = "protected"
    NOT_ACTIVE = "not_active"
    NO_RULE = "no_rule"


GUARDS: Final = {
    "water_cut_needs_a_rule_in_force": Obstacle.NO_RULE,
    "water_cut_needs_overdue_bills": Obstacle.FEW_BILLS,
    "water_cut_needs_notices": Obstacle.NO_NOTICE,
    "water_cut_waits_for_complaints": Obstacle.OPEN_CLAIM,
    "water_cut_spares_protected_holders": Obstacle.PROTECTED,
}
"""What the database's own guard calls them."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What the operator's rule of the day asks before water is cut."""

    overdue_bills: int
    notices: int
    notice_days: int
    """Days between the last notice and the cut."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One account in debt, as it stands."""

    account_id: int
    number: str
    holder: str
    address: str
    overdue_bills: int
    """Without those in a standing agreement."""
    owed: Decimal
    """What of them is outstanding."""
    first_due: dt.date | None
    notices: int
    """Since the water ran again."""
    noticed_at: dt.datetime | None
    open_claims: int
    is_protected: bool
    is_active: bool
    order_id: int | None
    order_state: str
    """Of the order under way; empty without one."""


def obstacles(case: Case, rule: Rule | None, *, now: dt.datetime) -> tuple[Obstacle, ...]:
    """Everything that stands against cutting at the moment `now`."""
    if rule is None:
        return (Obstacle.NO_RULE,)
    checks = {
        Obstacle.FEW_BILLS: case.overdue_bills < rule.overdue_bills,
        Obstacle.NO_NOTICE: not _is_noticed(case, rule, now),
        Obstacle.OPEN_CLAIM: case.open_claims > 0,
        Obstacle.PROTECTED: case.is_protected,
        Obstacle.NOT_ACTIVE: not case.is_active,
    }
    return tuple(obstacle for obstacle, stands in checks.items() if stands)


def _is_noticed(case: Case, rule: Rule, now: dt.datetime) -> bool:
    if case.noticed_at is None or case.notices < rule.notices:
        return False
    return case.noticed_at <= now - dt.timedelta(days=rule.notice_days)


class CutForbidden(Conflict):
    """Something stands against cutting."""

    def __init__(self, number: str, against: tuple[Obstacle, ...]) -> None:
        self.against = against
        super().__init__(
            _("Account %(number)s is not cut: %(reasons)s. Nothing was changed.")
            % {"number": number, "reasons": "; ".join(map(told, against))}
        )


def told(obstacle: Obstacle) -> str:
    """The reason as people read it."""
    return {
        Obstacle.FEW_BILLS: _("fewer bills are overdue than the rule asks"),
        Obstacle.NO_NOTICE: _("too few notices were delivered, or too lately"),
        Obstacle.OPEN_CLAIM: _("a claim is open"),
        Obstacle.PROTECTED: _("a protected person lives there"),
        Obstacle.NOT_ACTIVE: _("the connection is not in service"),
        Obstacle.NO_RULE: _("no rule on cuts is in force that day"),
    }[obstacle]


class NotThatStep(Conflict):
    """The order is not where this step begins."""

    def __init__(self, number: str, state: str) -> None:
        super().__init__(
            _("The order of account %(number)s is “%(state)s”. Nothing was changed.")
            % {"number": number, "state": state}
        )


class OrderUnderWay(Conflict):
    """The account has an order already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Account %(number)s has a cut order under way. Nothing was changed.")
            % {"number": number}
        )


class SameHand(Refusal):
    """Whoever proposed a cut cannot approve it."""

    def __init__(self) -> None:
        super().__init__(
            _("You proposed this cut, so somebody else approves it. Nothing was changed.")
        )


class StillOwed(Conflict):
    """Too much is overdue for the water to run again."""

    def __init__(self, number: str, bills: int) -> None:
        super().__init__(
            _(
                "Account %(number)s has %(bills)d overdue bills. The water was not turned "
                "on; take a payment, or agree on instalments."
            )
            % {"number": number, "bills": bills}
        )
