"""Payments through a bank: told once, twice, late, wrong; none is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from apps.treasury.actions import (
    annul_obligation,
    ask_payment,
    confirm_payment,
    disable_intent,
    resolve_payment,
)
from apps.treasury.actions.confirming import Notice
from apps.treasury.domain.refusals import (
    AlreadyResolved,
    BadAmount,
    MoreThanOwed,
    NothingOwed,
    NotTheirObligation,
)
from apps.treasury.models import Payment, PaymentIntent, ProviderEvent, QueuedPayment
from apps.treasury.queries import balance_of
from apps.treasury.terms import Resolution
from apps.treasury.tests.making import (
    BS,
    GROUND,
    OFFICE,
    TODAY,
    charge,
    is_sound,
    make_party,
    pay,
)

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def owed(price, debtor):
    return charge(price, debtor)


def ask(owed, lasts: dt.timedelta = HOUR, amount: str = "10.00") -> PaymentIntent:
    return ask_payment(
        "bank", owed.debtor_id, {owed.pk: BS(amount)}, lasts=lasts, by=OFFICE
    )


def told(
    intent: PaymentIntent | None, event: str = "1", amount: str = "10.00"
) -> ProviderEvent:
    alias = str(intent.alias) if intent else "nobody"
    notice = Notice(
        provider="bank", event=event, alias=alias, amount=BS(amount), payload={"n": event}
    )
    return confirm_payment(notice, on=TODAY, by=OFFICE)


def test_a_hundred_equal_notices_are_one_payment(owed) -> None:
    intent = ask(owed)
    assert {told(intent).pk for _n in range(100)} == {ProviderEvent.objects.get().pk}
    assert Payment.objects.get().amount == BS("10")
    assert balance_of(owed.debtor_id).owed == 0
    assert told(intent, event="2").outcome == "repeated"
    assert Payment.objects.count() == 1
    assert is_sound()


def test_an_open_code_is_given_again(owed) -> None:
    assert ask(owed).pk == ask(owed).pk
    assert ask(owed, amount="5.00").pk != ask(owed).pk
    with pytest.raises(IntegrityError, match="intent_is_open_once"), transaction.atomic():
        twin = ask(owed)
        PaymentIntent.objects.create(
            provider="bank",
            debtor=twin.debtor,
            amount=1,
            purpose=twin.purpose,
            expires_at=Now(),
        )


def test_an_expired_code_is_not_given_again_and_its_money_is_queued(owed) -> None:
    expired = ask(owed, lasts=-HOUR)
    event = told(expired)
    assert (event.outcome, event.queued.reason) == ("queued", "expired")
    standing = balance_of(owed.debtor_id)
    assert (standing.owed, standing.advances) == (BS("10"), BS("10"))
    assert ask(owed).pk != expired.pk
    assert is_sound()


def test_a_code_asked_for_anew_withdraws_the_expired_one(owed) -> None:
    expired = ask(owed, lasts=-HOUR)
    assert ask(owed).pk != expired.pk
    assert told(expired).queued.reason == "disabled"


@pytest.mark.parametrize(
    ("spoil", "amount", "reason"),
    [
        (lambda owed, intent: disable_intent(intent, by=OFFICE), "10.00", "disabled"),
        (lambda owed, intent: None, "9.99", "amount"),
        (lambda owed, intent: None, "10.01", "amount"),
        (lambda owed, intent: pay(owed.debtor, "4.00"), "10.00", "changed"),
        (
            lambda owed, intent: annul_obligation(owed, GROUND, on=TODAY, by=OFFICE),
            "10.00",
            "changed",
        ),
    ],
)
def test_money_that_does_not_fit_is_kept_and_queued(owed, spoil, amount, reason) -> None:
    intent = ask(owed)
    spoil(owed, intent)
    event = told(intent, amount=amount)
    assert event.queued.reason == reason
    assert balance_of(owed.debtor_id).advances == BS(amount)
    assert told(intent, amount=amount).pk == event.pk
    assert is_sound()


def test_a_queued_payment_is_settled_once(owed) -> None:
    queued = told(ask(owed, lasts=-HOUR)).queued
    done = resolve_payment(queued, Resolution.APPLIED, on=TODAY, by=OFFICE)
    assert done.resolved_at and done.resolved_by == OFFICE.name
    assert balance_of(owed.debtor_id).owed == 0
    with pytest.raises(AlreadyResolved, match=OFFICE.name):
        resolve_payment(queued, Resolution.REFUND, on=TODAY, by=OFFICE)


def test_a_queued_payment_may_be_refunded_but_not_put_to_nothing(owed) -> None:
    intent = ask(owed)
    pay(owed.debtor, "10.00")
    queued = told(intent).queued
    with pytest.raises(NothingOwed):
        resolve_payment(queued, Resolution.APPLIED, on=TODAY, by=OFFICE)
    done = resolve_payment(queued, Resolution.REFUND, on=TODAY, by=OFFICE)
    assert done.refund is not None
    assert done.refund.amount == BS("10")
    assert balance_of(owed.debtor_id).refunds == BS("10")
    assert is_sound()


def test_a_notice_of_an_unknown_code_is_logged_and_books_nothing(owed) -> None:
    assert told(None).outcome == "unknown"
    assert told(None).pk == ProviderEvent.objects.get().pk
    assert not Payment.objects.exists()
    with pytest.raises(BadAmount):
        told(ask(owed), event="2", amount="-10")


def test_no_code_is_made_for_what_cannot_be_paid(owed) -> None:
    with pytest.raises(MoreThanOwed):
        ask(owed, amount="10.01")
    with pytest.raises(BadAmount):
        ask(owed, amount="0")
    with pytest.raises(NotTheirObligation):
        ask_payment("bank", make_party().pk, {owed.pk: BS("1")}, lasts=HOUR, by=OFFICE)
    assert not PaymentIntent.objects.exists()


def test_a_queue_row_is_resolved_by_somebody(owed) -> None:
    told(ask(owed, lasts=-HOUR))
    with pytest.raises(IntegrityError, match="queued_is_resolved"), transaction.atomic():
        QueuedPayment.objects.update(resolution="kept")
