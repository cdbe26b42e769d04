"""Fitting, replacing and removing meters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.water.domain.refusals import BadValue, NoMeter, refusing
from apps.water.models import Account, Connection, Meter, MeterFitting
from apps.water.permissions import METER
from geo.access import Viewer

NOTHING = Decimal(0)


@transaction.atomic
def fit_meter(
    account: Account,
    serial: str,
    *,
    on: dt.date,
    by: Viewer,
    first_value: Decimal = NOTHING,
) -> MeterFitting:
    """Let the meter of this serial number count for an account from a day on.

    Raises:
        NotAllowed: `by` may not.
        MeterHere: another meter counts there.
        MeterElsewhere: it counts at another connection.
        BadValue: it cannot have shown that.
    """
    connection = _connection(account, by=by)
    fitted = _fit(connection, serial, on=on, first_value=first_value, by=by)
    Account.objects.filter(pk=account.pk).update(is_metered=True)
    return fitted


@transaction.atomic
def replace_meter(
    account: Account,
    serial: str,
    *,
    on: dt.date,
    last_value: Decimal,
    reason: str,
    by: Viewer,
    first_value: Decimal = NOTHING,
) -> MeterFitting:
    """Take the meter of an account out with what it showed, and put another in.

    Raises:
        NotAllowed, MeterElsewhere, BadValue: as `fit_meter`.
        NoMeter: none counts there on that day.
    """
    connection = _connection(account, by=by)
    _take_out(connection, on=on, last_value=last_value, reason=reason)
    return _fit(connection, serial, on=on, first_value=first_value, by=by)


@transaction.atomic
def remove_meter(
    account: Account, *, on: dt.date, last_value: Decimal, reason: str, by: Viewer
) -> MeterFitting:
    """Take the meter of an account out; it pays the flat tariff from then on.

    Raises:
        NotAllowed, NoMeter, BadValue: as `replace_meter`.
    """
    connection = _connection(account, by=by)
    taken = _take_out(connection, on=on, last_value=last_value, reason=reason)
    Account.objects.filter(pk=account.pk).update(is_metered=False)
    return taken


def _connection(account: Account, *, by: Viewer) -> Connection:
    """The connection of an account, locked, for who may work on its meter."""
    connection = (
        Connection.objects.select_for_update(of=("self",))
        .select_related("district")
        .get(pk=account.connection_id)
    )
    METER.require(by, district=connection.district.number if connection.district else None)
    return connection


def _fit(
    connection: Connection, serial: str, *, on: dt.date, first_value: Decimal, by: Viewer
) -> MeterFitting:
    if first_value < 0 or not serial.strip():
        raise BadValue
    meter, _new = Meter.objects.get_or_create(
        operator_id=connection.operator_id, serial=serial.strip()
    )
    with refusing():
        return MeterFitting.objects.create(
            meter=meter,
            connection=connection,
            days=DateRange(on, None),
            first_value=first_value,
            recorded_by=by.name,
        )


def _take_out(
    connection: Connection, *, on: dt.date, last_value: Decimal, reason: str
) -> MeterFitting:
    fitted = connection.fittings.filter(
        days__upper_inf=True, days__startswith__lt=on
    ).first()
    if fitted is None:
        raise NoMeter
    if last_value < fitted.first_value:
        raise BadValue
    fitted.days = DateRange(fitted.days.lower, on)
    fitted.last_value, fitted.reason = last_value, reason
    fitted.save(update_fields=["days", "last_value", "reason"])
    return fitted
