"""Keeping what each account owes now, so that map and report need not add it up."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from apps.treasury.queries import aged_obligations
from apps.water.permissions import BILL
from apps.water.queries.debtors import ANYWHERE, KEEPING, SQL
from geo import sql
from geo.access import Viewer


@transaction.atomic
def keep_present_debts(*, today: dt.date, by: Viewer) -> int:
    """Add up anew what moved since the last time; returns how many accounts that were.

    Whoever reads in between adds those up by itself, so that a run may come late or break
    off: nothing is ever shown as it was before it moved.

    Raises:
        NotAllowed: `by` may not bill water.
    """
    BILL.require(by)
    sql.one_at_a_time("water.present_debts")
    sql.execute(KEEPING / "open.sql")
    sql.execute(KEEPING / "take_moved.sql", on=today)
    moved = {
        **aged_obligations(from_entries=False),
        "open_obligation": SQL / "moved.sql",
        "debt": SQL / "of_accounts.sql",
    }
    sql.execute(KEEPING / "add_up.sql", given=moved, on=today, **ANYWHERE)
    sql.execute(KEEPING / "present.sql", on=today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM moved_account")
        return int(cursor.fetchone()[0])
