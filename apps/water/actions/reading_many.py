"""Entering the readings of a whole walk at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from apps.water.actions.reading import Counted, judged, of_a_fitted_meter
from apps.water.domain.billing import PeriodBilled
from apps.water.domain.readings import NoMeterHere, NotRead
from apps.water.models import Period, Reading
from apps.water.permissions import READ_METERS
from apps.water.queries.readings import beside
from apps.water.terms import PeriodState
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def enter_readings(
    period: Period, counted: Sequence[Counted], *, now: dt.datetime, by: Viewer
) -> int:
    """Keep the readings of many meters that had none this month, all or none.

    Each is judged as `enter_reading` judges one.

    Raises:
        NotAllowed: `by` may not enter readings.
        PeriodBilled: the month was billed.
        NotRead, NoMeterHere, MoreDigits, LowerThanLast: as `enter_reading`, of any of them.
    """
    READ_METERS.require(by)
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state != PeriodState.OPEN:
        raise PeriodBilled(period.month)
    if any(each.taken_at > now for each in counted):
        raise NotRead
    known = beside([each.meter_id for each in counted], period)
    if len(known) < len({each.meter_id for each in counted}):
        raise NoMeterHere
    with of_a_fitted_meter(), acting(by):
        made = Reading.objects.bulk_create(
            Reading(
                meter_id=each.meter_id,
                period=period,
                connection_id=known[each.meter_id].connection_id,
                value=each.value,
                taken_at=each.taken_at,
                origin=each.origin,
                anomalies=judged(known[each.meter_id], each),
                accepted_why=each.why,
                visit_id=each.visit_id,
                recorded_by=by.name,
            )
            for each in counted
        )
    return len(made)
