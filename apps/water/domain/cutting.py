"""Whether a connection may be cut: every reason against it, not only the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from geo.errors import Refusal


class Obstacle(StrEnum):
    """Why a connection is not cut."""

    FEW_BILLS = "few_bills"
    NO_NOTICE = "no_notice"
    OPEN_CLAIM = "open_claim"
    PROTECTED = "protected"
    AGREEMENT = "agreement"
    NOT_ACTIVE = "not_active"
    NO_RULE = "no_rule"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What the operator's rule of the day asks before water is cut."""

    overdue_bills: int
    notice_days: int
    """Days between the delivered notice and the cut."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One account, as it stands on the day."""

    number: str
    overdue_bills: int
    noticed_on: dt.date | None
    """When the last notice was delivered."""
    open_claims: int = 0
    is_protected: bool = False
    has_agreement: bool = False
    """Pays by instalments, and none is overdue."""
    is_active: bool = True


def obstacles(case: Case, rule: Rule | None, *, on: dt.date) -> tuple[Obstacle, ...]:
    """Everything that stands against cutting on the day `on`."""
    if rule is None:
        return (Obstacle.NO_RULE,)
    checks = {
        Obstacle.FEW_BILLS: case.overdue_bills < rule.overdue_bills,
        Obstacle.NO_NOTICE: not _is_noticed(case, rule, on),
        Obstacle.OPEN_CLAIM: case.open_claims > 0,
        Obstacle.PROTECTED: case.is_protected,
        Obstacle.AGREEMENT: case.has_agreement,
        Obstacle.NOT_ACTIVE: not case.is_active,
    }
    return tuple(obstacle for obstacle, stands in checks.items() if stands)


def _is_noticed(case: Case, rule: Rule, on: dt.date) -> bool:
    if case.noticed_on is None:
        return False
    return case.noticed_on + dt.timedelta(days=rule.notice_days) <= on


class CutForbidden(Refusal):
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
        Obstacle.NO_NOTICE: _("no notice was delivered long enough ago"),
        Obstacle.OPEN_CLAIM: _("a claim is open"),
        Obstacle.PROTECTED: _("a protected person lives there"),
        Obstacle.AGREEMENT: _("an agreement is being kept"),
        Obstacle.NOT_ACTIVE: _("the connection is not in service"),
        Obstacle.NO_RULE: _("no rule on cuts is in force that day"),
    }[obstacle]
