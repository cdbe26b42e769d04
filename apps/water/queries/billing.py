"""What a month comes to: reckoned the same way for a preview and for the bills."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.water.domain.billing import Preview, PreviewRow, first_of_next, preview_of
from apps.water.models import Account, MeterFitting, Period
from geo import sql

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "billing"
ALL: Final = 2_000_000
"""More accounts than any operator has."""
RECKONED: Final = {"reckoned": SQL / "accounts.sql"}


@dataclass(frozen=True, kw_only=True)
class _Census:
    billable: int
    unread: int


def preview(period: Period) -> Preview:
    """What billing `period` would come to now, by the statements that would bill it."""
    with transaction.atomic():
        stage_bills(period)
        rows = sql.rows(PreviewRow, SQL / "preview.sql")
    return preview_of(rows)


def census(period: Period) -> tuple[int, int]:
    """How many accounts of `period` could be billed, and how many meters are unread."""
    values = {**values_of(period), "after": 0, "batch": ALL}
    (counted,) = sql.rows(_Census, SQL / "census.sql", given=RECKONED, **values)
    return counted.billable, counted.unread


def stage_bills(period: Period, *, after: int = 0, batch: int = ALL) -> int:
    """Reckon the next `batch` accounts after account `after` that have no bill.

    Returns how many were staged. To be called within a transaction: the working tables
    (`sql/billing/open.sql`) are empty after it.
    """
    staged = _stage_accounts(period, after=after, batch=batch)
    with override("es"):  # lines stand on papers
        texts: dict[str, Any] = {
            "fixed": _("Fixed charge"),
            "entry": _("Charge of the block"),
            "block": _("Consumption"),
            "minimum": _("Up to the minimum"),
        }
    sql.execute(SQL / "lines.sql", operator=period.operator_id, **texts)
    sql.execute(SQL / "totals.sql", **texts)
    return staged


def _stage_accounts(period: Period, *, after: int, batch: int) -> int:
    sql.execute(SQL / "open.sql")
    values = {**values_of(period), "after": after, "batch": batch}
    return sql.execute(SQL / "stage.sql", given=RECKONED, **values)


def values_of(period: Period) -> dict[str, Any]:
    """What the statements of a period are given."""
    earlier = Period.objects.filter(operator=period.operator_id, month__lt=period.month)
    previous = earlier.order_by("-month").values_list("pk", flat=True).first()
    later = Period.objects.filter(operator=period.operator_id, month__gt=period.month)
    return {
        "operator": period.operator_id,
        "period": period.pk,
        "previous": previous,
        "later": list(later.values_list("pk", flat=True)),
        "first": period.month,
        "next": first_of_next(period.month),
        "zone": settings.TIME_ZONE,
    }


def fitting_in(period: Period, account: Account) -> MeterFitting | None:
    """The meter that counted at an account's connection at the end of a month, or in it."""
    days = (period.month, first_of_next(period.month))
    fittings = MeterFitting.objects.filter(
        connection=account.connection_id, days__overlap=days
    )
    return fittings.order_by("-days").first()


def left_out(period: Period, *, most: int = 200) -> list[tuple[Account, str]]:
    """Accounts that cannot be billed as they are, and why; the first few."""
    with transaction.atomic():
        stage_bills(period)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT account_id, fault FROM billing_account"
                " WHERE fault IS NOT NULL ORDER BY fault, account_id LIMIT %s",
                [most],
            )
            faults: list[tuple[int, str]] = cursor.fetchall()
    accounts = Account.objects.in_bulk([pk for pk, _fault in faults])
    return [(accounts[pk], fault) for pk, fault in faults]
