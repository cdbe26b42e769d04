"""Notice → order → approval → cut → water again, and what stays it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.treasury.actions import create_concept, set_price
from apps.treasury.tests.making import is_sound, pay
from apps.water.actions.agreeing import (
    Complaint,
    agree_on_instalments,
    cancel_agreement,
    close_claim,
    open_claim,
    protect_holder,
    review_agreements,
)
from apps.water.actions.billing import begin_run, bill_period
from apps.water.actions.cutting import (
    Moment,
    approve_cut,
    log_notice,
    log_notices,
    propose_cut,
    reconnect,
    record_cut,
    withdraw_cut,
)
from apps.water.domain.agreeing import (
    AgreementStands,
    ClaimClosed,
    ClaimOpen,
    NothingOwed,
    WordsMissing,
)
from apps.water.domain.billing import first_of_next
from apps.water.domain.cutting import (
    CutForbidden,
    NotThatStep,
    Obstacle,
    OrderUnderWay,
    SameHand,
    StillOwed,
)
from apps.water.domain.instalments import Terms
from apps.water.models import Account, CutRule, Notice
from apps.water.queries.collecting import case_of, cases
from apps.water.terms import (
    RECONNECTION,
    ClaimKind,
    ClaimOutcome,
    Delivery,
    NoticeKind,
    Protection,
)
from apps.water.tests.billed import make_biller, make_scheme, make_user
from apps.water.tests.making import BS, LAW, OFFICE, make_period
from apps.water.tests.test_billing import FLAT
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

"""In Bolivia."""
CHIEF = Viewer(name="jefa", holds_all=True)


def this_day() -> dt.date:
    """Of the town; asked each time, as a run may go past midnight."""
    return (dt.datetime.now(dt.UTC) - dt.timedelta(hours=4)).date()


def now() -> Moment:
    """The database judges cuts by its own day."""
    return Moment(on=this_day(), at=dt.datetime.now(dt.UTC))


def months_ago(count: int) -> dt.date:
    first = this_day().replace(day=1)
    for _n in range(count):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return first


def a_debtor(bills: int = 2, *, notice_days_ago: int | None = 4) -> Account:
    """A flat account with so many overdue bills of ten bolivianos, and a notice."""
    operator = make_biller()
    if not operator.tariffs.exists():
        make_scheme(operator, FLAT)
        CutRule.objects.create(
            operator=operator,
            days=DateRange(dt.date(2020, 1, 1), None),
            legal_basis=LAW,
            recorded_by="test",
        )
    account = make_user(operator, days=DateRange(dt.date(2020, 1, 1), None))
    account.holdings.update(days=DateRange(dt.date(2020, 1, 1), None))
    for month in range(bills + 1, 1, -1):
        first = months_ago(month)
        issued = first_of_next(first)
        period = operator.periods.filter(month=first).first() or make_period(
            first, operator=operator, due_on=issued + dt.timedelta(days=10)
        )
        run = begin_run(period, on=issued, by=OFFICE)
        bill_period(run, on=issued, by=OFFICE, tell=lambda done, of: None)
    if notice_days_ago is not None:
        at = dt.datetime.now(dt.UTC) - dt.timedelta(days=notice_days_ago)
        log_notice(account, NoticeKind.DEBT, Delivery.HAND, at=at, by=OFFICE)
    return account


def ordered(account: Account):
    return propose_cut(account, ground="Two months unpaid", moment=now(), by=OFFICE)


def cut_off(account: Account):
    order = approve_cut(ordered(account), moment=now(), by=CHIEF)
    return record_cut(order, moment=now(), by=OFFICE)


def test_the_whole_way_from_the_notice_to_water_again() -> None:
    account = a_debtor()
    concept = create_concept(RECONNECTION, "Reconexión", budget_item="12200", by=OFFICE)
    since = (dt.date(2020, 1, 1), None)
    set_price(concept, "25.00", days=since, legal_basis=LAW, unit="act", by=OFFICE)
    order = cut_off(account)
    account.connection.refresh_from_db()
    assert (order.state, account.connection.state) == ("cut", "cut")
    with pytest.raises(StillOwed):
        reconnect(order, moment=now(), by=OFFICE)
    pay(account.holdings.get().party, "20.00", on=this_day())
    order = reconnect(order, moment=now(), by=OFFICE)
    account.connection.refresh_from_db()
    assert (order.state, account.connection.state) == ("reconnected", "active")
    assert order.reconnection is not None
    assert order.reconnection.outstanding == BS("25.00")
    assert case_of(account, on=this_day()).notices == 0  # it begins anew
    assert is_sound()


def test_one_overdue_bill_is_too_few() -> None:
    with pytest.raises(CutForbidden) as refused:
        ordered(a_debtor(1))
    assert refused.value.against == (Obstacle.FEW_BILLS,)


@pytest.mark.parametrize("days_ago", [None, 1])
def test_without_a_notice_days_before_nobody_is_cut(days_ago: int | None) -> None:
    with pytest.raises(CutForbidden) as refused:
        ordered(a_debtor(notice_days_ago=days_ago))
    assert refused.value.against == (Obstacle.NO_NOTICE,)


def test_who_proposes_does_not_approve() -> None:
    order = ordered(a_debtor())
    with pytest.raises(SameHand):
        approve_cut(order, moment=now(), by=OFFICE)


def test_a_complaint_stays_the_crew_at_the_door_and_the_notices() -> None:
    account = a_debtor()
    order = approve_cut(ordered(account), moment=now(), by=CHIEF)
    complaint = Complaint(kind=ClaimKind.CHARGE, text="I paid in May")
    claim = open_claim(account, complaint, by=OFFICE)
    with pytest.raises(CutForbidden) as refused:
        record_cut(order, moment=now(), by=OFFICE)
    assert refused.value.against == (Obstacle.OPEN_CLAIM,)
    with pytest.raises(ClaimOpen):
        log_notice(account, NoticeKind.CUT, Delivery.HAND, at=now().at, by=OFFICE)
    close_claim(claim, ClaimOutcome.REJECTED, "It was for April", by=OFFICE)
    with pytest.raises(ClaimClosed):
        close_claim(claim, ClaimOutcome.UPHELD, "After all", by=OFFICE)
    assert record_cut(order, moment=now(), by=OFFICE).state == "cut"


def test_a_protected_holder_is_spared() -> None:
    account = a_debtor()
    today = this_day()
    protect_holder(
        account.holdings.get().party,
        Protection.HEALTH,
        reason="Dialysis at home",
        days=(today, None),
        by=OFFICE,
    )
    with pytest.raises(CutForbidden) as refused:
        ordered(account)
    assert refused.value.against == (Obstacle.PROTECTED,)


def test_an_agreement_that_is_kept_spares_and_a_broken_one_does_not() -> None:
    account, today = a_debtor(3), this_day()
    terms = Terms(count=3, first_due=today, down=BS("5.00"))
    agreement = agree_on_instalments(account, terms, legal_basis=LAW, on=today, by=OFFICE)
    assert [part.amount for part in agreement.instalments.order_by("ordinal")] == [
        BS("5.00"),
        BS("8.34"),
        BS("8.33"),
        BS("8.33"),
    ]
    with pytest.raises(CutForbidden) as refused:
        ordered(account)
    assert refused.value.against == (Obstacle.FEW_BILLS,)
    assert review_agreements(on=today, by=OFFICE) == 0
    assert review_agreements(on=today + dt.timedelta(days=1), by=OFFICE) == 1
    agreement.refresh_from_db()
    assert agreement.state == "broken"
    assert ordered(account).state == "proposed"


def test_an_agreement_is_fulfilled_when_its_debts_are_paid() -> None:
    account, today = a_debtor(), this_day()
    terms = Terms(count=2, first_due=today)
    agreement = agree_on_instalments(account, terms, legal_basis=LAW, on=today, by=OFFICE)
    with pytest.raises(AgreementStands):
        agree_on_instalments(account, terms, legal_basis=LAW, on=today, by=OFFICE)
    pay(account.holdings.get().party, "20.00", on=today)
    assert review_agreements(on=today + dt.timedelta(days=100), by=OFFICE) == 1
    agreement.refresh_from_db()
    assert agreement.state == "fulfilled"


def test_what_is_not_said_is_refused() -> None:
    account, today = a_debtor(), this_day()
    terms = Terms(count=2, first_due=today)
    with pytest.raises(WordsMissing):
        propose_cut(account, ground=" ", moment=now(), by=OFFICE)
    with pytest.raises(WordsMissing):
        open_claim(account, Complaint(kind=ClaimKind.OTHER, text=""), by=OFFICE)
    with pytest.raises(WordsMissing):
        agree_on_instalments(account, terms, legal_basis="", on=today, by=OFFICE)
    pay(account.holdings.get().party, "20.00", on=today)
    with pytest.raises(NothingOwed):
        agree_on_instalments(account, terms, legal_basis=LAW, on=today, by=OFFICE)


def test_orders_go_step_by_step_and_one_at_a_time() -> None:
    account = a_debtor()
    order = ordered(account)
    with pytest.raises(OrderUnderWay):
        ordered(account)
    with pytest.raises(NotThatStep):
        record_cut(order, moment=now(), by=OFFICE)
    order = withdraw_cut(order, why="Paid at the bank", moment=now(), by=OFFICE)
    with pytest.raises(NotThatStep):
        approve_cut(order, moment=now(), by=CHIEF)
    assert ordered(account).state == "proposed"


def test_a_cancelled_agreement_protects_no_more() -> None:
    account, today = a_debtor(), this_day()
    terms = Terms(count=2, first_due=today)
    agreement = agree_on_instalments(account, terms, legal_basis=LAW, on=today, by=OFFICE)
    assert cancel_agreement(agreement, why="Moved away", by=OFFICE).state == "cancelled"
    assert ordered(account).state == "proposed"


def test_the_list_has_who_owes_enough_or_has_an_order() -> None:
    account = a_debtor()
    operator, today = account.operator, this_day()
    (only,) = cases(operator, on=today)
    assert (only.account_id, only.overdue_bills, only.owed) == (account.pk, 2, BS("20.00"))
    order = cut_off(account)
    pay(account.holdings.get().party, "20.00", on=today)
    (still,) = cases(operator, on=today)
    assert (still.order_id, still.order_state, still.owed) == (order.pk, "cut", BS(0))


def test_notices_of_a_route_leave_out_who_complained_or_owes_nothing_overdue() -> None:
    account = a_debtor(notice_days_ago=None)
    operator = account.operator
    angry = make_user(operator)
    route = operator.routes.create(code="sur", name="Sur")
    for ordinal, each in enumerate((account, angry)):
        route.stops.create(connection=each.connection, ordinal=ordinal)
    period = operator.periods.latest("month")
    complaint = Complaint(kind=ClaimKind.SUPPLY, text="No water")
    claim = open_claim(account, complaint, by=OFFICE)
    assert log_notices(route, period, moment=now(), by=OFFICE) == 0
    close_claim(claim, ClaimOutcome.UPHELD, "The valve was shut", by=OFFICE)
    assert log_notices(route, period, moment=now(), by=OFFICE) == 1
    assert log_notices(route, period, moment=now(), by=OFFICE) == 0  # the same day
    assert Notice.objects.get().account == account


def test_whoever_may_not_is_refused() -> None:
    account = a_debtor()
    order = ordered(account)
    for act in (approve_cut, record_cut, reconnect):
        with pytest.raises(NotAllowed):
            act(order, moment=now(), by=ANYONE)
    with pytest.raises(NotAllowed):
        propose_cut(account, ground="x", moment=now(), by=ANYONE)
