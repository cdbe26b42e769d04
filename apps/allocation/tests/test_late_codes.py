"""Paid with a code that had run out: the stand if it is free, else the money back."""

from __future__ import annotations

import datetime as dt

import pytest

from apps.allocation.actions import tidy_holds
from apps.allocation.models import Hold
from apps.allocation.queries import refunds_due
from apps.allocation.terms import Outcome
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    age,
    charged,
    hold,
    holders,
    make_offering,
    money_agrees,
    owner,
    run_out,
)
from apps.treasury.actions import ask_payment, confirm_payment
from apps.treasury.actions.confirming import Notice
from apps.treasury.models import PaymentIntent, ProviderEvent, QueuedPayment
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import BS, is_sound

pytestmark = [pytest.mark.django_db, pytest.mark.bar("R21")]
HOUR = dt.timedelta(hours=1)


def code_of(taken: Hold, lasts: dt.timedelta = -HOUR) -> PaymentIntent:
    """A code for what a hold costs; it has run out unless it is said to last."""
    owed = taken.obligation
    assert owed is not None
    shares = {owed.pk: owed.outstanding}
    return ask_payment("bank", owed.debtor_id, shares, lasts=lasts, by=OFFICE)


def told(intent: PaymentIntent, amount: str = "10.00", event: str = "N-1") -> ProviderEvent:
    notice = Notice(
        provider="bank",
        event=event,
        alias=str(intent.alias),
        amount=BS(amount),
        payload={},
    )
    return confirm_payment(notice, on=TODAY, by=OFFICE)


def test_a_stand_that_is_still_free_is_theirs() -> None:
    offering = make_offering()
    taken = charged(offering, "A-1")
    intent = code_of(taken)
    run_out(taken)
    assert told(intent).outcome == "paid"
    taken.refresh_from_db()
    assert taken.outcome == Outcome.SOLD
    assert owner(offering, "A-1") == taken.party_id
    assert not QueuedPayment.objects.exists()
    assert money_agrees()


def test_for_a_stand_that_another_has_the_money_is_owed_back_at_once() -> None:
    offering = make_offering()
    taken = charged(offering, "A-1")
    intent = code_of(taken)
    run_out(taken)
    other = hold(offering, "A-1")
    told(intent)
    assert holders(offering, "A-1") == [("hold", other.pk)]
    assert list(refunds_due()) == [taken]
    assert balance_of(intent.debtor_id).refunds == 10
    assert money_agrees()
    assert is_sound()


def test_after_the_price_was_annulled_the_money_is_owed_back_and_on_both_lists() -> None:
    offering = make_offering()
    taken = charged(offering, "A-1")
    intent = code_of(taken)
    run_out(taken)
    age(taken, hours=30)
    assert tidy_holds(on=TODAY, by=OFFICE).annulled == 1
    assert told(intent).outcome == "queued"
    queued = QueuedPayment.objects.get()
    assert (queued.resolution, queued.resolved_by) == ("refund", OFFICE.name)
    taken.refresh_from_db()
    assert (taken.outcome, taken.refund) == (Outcome.REFUND, queued.refund)
    assert list(refunds_due()) == [taken]
    standing = balance_of(intent.debtor_id)
    assert standing.owed == standing.advances == 0
    assert standing.refunds == 10
    assert money_agrees()
    assert is_sound()


def test_another_amount_waits_for_a_person_as_before() -> None:
    taken = charged(make_offering(), "A-1")
    intent = code_of(taken)
    assert told(intent, amount="9.00").outcome == "queued"
    assert QueuedPayment.objects.get().resolution == ""
    assert balance_of(intent.debtor_id).advances == 9
