"""What a billed month had missed is billed afterwards: once, and due on its own day."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.treasury.models import Obligation
from apps.treasury.tests.making import is_sound
from apps.water.actions.billing import begin_late_run, bill_period
from apps.water.domain.billing import (
    DueTooEarly,
    Fault,
    NotBilledYet,
    NothingMissing,
    PeriodBilled,
)
from apps.water.models import Account, Bill, BillingRun, Operator, Period, Reading
from apps.water.queries.billing import left_out
from apps.water.queries.notices import notices_of
from apps.water.tests.billed import (
    JUNE,
    MAY,
    bill,
    make_biller,
    make_scheme,
    make_user,
    meter_of,
    read,
)
from apps.water.tests.making import BS, OFFICE, make_fitting, make_holding, make_meter
from apps.water.tests.making import make_period as period_of
from apps.water.tests.test_billing import FLAT, METERED
from apps.water.tests.test_pages import worked
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 9, 30)
LATER = dt.date(2026, 8, 20)


def bill_late(period: Period, *, batch: int = 1000) -> list[Bill]:
    run = begin_late_run(period, due_on=DUE, on=LATER, by=OFFICE)
    bill_period(run, on=LATER, by=OFFICE, tell=lambda done, of: None, batch=batch)
    return list(run.bills.order_by("account_id"))


def billed_flat() -> tuple[Operator, Period]:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    period = period_of(MAY, operator=operator)
    bill(period)
    return operator, period


def test_an_account_that_was_missing_is_billed_once_and_due_on_its_own_day() -> None:
    operator, period = billed_flat()
    missing = make_user(operator)
    (late,) = bill_late(period)
    assert (late.account, late.amount, late.issued_on) == (missing, BS("10.00"), LATER)
    owed = Obligation.objects.get(about_id=str(missing.pk))
    assert (owed, owed.due_on) == (late.obligation, DUE)
    assert Bill.objects.filter(period=period).count() == 2
    run = late.run
    assert run is not None
    assert (run.state, run.billed, run.amount) == ("done", 1, BS("10.00"))
    with pytest.raises(NothingMissing):
        bill_late(period)
    with pytest.raises(PeriodBilled):
        bill_period(run, on=LATER, by=OFFICE, tell=lambda done, of: None)
    make_user(operator)
    assert len(bill_late(period)) == 1, "as often as something is missing"
    assert is_sound()


def test_what_is_not_late_is_refused() -> None:
    operator = make_biller()
    make_scheme(operator, FLAT)
    make_user(operator)
    period = period_of(MAY, operator=operator)
    with pytest.raises(NotBilledYet):
        bill_late(period)
    bill(period)
    make_user(operator)
    with pytest.raises(DueTooEarly):
        begin_late_run(period, due_on=MAY, on=LATER, by=OFFICE)
    with pytest.raises(NotAllowed):
        begin_late_run(period, due_on=DUE, on=LATER, by=ANYONE)
    assert not BillingRun.objects.filter(due_on__isnull=False).exists()


def test_a_late_run_that_broke_off_goes_on_and_keeps_its_day() -> None:
    operator, period = billed_flat()
    for _n in range(5):
        make_user(operator)
    run = begin_late_run(period, due_on=DUE, on=LATER, by=OFFICE)

    class Fell(Exception):
        pass

    def fall(done: int, of: int) -> None:
        raise Fell

    with pytest.raises(Fell):
        bill_period(run, on=LATER, by=OFFICE, tell=fall, batch=2)
    assert run.bills.count() == 2
    again = begin_late_run(period, due_on=dt.date(2027, 1, 1), on=LATER, by=OFFICE)
    assert again == run
    with pytest.raises(IntegrityError, match="one_late_run"), transaction.atomic():
        BillingRun.objects.create(
            period=period, state="running", due_on=DUE, started_by="other"
        )
    bill_period(again, on=LATER, by=OFFICE, tell=lambda done, of: None, batch=2)
    assert run.bills.count() == 5
    obligations = Obligation.objects.filter(water_bill__run=run)
    assert {each.due_on for each in obligations} == {DUE}


def test_the_database_takes_no_bill_of_a_billed_month_but_from_a_late_run() -> None:
    operator, period = billed_flat()
    make_user(operator)
    (late,) = bill_late(period)
    late.pk, late.account = None, make_user(operator)
    late.obligation, late.amount = None, BS(0)
    with pytest.raises(IntegrityError, match="open_period"), transaction.atomic():
        late.save()  # its run is over


def unmetered(operator: Operator) -> Account:
    """A metered account whose meter nobody had entered when the month was billed."""
    account = make_user(operator)
    Account.objects.filter(pk=account.pk).update(is_metered=True)
    account.refresh_from_db()
    return account


def metered() -> tuple[Operator, Period, Account]:
    operator = make_biller()
    make_scheme(operator, METERED)
    first = make_user(operator, metered=True)
    lacking = unmetered(operator)
    period = period_of(MAY, operator=operator)
    read(first, period, "12.5")
    bill(period)
    make_fitting(make_meter(operator), lacking.connection)
    return operator, period, lacking


def test_a_reading_that_came_late_is_billed_and_can_be_mended_until_then() -> None:
    _operator, period, lacking = metered()
    assert [why for _each, why in left_out(period)] == [Fault.UNREAD]
    read(lacking, period, "99")
    read(lacking, period, "12.5")
    (late,) = bill_late(period)
    assert (late.cubic_metres, late.amount) == (BS("12.500"), BS("28.63"))
    with pytest.raises(PeriodBilled):
        read(lacking, period, "13")
    with pytest.raises(IntegrityError, match="billed_stays"), transaction.atomic():
        Reading.objects.filter(meter=meter_of(lacking)).update(value=13)


def test_water_that_a_later_bill_counted_is_not_billed_once_more() -> None:
    operator, may, lacking = metered()
    june = period_of(JUNE, operator=operator)
    for account in Account.objects.filter(operator=operator):
        read(account, june, "20")
    bill(june, on=dt.date(2026, 7, 2))
    assert Bill.objects.get(period=june, account=lacking).cubic_metres == 20
    with pytest.raises(PeriodBilled):
        read(lacking, may, "12.5")
    assert [why for _each, why in left_out(may)] == [Fault.LATER]
    with pytest.raises(NothingMissing):
        bill_late(may)


@given(events=st.lists(st.sampled_from(["opens", "late", "holder"]), max_size=8))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_comes_late_and_when_each_account_has_one_bill_in_the_end(
    db: None, events: list[str]
) -> None:
    with transaction.atomic():
        operator, period = billed_flat()
        nobodys: list[Account] = []
        for event in [*events, "late"]:
            if event == "opens":
                make_user(operator)
                nameless = make_user(operator)
                nameless.holdings.all().delete()
                nobodys.append(nameless)
            elif event == "holder" and nobodys:
                make_holding(nobodys.pop())
            elif event == "late":
                try:
                    bill_late(period, batch=2)
                except NothingMissing:
                    continue
        bills = Bill.objects.filter(period=period)
        assert bills.count() == bills.values("account").distinct().count()
        every = set(Account.objects.values_list("pk", flat=True))
        assert set(bills.values_list("account", flat=True)) == every - {
            each.pk for each in nobodys
        }
        assert Obligation.objects.count() == bills.count()
        transaction.set_rollback(True)


def test_late_notices_tell_their_own_day_on_a_route_or_on_none() -> None:
    operator, period = billed_flat()
    walked, loose = make_user(operator), make_user(operator)
    route = operator.routes.create(code="norte", name="Norte")
    route.stops.create(connection=walked.connection, ordinal=1)
    (one, _two) = bill_late(period)
    told = notices_of(None, period, on=LATER, run=one.run_id)
    assert [(each.account_number, each.route) for each in told] == [
        (walked.number, "Norte"),
        (loose.number, ""),
    ]
    assert {each.due_on for each in told} == {DUE}
    assert len(notices_of(route, period, on=LATER)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_clerk_bills_afterwards_from_the_page_of_the_month() -> None:
    _operator, period, lacking = metered()
    client = Client()
    client.force_login(User.objects.create_superuser("jefa"))
    here = f"/agua/facturacion/{period.pk}/"

    def post(address: str, **form: str) -> str:
        answer = client.post(address, form, follow=True)
        assert answer.status_code == 200
        return unescape(answer.text)

    assert lacking.number in client.get(here).text
    page = post(f"{here}suplemento/lectura/{lacking.pk}/", valor="12,5")
    assert "1 cuenta no tiene todavía factura" in page
    assert "28,63" in page
    post(f"{here}suplemento/", vence="2099-01-31")
    worked("water.bill_period")
    run = BillingRun.objects.get(due_on__isnull=False)
    page = unescape(client.get(here).text)
    assert "31/1/2099" in page or "31/01/2099" in page
    assert "no tiene todavía" not in page
    assert client.get(f"{here}suplemento/{run.pk}/avisos.pdf").status_code == 404
    post(f"{here}suplemento/{run.pk}/avisos/")
    worked("water.print_notices")
    paper = client.get(f"{here}suplemento/{run.pk}/avisos.pdf")
    assert paper.status_code == 200
    assert "A nadie se facturó dos veces" in post(f"{here}suplemento/", vence="2099-01-31")
    other = Client()
    other.force_login(User.objects.create_user("otra", is_staff=True))
    assert other.post(f"{here}suplemento/", {"vence": "2099-01-31"}).status_code == 403
