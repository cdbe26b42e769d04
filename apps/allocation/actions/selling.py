"""When what is offered is sold."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.allocation.actions.reaching import require_for
from apps.allocation.models import Offering
from apps.allocation.permissions import PLAN
from geo.access import Viewer


@transaction.atomic
def set_sale(
    offering: Offering, first: dt.datetime, last: dt.datetime | None, *, by: Viewer
) -> Offering:
    """Say anew from when until when spaces can be held; what is held already stays so.

    Raises:
        NotAllowed: `by` may not plan what is offered.
    """
    require_for(PLAN, offering.spaces.all(), by=by)
    offering.sale = DateTimeTZRange(first, last)
    offering.save(update_fields=["sale"])
    return offering
