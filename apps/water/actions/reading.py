"""Entering what stands on meters, and estimating those that nobody could read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from apps.documents.actions.attaching import attach_file
from apps.documents.domain.owners import About
from apps.water.domain.anomalies import Measured, anomalies_of
from apps.water.domain.billing import PeriodBilled
from apps.water.domain.estimating import MONTHS, MOST_IN_A_ROW
from apps.water.domain.readings import (
    Beside,
    LowerThanLast,
    MoreDigits,
    NoMeterHere,
    NotRead,
)
from apps.water.models import Bill, Period, Reading
from apps.water.permissions import BILL, READ_METERS, VIEW
from apps.water.queries.billing import values_of
from apps.water.queries.readings import NEIGHBOURS, SQL, beside
from apps.water.terms import Anomaly, PeriodState, ReadingOrigin
from geo import sql
from geo.access import Viewer
from geo.acting import acting

READING: Final = "water.reading"
"""What a reading is called where files hang on things."""


def sees_photos(viewer: Viewer, about: About) -> bool:
    """Whether the photographs of readings are shown to `viewer`."""
    return viewer.may(VIEW.name) or viewer.may(READ_METERS.name)


def adds_photos(viewer: Viewer, about: About) -> bool:
    """Whether `viewer` may add photographs to readings."""
    return viewer.may(READ_METERS.name)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What somebody says stands on a meter."""

    meter_id: int
    value: Decimal
    taken_at: dt.datetime
    why: str = ""
    """Why a reading below the last one is right all the same."""
    origin: ReadingOrigin = ReadingOrigin.READ
    visit_id: int | None = None


@transaction.atomic
def enter_reading(
    period: Period, counted: Counted, *, now: dt.datetime, by: Viewer
) -> Reading:
    """Keep a reading; entering it again corrects it, until a bill counts it.

    Raises:
        NotAllowed: `by` may not enter readings.
        PeriodBilled: the month was billed, or a later one.
        NotRead: it is of a time to come.
        NoMeterHere: the meter counts nowhere at the end of the month, or not yet when
            it was taken.
        MoreDigits: the counter has not so many digits.
        LowerThanLast: it is below the last one, and nobody says why.
    """
    READ_METERS.require(by)
    period = Period.objects.select_for_update().get(pk=period.pk)
    if counted.taken_at > now:
        raise NotRead
    known = beside([counted.meter_id], period).get(counted.meter_id)
    if known is None:
        raise NoMeterHere
    if period.state != PeriodState.OPEN and _is_billed(period, known.connection_id):
        raise PeriodBilled(period.month)
    anomalies = judged(known, counted)
    with of_a_fitted_meter(), acting(by, why=counted.why):
        reading, _new = Reading.objects.update_or_create(
            meter_id=counted.meter_id,
            period=period,
            defaults={
                "connection_id": known.connection_id,
                "value": counted.value,
                "taken_at": counted.taken_at,
                "origin": counted.origin,
                "anomalies": anomalies,
                "accepted_why": counted.why,
                "visit_id": counted.visit_id,
                "recorded_by": by.name,
            },
        )
    return reading


@contextmanager
def of_a_fitted_meter() -> Iterator[None]:
    """Say in our own words that the database knows of no such meter there by then.

    Raises:
        NoMeterHere: it was fitted later.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "water_reading_is_of_a_fitted_meter" not in str(error):
            raise
        raise NoMeterHere from error


def _is_billed(period: Period, connection: int) -> bool:
    """Whether a bill of this month or a later one counts what the connection used."""
    bills = Bill.objects.filter(account__connection=connection)
    return bills.filter(period__month__gte=period.month).exists()


def judged(known: Beside, counted: Counted) -> list[Anomaly]:
    """What is strange about a reading; refuses those that cannot be."""
    if counted.value >= Decimal(10) ** known.digits:
        raise MoreDigits(counted.value, known.digits)
    used = known.used(counted.value)
    if used < 0 and not counted.why.strip():
        raise LowerThanLast(counted.value, known.last_value)
    return anomalies_of(
        Measured(used=used, history=known.history, neighbours=known.neighbours)
    )


def add_photo(reading: Reading, content: bytes, *, name: str, by: Viewer) -> Reading:
    """Keep a photograph of the meter with its reading. Not within a transaction.

    Raises:
        NotAllowed: `by` may not enter readings.
        FileRefused, NoScanner, StoreAway: as `attach_file`.
    """
    READ_METERS.require(by)
    about = About(kind=READING, id=str(reading.pk))
    photo = attach_file(content, name=name, about=about, by=by)
    with transaction.atomic(), acting(by):
        Reading.objects.filter(pk=reading.pk).update(photo=photo)
    reading.refresh_from_db()
    return reading


@transaction.atomic
def estimate_unread(
    period: Period, *, now: dt.datetime, again: bool = False, by: Viewer
) -> int:
    """Estimate every meter that was not read, all at once; returns how many.

    Who was estimated three months running is left to be read, unless `again` says that it
    cannot be helped.

    Raises:
        NotAllowed: `by` may not bill.
        PeriodBilled: the month was billed.
    """
    BILL.require(by)
    period = Period.objects.select_for_update().get(pk=period.pk)
    if period.state != PeriodState.OPEN:
        raise PeriodBilled(period.month)
    values = {**values_of(period), "at": now, "by": by.name, "again": again}
    values |= {"months": MONTHS, "most": MOST_IN_A_ROW}
    with acting(by):
        return sql.execute(SQL / "estimate.sql", given=NEIGHBOURS, **values)
