"""Routes as their readers walk them, and what a reading is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from apps.water.domain.billing import first_of_next
from apps.water.domain.readings import Beside, Progress, Stop
from apps.water.models import Period, Route
from geo import sql

SQL: Final = Path(__file__).resolve().parent.parent / "sql" / "readings"
NEIGHBOURS: Final = {"nearest": SQL / "nearest.sql"}
"""The relation that says whose use of water a meter's is compared with."""


def last_day(period: Period) -> dt.date:
    """The day whose meters are read for a month."""
    return first_of_next(period.month) - dt.timedelta(days=1)


def routes_read(period: Period) -> list[Progress]:
    """How far each route of the period's operator is read."""
    return sql.rows(
        Progress,
        SQL / "routes.sql",
        operator=period.operator_id,
        period=period.pk,
        on=last_day(period),
    )


def stops_of(route: Route, period: Period) -> list[Stop]:
    """The meters of a route in walking order, with what was read so far."""
    return sql.rows(
        Stop,
        SQL / "walk.sql",
        route=route.pk,
        period=period.pk,
        month=period.month,
        on=last_day(period),
    )


def beside(meters: Iterable[int], period: Period) -> dict[int, Beside]:
    """What readings of these meters are compared with; none for those fitted nowhere."""
    found = sql.rows(
        Beside,
        SQL / "beside.sql",
        given=NEIGHBOURS,
        meters=list(meters),
        month=period.month,
        on=last_day(period),
    )
    return {each.meter_id: each for each in found}
