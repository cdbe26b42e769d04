"""Trying a tariff out on the bills of the last twelve months."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from apps.water.domain.refusals import NothingBilled
from apps.water.domain.tariffs import Draft
from apps.water.models import Bill, Operator, Trial
from apps.water.permissions import SET_TARIFFS
from geo import sql
from geo.access import Viewer

SQL: Final = Path(__file__).parents[1] / "sql"
MONTHS: Final = 12


@transaction.atomic
def try_tariff(operator: Operator, draft: Draft, *, by: Viewer) -> Trial:
    """Work out what a tariff would have charged in the last twelve months that were billed.

    It is for the accounts that are in its category today, and by blocks for those bills
    that say how much was used. Nothing is charged.

    Raises:
        NotAllowed: `by` may not set tariffs.
        BadTariff: it is no tariff.
        NothingBilled: no bill of such an account is there to try it on.
    """
    SET_TARIFFS.require(by)
    draft.check()
    last = (
        Bill.objects.filter(period__operator=operator)
        .order_by("-period__month")
        .values_list("period__month", flat=True)
        .first()
    )
    if last is None:
        raise NothingBilled
    trial = Trial.objects.create(
        operator=operator,
        category=draft.category,
        is_metered=draft.is_metered,
        terms=as_json(draft),
        first_month=months_before(last, MONTHS - 1),
        last_month=last,
        made_by=by.name,
    )
    if not _work_out(trial, draft):
        raise NothingBilled
    return trial


def _work_out(trial: Trial, draft: Draft) -> int:
    blocks = draft.terms.blocks
    return sql.execute(
        SQL / "try_tariff.sql",
        trial=trial.pk,
        operator=trial.operator_id,
        first=trial.first_month,
        last=trial.last_month,
        category=trial.category,
        is_metered=trial.is_metered,
        fixed=draft.terms.fixed_charge,
        minimum=draft.terms.minimum,
        lows=[block.low for block in blocks],
        highs=[block.high for block in blocks],
        units=[block.unit_amount for block in blocks],
        entries=[block.entry_charge for block in blocks],
    )


def as_json(draft: Draft) -> dict[str, Any]:
    """A draft as it is kept with its trial; amounts are texts, so they stay exact."""

    def said(amount: Decimal | None) -> str | None:
        return None if amount is None else str(amount)

    return {
        "kind": draft.terms.kind,
        "fixed_charge": said(draft.terms.fixed_charge),
        "minimum": said(draft.terms.minimum),
        "blocks": [
            {
                "low": said(block.low),
                "high": said(block.high),
                "unit_amount": said(block.unit_amount),
                "entry_charge": said(block.entry_charge),
            }
            for block in draft.terms.blocks
        ],
        "first_day": draft.first_day.isoformat(),
        "legal_basis": draft.legal_basis,
    }


def months_before(month: dt.date, count: int) -> dt.date:
    """The first day of the month so many months earlier."""
    years, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return dt.date(years, index + 1, 1)
