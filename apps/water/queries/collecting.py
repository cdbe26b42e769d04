"""Accounts in debt as the guard of cuts sees them, and the rule of the day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from apps.water.domain.cutting import Case, Rule
from apps.water.models import Account, CutRule, Operator
from geo import sql

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "cuts"
SHOWN: Final = 200
LEAST_BILLS: Final = 1
"""Where no rule is in force, accounts with so many overdue bills are listed."""


def rule_in_force(operator_id: int, *, on: dt.date) -> CutRule | None:
    """The operator's rule of cuts on a day; without one nobody is cut."""
    return CutRule.objects.filter(operator_id=operator_id, days__contains=on).first()


def asked_by(rule: CutRule | None) -> Rule | None:
    """What a rule asks before water is cut."""
    if rule is None:
        return None
    return Rule(
        overdue_bills=rule.overdue_bills,
        notices=rule.notices,
        notice_days=rule.notice_days,
    )


def cases(operator: Operator, *, on: dt.date, most: int = SHOWN) -> list[Case]:
    """Accounts with as many overdue bills as the rule asks, or an order under way."""
    rule = rule_in_force(operator.pk, on=on)
    return sql.rows(
        Case,
        SQL / "cases.sql",
        operator=operator.pk,
        account=None,
        on=on,
        least=rule.overdue_bills if rule else LEAST_BILLS,
        most=most,
    )


def case_of(account: Account, *, on: dt.date) -> Case:
    """How one account stands on a day."""
    (case,) = sql.rows(
        Case,
        SQL / "cases.sql",
        operator=account.operator_id,
        account=str(account.pk),
        on=on,
        least=0,
        most=1,
    )
    return case
