"""What paying late costs, charged at the end of a month by the rules in force then."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from apps.treasury.actions.booking import SQL
from apps.treasury.actions.posting import Posted, open_posting, post_staged
from apps.treasury.permissions import CHARGE
from geo import sql
from geo.access import Viewer


@transaction.atomic
def charge_late(*, on: dt.date, by: Viewer) -> Posted:
    """Charge surcharges and the month's interest on what is overdue on the day `on`.

    Each is an obligation of its own that names the one it is on, so what was charged never
    changes. Run once a month, on its last day; running it again adds nothing.

    Raises:
        NotAllowed: `by` may not charge.
        PeriodClosed: the day lies in a closed period.
    """
    CHARGE.require(by)
    open_posting()
    sql.execute(SQL / "late" / "stage.sql", on=on)
    return post_staged(on=on, by=by, why=_("Late charges"))
