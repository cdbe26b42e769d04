"""The rule from which day on water may be cut: from how many bills, after which notices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.water.domain.refusals import refusing
from apps.water.models import CutRule, Operator
from apps.water.permissions import OPERATE
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class CutTerms:
    """What must have happened before anybody may be cut, and by which norm."""

    overdue_bills: int
    notices: int
    notice_days: int
    legal_basis: str


@transaction.atomic
def set_cut_rule(
    operator: Operator, terms: CutTerms, *, since: dt.date, by: Viewer
) -> CutRule:
    """Let a rule of cuts hold from a day on; the one before it ends the day before.

    Raises:
        NotAllowed: `by` may not keep what holds for an operator.
        RuleBegins: another rule begins that day or later.
    """
    OPERATE.require(by)
    before = CutRule.objects.select_for_update().filter(
        operator=operator, days__upper_inf=True, days__startswith__lt=since
    )
    for rule in before:
        rule.days = DateRange(rule.days.lower, since)
        rule.save(update_fields=["days"])
    with refusing():
        return CutRule.objects.create(
            operator=operator,
            days=DateRange(since, None),
            overdue_bills=terms.overdue_bills,
            notices=terms.notices,
            notice_days=terms.notice_days,
            legal_basis=terms.legal_basis.strip(),
            recorded_by=by.name,
        )
