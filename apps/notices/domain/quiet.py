"""Hours in which nobody is disturbed."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

NIGHT: Final = (dt.time(21), dt.time(7))
"""What holds on every channel until the municipality decides on hours of its own."""


def quiet_until(
    moment: dt.datetime, begins: dt.time, ends: dt.time, zone: ZoneInfo
) -> dt.datetime | None:
    """When the quiet hours end that `moment` lies in; None if it lies in none.

    They may pass midnight. The first minute is quiet, the last is not.

    >>> la_paz, night = ZoneInfo("America/La_Paz"), (dt.time(21), dt.time(7))
    >>> quiet_until(dt.datetime(2026, 8, 14, 3, tzinfo=dt.UTC), *night, la_paz).isoformat()
    '2026-08-14T07:00:00-04:00'
    >>> quiet_until(dt.datetime(2026, 8, 14, 15, tzinfo=dt.UTC), *night, la_paz)
    """
    local = moment.astimezone(zone)
    time = local.time()
    passes_midnight = begins > ends
    if passes_midnight and ends <= time < begins:
        return None
    if not passes_midnight and not begins <= time < ends:
        return None
    day = local.date()
    if passes_midnight and time >= begins:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, ends, tzinfo=zone)
