"""Noting what was found on a parcel that has no water account."""

from __future__ import annotations

import datetime as dt

from apps.territory.models import Parcel
from apps.water.domain.network_refusals import CheckedTooEarly
from apps.water.models import ParcelCheck
from apps.water.permissions import REGISTER
from apps.water.terms import CheckOutcome
from geo.access import Viewer


def note_check(
    parcel: Parcel,
    outcome: CheckOutcome,
    *,
    on: dt.date,
    today: dt.date,
    note: str = "",
    by: Viewer,
) -> ParcelCheck:
    """Note what somebody found who went there on the day `on`.

    Raises:
        NotAllowed: `by` may not open accounts.
        CheckedTooEarly: the day has not come yet.
    """
    REGISTER.require(by)
    if on > today:
        raise CheckedTooEarly
    return ParcelCheck.objects.create(
        parcel=parcel,
        position=parcel.footprint.point_on_surface,
        outcome=outcome,
        note=note.strip()[:200],
        checked_on=on,
        recorded_by=by.name or "-",
    )
