"""Lists of payments and of annulments come to what each by itself would come to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.people.models import Party
from apps.treasury.actions import (
    annul_obligation,
    annul_obligations,
    close_period,
    receive_payment,
    receive_payments,
)
from apps.treasury.domain import settling
from apps.treasury.domain.refusals import (
    BadAmount,
    KeyTaken,
    ObligationTouched,
    PaymentsRefused,
    PeriodClosed,
)
from apps.treasury.domain.settling import Settled
from apps.treasury.models import Balance, Obligation, Payment, Price, Remission
from apps.treasury.tests.making import (
    BS,
    GROUND,
    OFFICE,
    TODAY,
    a_tender,
    charge,
    is_sound,
    make_party,
    make_price,
    pay,
)
from geo.access import ANYONE, NotAllowed
from tests.effort import many

pytestmark = pytest.mark.django_db

DUE = [TODAY, TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=5)]


@pytest.fixture
def price() -> Price:
    return make_price("1.00")


@pytest.fixture
def debtors(price) -> list[Party]:
    """Two who owe 10 and 20, and a third who owes 5."""
    parties = [make_party() for _n in range(3)]
    for party, amounts in zip(parties, ((10, 20), (10, 20), (5,)), strict=True):
        for amount, due in zip(amounts, DUE, strict=False):
            charge(price, party, amount, due_on=due)
    return parties


def books() -> list[list[Any]]:
    """All that payments change, without the numbers they were given."""
    return [
        list(Obligation.objects.order_by("key").values_list("key", "outstanding", "state")),
        list(Balance.objects.order_by("party").values_list("party", "owed", "advances")),
        list(Payment.objects.order_by("key").values_list("key", "amount", "means")),
    ]


def test_a_list_settles_what_is_due_first(debtors) -> None:
    one, two, three = debtors
    tenders = [a_tender(one, 15), a_tender(two, "30.00"), a_tender(three, "0.50")]
    received = receive_payments(tenders, on=TODAY, by=OFFICE)

    assert (received.new, received.known, received.total) == (3, 0, BS("45.50"))
    owed = Obligation.objects.filter(debtor=one).order_by("due_on")
    assert [each.outstanding for each in owed] == [0, BS("15.00")]
    assert is_sound()


def test_the_same_list_again_changes_nothing(debtors) -> None:
    tenders = [a_tender(debtors[0], 15), a_tender(debtors[1], 5)]
    receive_payments(tenders, on=TODAY, by=OFFICE)
    before = books()
    again = receive_payments(tenders, on=TODAY, by=OFFICE)

    assert (again.new, again.known) == (0, 2)
    assert books() == before


def test_what_merged_duplicates_owe_is_owed_together(debtors) -> None:
    one, two, _three = debtors
    Party.objects.filter(pk=two.pk).update(survivor=one)
    receive_payments([a_tender(one, 60)], on=TODAY, by=OFFICE)
    assert not Obligation.objects.open().filter(debtor__in=[one, two]).exists()
    assert is_sound()


@pytest.mark.parametrize(
    ("tenders", "refusal"),
    [
        pytest.param(
            lambda a, b: [a_tender(a, 5), a_tender(b, 31)], PaymentsRefused, id="too much"
        ),
        pytest.param(
            lambda a, b: [a_tender(a, 5), a_tender(a, 5)], PaymentsRefused, id="twice"
        ),
        pytest.param(lambda a, b: [a_tender(a, 0)], BadAmount, id="nothing"),
        pytest.param(lambda a, b: [a_tender(a, "1.005")], BadAmount, id="half a centavo"),
    ],
)
def test_one_bad_payment_stops_the_whole_list(debtors, tenders, refusal) -> None:
    before = books()
    with pytest.raises(refusal):
        receive_payments(tenders(*debtors[:2]), on=TODAY, by=OFFICE)
    assert books() == before


def test_a_list_needs_its_permission_its_keys_and_an_open_day(debtors) -> None:
    tender = a_tender(debtors[0], 5)
    with pytest.raises(NotAllowed):
        receive_payments([tender], on=TODAY, by=ANYONE)
    receive_payment(tender, on=TODAY, by=OFFICE)
    with pytest.raises(KeyTaken):
        receive_payments([a_tender(debtors[1], 5, key=tender.key)], on=TODAY, by=OFFICE)
    with pytest.raises(PaymentsRefused):
        early = TODAY - dt.timedelta(days=1)
        receive_payments([a_tender(debtors[1], 5)], on=early, by=OFFICE)
    close_period(TODAY.replace(day=1), today=TODAY + dt.timedelta(days=40), by=OFFICE)
    with pytest.raises(PeriodClosed):
        receive_payments([a_tender(debtors[1], 5)], on=TODAY, by=OFFICE)


def test_who_listens_hears_of_what_a_list_settles(debtors, monkeypatch) -> None:
    heard: list[Settled] = []
    monkeypatch.setitem(settling._settled, "test.thing", heard.append)
    receive_payments([a_tender(debtors[0], 10)], on=TODAY, by=OFFICE)
    owed = Obligation.objects.filter(debtor=debtors[0]).order_by("due_on")
    assert [fact.obligation_id for fact in heard] == [owed[0].pk]


@settings(
    max_examples=many(15, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    debts=st.lists(
        st.lists(st.integers(1, 5_000), min_size=1, max_size=4), min_size=1, max_size=4
    ),
    shares=st.lists(st.integers(1, 100), min_size=4, max_size=4),
)
def test_a_list_comes_to_what_its_payments_come_to(price, debts, shares) -> None:
    outcomes = []
    for is_list in (True, False):
        with transaction.atomic():
            parties = [make_party(f"Persona {place}") for place in range(len(debts))]
            for place, (party, amounts) in enumerate(zip(parties, debts, strict=True)):
                for number, centavos in enumerate(amounts):
                    quantity = Decimal(centavos) / 100
                    charge(price, party, quantity, key=f"{place}:{number}")
            tenders = [
                a_tender(
                    party, max(Decimal(sum(d) * s // 100) / 100, BS("0.01")), key=f"p{n}"
                )
                for n, (party, d, s) in enumerate(
                    zip(parties, debts, shares[: len(debts)], strict=True)
                )
            ]
            if is_list:
                receive_payments(tenders, on=TODAY, by=OFFICE)
            else:
                for tender in tenders:
                    receive_payment(tender, on=TODAY, by=OFFICE)
            assert is_sound()
            obligations, balances, payments = books()
            outcomes.append([obligations, [row[1:] for row in balances], payments])
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]


def test_many_are_annulled_as_one_is(debtors) -> None:
    owed = list(Obligation.objects.order_by("pk"))
    annul_obligation(owed[0], GROUND, on=TODAY, by=OFFICE)
    keys = [each.pk for each in owed[:3]]

    assert annul_obligations(keys, GROUND, on=TODAY, by=OFFICE) == 2
    assert list(Remission.objects.order_by("obligation").values_list("amount", "kind")) == [
        (BS("10.00"), "annulment"),
        (BS("20.00"), "annulment"),
        (BS("10.00"), "annulment"),
    ]
    assert set(
        Obligation.objects.filter(pk__in=keys).values_list("state", "outstanding")
    ) == {("annulled", BS("0.00"))}
    assert is_sound()


def test_what_was_paid_on_is_not_annulled_among_many(debtors) -> None:
    pay(debtors[1], 1)
    before = books()
    keys = list(Obligation.objects.values_list("pk", flat=True))
    with pytest.raises(ObligationTouched):
        annul_obligations(keys, GROUND, on=TODAY, by=OFFICE)
    with pytest.raises(NotAllowed):
        annul_obligations(keys, GROUND, on=TODAY, by=ANYONE)
    assert books() == before
