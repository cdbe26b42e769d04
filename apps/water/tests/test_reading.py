"""Readings: kept, judged, asked about when they are lower, estimated when missing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from apps.water.actions.reading import Counted, enter_reading, estimate_unread
from apps.water.domain.estimating import MOST_IN_A_ROW, Known, estimate
from apps.water.domain.readings import LowerThanLast, MoreDigits, NoMeterHere, NotRead
from apps.water.models import Reading
from apps.water.queries.readings import beside, routes_read, stops_of
from apps.water.terms import Anomaly
from apps.water.tests.billed import (
    NOON,
    bill,
    make_biller,
    make_scheme,
    make_user,
    meter_of,
    read,
)
from apps.water.tests.making import BS, OFFICE, make_meter, make_period
from apps.water.tests.test_billing import METERED
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MONTHS = [dt.date(2026, month, 1) for month in range(1, 6)]


def billed_months(operator, *accounts, used: int = 12) -> None:
    """January to April, each account using so much a month."""
    for number, month in enumerate(MONTHS[:4], start=1):
        period = make_period(month, operator=operator)
        for account in accounts:
            read(account, period, str(number * used))
        bill(period, on=month + dt.timedelta(days=33))


def test_a_reading_below_the_last_one_asks_why() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    account = make_user(operator, metered=True)
    billed_months(operator, account)
    may = make_period(operator=operator)
    with pytest.raises(LowerThanLast, match="48"):
        read(account, may, "40")
    assert not may.readings.exists()
    kept = read(account, may, "40", why="April was read from the neighbour's meter")
    assert kept.anomalies == [Anomaly.BACKWARDS]
    (only,) = bill(may)
    assert only.cubic_metres == 0
    with pytest.raises(IntegrityError, match="backwards_says_why"), transaction.atomic():
        Reading.objects.create(
            meter=make_meter(operator),
            connection=account.connection,
            period=make_period(dt.date(2026, 6, 1), operator=operator),
            value=1,
            taken_at=NOON,
            origin="read",
            anomalies=[Anomaly.BACKWARDS],
            recorded_by="test",
        )


def test_strange_readings_are_kept_and_marked() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    accounts = [make_user(operator, metered=True) for _n in range(7)]
    billed_months(operator, *accounts)
    still, leaking, *_others = accounts
    newcomer = make_user(operator, metered=True)
    may = make_period(operator=operator)
    assert read(still, may, "48").anomalies == [Anomaly.STOPPED]
    assert read(leaking, may, "148").anomalies == [Anomaly.JUMP, Anomaly.NEIGHBOURS]
    assert read(newcomer, may, "60").anomalies == [Anomaly.NEIGHBOURS]


def test_entering_again_corrects_while_the_month_is_open() -> None:
    operator = make_biller()
    account = make_user(operator, metered=True)
    period = make_period(operator=operator)
    read(account, period, "5")
    assert read(account, period, "6").value == 6
    assert period.readings.count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param(
            {"value": BS("100000")}, MoreDigits, id="six digits on a face of five"
        ),
        pytest.param({"taken_at": NOW + dt.timedelta(hours=1)}, NotRead, id="to come"),
        pytest.param({"meter_id": 0}, NoMeterHere, id="a meter that is nowhere"),
        pytest.param(
            {"taken_at": NOON.replace(year=1999)}, NoMeterHere, id="before it was fitted"
        ),
    ],
)
def test_a_reading_that_cannot_be_is_refused(change, refusal) -> None:
    operator = make_biller()
    account = make_user(operator, metered=True)
    given = {"meter_id": meter_of(account), "value": BS(1), "taken_at": NOON, **change}
    with pytest.raises(refusal):
        enter_reading(make_period(operator=operator), Counted(**given), now=NOW, by=OFFICE)


def test_whoever_may_not_enter_readings_is_refused() -> None:
    account = make_user(make_biller(), metered=True)
    counted = Counted(meter_id=meter_of(account), value=BS(1), taken_at=NOON)
    period = make_period(operator=account.operator)
    with pytest.raises(NotAllowed):
        enter_reading(period, counted, now=NOW, by=ANYONE)
    with pytest.raises(NotAllowed):
        estimate_unread(period, now=NOW, by=ANYONE)


def test_unread_meters_are_estimated_from_their_own_months_or_the_neighbours() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    old = [make_user(operator, metered=True) for _n in range(5)]
    billed_months(operator, *old)
    new = make_user(operator, metered=True)
    may = make_period(operator=operator)
    read(old[0], may, "70")
    assert estimate_unread(may, now=NOW, by=OFFICE) == 5
    values = dict(may.readings.values_list("connection", "value"))
    assert values[old[0].connection_id] == 70
    assert values[old[1].connection_id] == 48 + 12
    assert values[new.connection_id] == 12
    measured = old[1].bills.order_by("-period__month")
    used = [each.cubic_metres for each in measured if each.cubic_metres is not None]
    assert values[old[1].connection_id] - 48 == estimate(Known(own=used))
    assert values[new.connection_id] == estimate(Known(neighbours=used[:1] * 5))
    bills = {each.account: each for each in bill(may)}
    assert (bills[old[1]].basis, bills[old[1]].cubic_metres) == ("estimated", BS(12))
    assert bills[old[0]].basis == "read"


def test_who_lives_beyond_two_hundred_connections_is_no_neighbour() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    billed_months(operator, *(make_user(operator, metered=True) for _n in range(3)))
    may = make_period(operator=operator)
    near = meter_of(make_user(operator, metered=True))
    for _n in range(200):
        make_user(operator)
    far = meter_of(make_user(operator, metered=True))
    known = beside([near, far], may)
    assert list(known[near].neighbours) == [BS(12)] * 3
    assert list(known[far].neighbours) == []


def test_after_three_estimates_somebody_has_to_look() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    account = make_user(operator, metered=True)
    for month in MONTHS[:MOST_IN_A_ROW]:
        period = make_period(month, operator=operator)
        assert estimate_unread(period, now=NOW, by=OFFICE) == 1
        bill(period, on=month + dt.timedelta(days=33))
    april = make_period(MONTHS[MOST_IN_A_ROW], operator=operator)
    assert estimate_unread(april, now=NOW, by=OFFICE) == 0
    assert estimate_unread(april, now=NOW, again=True, by=OFFICE) == 1
    assert account.connection.readings.count() == MOST_IN_A_ROW + 1


def test_a_route_is_listed_in_walking_order() -> None:
    operator = make_biller()
    accounts = [make_user(operator, metered=True) for _n in range(3)]
    route = operator.routes.create(code="norte", name="Norte")
    for ordinal, account in zip((30, 10, 20), accounts, strict=True):
        route.stops.create(connection=account.connection, ordinal=ordinal)
    period = make_period(operator=operator)
    read(accounts[0], period, "7")
    stops = stops_of(route, period)
    assert [stop.account_number for stop in stops] == [
        accounts[n].number for n in (1, 2, 0)
    ]
    assert [stop.value for stop in stops] == [None, None, 7]
    (progress,) = routes_read(period)
    assert (progress.meters, progress.readings, progress.left) == (3, 1, 2)


RAW = """
INSERT INTO water_reading (connection_id, meter_id, period_id, value, taken_at, origin,
                           anomalies, accepted_why, recorded_by)
VALUES (%s, %s, %s, %s, %s, 'read', '{}', '', 'attacker')
"""


@pytest.mark.parametrize(
    ("value", "taken_at", "rule"),
    [
        ("100000", NOON, "water_reading_fits_its_counter"),
        ("1", NOON.replace(year=1999), "water_reading_is_of_a_fitted_meter"),
    ],
)
def test_no_reading_is_written_that_cannot_be(value, taken_at, rule) -> None:
    account = make_user(make_biller(), metered=True)
    period = make_period(operator=account.operator)
    given = (account.connection_id, meter_of(account), period.pk, value, taken_at)
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(RAW, given)


def test_no_reading_is_of_a_meter_that_counts_elsewhere() -> None:
    operator = make_biller()
    one, other = (make_user(operator, metered=True) for _n in range(2))
    period = make_period(operator=operator)
    given = (one.connection_id, meter_of(other), period.pk, "1", NOON)
    with (
        pytest.raises(IntegrityError, match="water_reading_is_of_a_fitted_meter"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(RAW, given)
