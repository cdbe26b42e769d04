"""A month becomes bills: once each, to the centavo, and as the preview said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.treasury.domain.things import things_named
from apps.treasury.models import Obligation
from apps.treasury.queries.desks import debtors_found
from apps.treasury.tests.making import charge, is_sound, make_party, make_price
from apps.water.actions.billing import begin_run, bill_period, open_period
from apps.water.domain.billing import (
    DueTooEarly,
    Fault,
    MetersUnread,
    NotBilledHere,
    NothingToBill,
    PeriodBilled,
    PeriodExists,
)
from apps.water.domain.tariffs import Terms
from apps.water.models import (
    Bill,
    BillingRun,
    CreditRule,
    Outage,
    Period,
    Rationing,
    Reading,
)
from apps.water.queries.billing import left_out, preview
from apps.water.terms import Category, TariffKind
from apps.water.tests.billed import (
    ISSUED,
    MAY,
    bill,
    make_biller,
    make_scheme,
    make_user,
    meter_of,
    read,
)
from apps.water.tests.making import (
    BS,
    LAW,
    OFFICE,
    days,
    make_account,
    make_fitting,
    make_meter,
    make_operator,
    make_period,
)
from apps.water.tests.test_rating import block, by_blocks, terms_by_blocks
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

FLAT = Terms(kind=TariffKind.FLAT, fixed_charge=BS("10.00"))
METERED = by_blocks(
    block(0, 10, "1.50"), block(10, None, "2.25", "3.00"), fixed="5.00", minimum="8.00"
)


def test_flat_and_metered_accounts_are_billed_and_owed() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_scheme(operator, METERED)
    flat, metered = make_user(operator), make_user(operator, metered=True)
    period = make_period(operator=operator)
    read(metered, period, "12.5")
    seen = preview(period)
    ten, more = bill(period)
    assert (ten.account, ten.amount, ten.basis) == (flat, BS("10.00"), "flat")
    assert (more.amount, more.cubic_metres, more.basis) == (
        BS("28.63"),  # 5 + 10 × 1.50 + 3 + 2.5 × 2.25, half a centavo up
        BS("12.500"),
        "read",
    )
    assert (seen.accounts, seen.amount) == (2, ten.amount + more.amount)
    owed = Obligation.objects.get(about_kind="water.account", about_id=str(metered.pk))
    assert owed == more.obligation
    assert (owed.outstanding, owed.due_on) == (more.amount, period.due_on)
    assert owed.place == metered.connection.position
    with override("es"):
        assert things_named([owed])[owed.pk] == f"cuenta {metered.number}, mayo 2026"
    assert is_sound()


def test_the_desk_finds_a_debt_by_the_number_of_its_account_and_not_by_its_key() -> None:
    account, rosa = make_account(), make_party("Rosa Mamani")
    charge(make_price(), rosa, about_kind="water.account", about_id=str(account.pk))
    assert debtors_found(account.number) == [rosa]
    assert debtors_found(str(account.pk)) == [], "it may be the number of another one"


def test_a_billed_month_is_not_billed_again() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    period = make_period(operator=operator)
    (only,) = bill(period)
    with pytest.raises(PeriodBilled):
        begin_run(period, on=ISSUED, by=OFFICE)
    with pytest.raises(PeriodBilled):
        run = BillingRun.objects.get(period=period)
        bill_period(run, on=ISSUED, by=OFFICE, tell=lambda done, of: None)
    with pytest.raises(IntegrityError, match="open_period"), transaction.atomic():
        only.pk, only.account = None, make_user(operator)
        only.obligation, only.amount = None, BS(0)
        only.save()


def test_a_bill_is_never_changed() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    (only,) = bill(make_period(operator=operator))
    with pytest.raises(IntegrityError, match="water_bill_stays"), transaction.atomic():
        Bill.objects.filter(pk=only.pk).update(issued_on=dt.date(2026, 7, 1))


def test_batches_come_to_the_same_as_one() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    for _n in range(7):
        make_user(operator)
    bills = bill(make_period(operator=operator), batch=3)
    assert [each.amount for each in bills] == [BS("10.00")] * 7
    run = BillingRun.objects.get()
    assert (run.state, run.billed, run.amount) == ("done", 7, BS("70.00"))


@pytest.mark.bar("R34")
def test_a_run_that_broke_off_goes_on_where_it_was() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    for _n in range(5):
        make_user(operator)
    period = make_period(operator=operator)

    class Fell(Exception):
        pass

    def fall(done: int, of: int) -> None:
        if done >= 4:
            raise Fell

    run = begin_run(period, on=ISSUED, by=OFFICE)
    with pytest.raises(Fell):
        bill_period(run, on=ISSUED, by=OFFICE, tell=fall, batch=2)
    assert Bill.objects.count() == 4
    assert begin_run(period, on=ISSUED, by=OFFICE) == run
    assert len(bill(period)) == 5
    assert Obligation.objects.count() == 5
    assert is_sound()


@given(
    terms_by_blocks(),
    st.lists(st.decimals(0, 500, places=3), min_size=1, max_size=4),
    st.integers(0, 8),
)
@settings(max_examples=25)
def test_statements_and_rules_reckon_alike(
    terms: Terms, consumptions: list[Decimal], dry: int
) -> None:
    with transaction.atomic():
        operator = make_biller()
        make_scheme(operator, terms)
        period = make_period(operator=operator)
        for m3 in consumptions:
            read(make_user(operator, metered=True), period, m3)
        if dry:
            _credit(operator)
            _outage(period, dry)
        served = 1 - Decimal(dry) / 31
        seen = preview(period)
        asked = [terms.cost(m3, served=served) for m3 in consumptions]
        whole = [terms.cost(m3) for m3 in consumptions]
        assert seen.amount == sum(asked)
        assert seen.credit == sum(whole) - sum(asked)
        bills = bill(period)
        assert [each.amount for each in bills] == asked
        assert is_sound()
        transaction.set_rollback(True)


def _credit(operator, **given) -> None:
    values = {"tolerated_days": 0, "legal_basis": LAW, "recorded_by": "test"}
    CreditRule.objects.create(operator=operator, days=days(), **{**values, **given})


def _outage(period: Period, count: int) -> None:
    """No water in any house for so many days from the first on."""
    start = dt.datetime(2026, 5, 1, 4, tzinfo=dt.UTC)  # midnight in Bolivia
    outage = Outage.objects.create(
        operator=period.operator,
        started_at=start,
        ended_at=start + dt.timedelta(days=count),
        reason="Burst",
        recorded_by="test",
    )
    outage.connections.set(period.operator.connections.all())


@pytest.mark.parametrize(
    ("rule", "amount"),
    [
        pytest.param(None, "10.00", id="no rule, no credit"),
        pytest.param({}, "8.39", id="five Sundays of 31 days"),
        pytest.param({"tolerated_days": 4}, "9.68", id="four of them tolerated"),
    ],
)
def test_days_that_the_calendar_leaves_out_are_not_charged(rule, amount: str) -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    for weekday in range(1, 7):  # EMAPAQ 2016: from seven days to six
        Rationing.objects.create(
            operator=operator,
            days=days(),
            weekday=weekday,
            starts=dt.time(6),
            reason="Dry wells",
        )
    if rule is not None:
        _credit(operator, **rule)
    (only,) = bill(make_period(operator=operator))
    assert (only.amount, only.amount + only.credit) == (BS(amount), BS("10.00"))


def test_an_outage_of_an_hour_is_no_day() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    _credit(operator)
    period = make_period(operator=operator)
    _outage(period, 1)
    Outage.objects.update(ended_at=dt.datetime(2026, 5, 1, 5, tzinfo=dt.UTC))
    (only,) = bill(period)
    assert only.credit == 0


def test_a_replaced_meter_loses_nothing() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    account = make_user(operator, metered=True)
    april = make_period(dt.date(2026, 4, 1), operator=operator)
    read(account, april, "100")
    bill(april, on=dt.date(2026, 5, 2))
    old = account.connection.fittings.get()
    old.days, old.last_value = days(old.days.lower, dt.date(2026, 5, 20)), BS("107")
    old.save()
    make_fitting(make_meter(operator), account.connection, days=days(dt.date(2026, 5, 20)))
    may = make_period(operator=operator)
    read(account, may, "4")
    (only,) = bill(may)
    assert only.cubic_metres == 11


def test_a_counter_that_turned_over_goes_on_from_nothing() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    account = make_user(operator, metered=True)
    april = make_period(dt.date(2026, 4, 1), operator=operator)
    read(account, april, "99995")
    bill(april, on=dt.date(2026, 5, 2))
    may = make_period(operator=operator)
    assert read(account, may, "6").anomalies == []
    (only,) = bill(may)
    assert only.cubic_metres == 11


def test_unread_meters_stop_the_run_and_other_faults_are_listed() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_scheme(operator, METERED)
    make_user(operator)
    unread = make_user(operator, metered=True)
    shop = make_user(operator, category=Category.COMMERCIAL)
    nobodys = make_user(operator)
    nobodys.holdings.all().delete()
    bare = make_user(operator, metered=True)
    bare.connection.fittings.all().delete()
    period = make_period(operator=operator)
    assert dict(left_out(period)) == {
        unread: Fault.UNREAD,
        shop: Fault.TARIFF,
        nobodys: Fault.HOLDER,
        bare: Fault.METER,
    }
    with pytest.raises(MetersUnread, match="1 "):
        begin_run(period, on=ISSUED, by=OFFICE)
    read(unread, period, "3")
    assert len(bill(period)) == 2


def test_what_cannot_be_billed_is_refused() -> None:
    alone, operator = make_operator("otb-pozo"), make_biller()
    period = make_period(operator=operator)
    with pytest.raises(NotBilledHere):
        open_period(alone, MAY, due_on=ISSUED, by=OFFICE)
    with pytest.raises(PeriodExists):
        open_period(operator, dt.date(2026, 5, 17), due_on=ISSUED, by=OFFICE)
    with pytest.raises(DueTooEarly):
        open_period(operator, MAY, due_on=dt.date(2026, 4, 30), by=OFFICE)
    with pytest.raises(DueTooEarly):
        begin_run(period, on=period.due_on + dt.timedelta(days=1), by=OFFICE)
    with pytest.raises(NothingToBill):
        begin_run(period, on=ISSUED, by=OFFICE)
    with pytest.raises(NotAllowed):
        begin_run(period, on=ISSUED, by=ANYONE)


def test_a_reading_that_was_billed_stays() -> None:
    operator = make_biller()
    make_scheme(operator, METERED)
    account = make_user(operator, metered=True)
    period = make_period(operator=operator)
    read(account, period, "9")
    bill(period)
    with pytest.raises(PeriodBilled):
        read(account, period, "10")
    with pytest.raises(IntegrityError, match="billed_stays"), transaction.atomic():
        Reading.objects.filter(meter_id=meter_of(account)).update(value=10)


def test_queries_do_not_grow_with_accounts(django_assert_max_num_queries) -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    for _n in range(30):
        make_user(operator)
    period = make_period(operator=operator)
    run = begin_run(period, on=ISSUED, by=OFFICE)
    with django_assert_max_num_queries(60, connection=connection):
        bill_period(run, on=ISSUED, by=OFFICE, tell=lambda done, of: None)
