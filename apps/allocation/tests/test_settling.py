"""What a payment makes of a hold, in time, late, and taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models.functions import Now

from apps.allocation.actions import (
    block_spaces,
    check_out,
    give_title,
    move_space,
    release_hold,
    tidy_holds,
    withdraw_spaces,
)
from apps.allocation.domain.refusals import (
    HolderUnknown,
    HoldOver,
    PriceUnknown,
    SpacesTaken,
    TooManyHolds,
)
from apps.allocation.models import Claim, Hold, KeptAnswer
from apps.allocation.queries import money_of_holds, refunds_due, standing_of
from apps.allocation.terms import Outcome
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    age,
    charged,
    hold,
    holders,
    make_offering,
    owner,
    pay,
    person,
    run_out,
    settled_constraints,
    square,
    visitor,
)
from apps.treasury.actions import pay_refund, reverse_payment
from apps.treasury.queries import balance_of
from apps.treasury.terms import Means, ObligationState
from apps.treasury.tests.making import is_sound, make_concept, make_party
from apps.treasury.tests.making import pay as pay_money
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def money_is_titles_and_refunds() -> bool:
    money = money_of_holds()
    return money.settled == money.sold + money.refunds and is_sound()


def test_a_hold_that_is_paid_becomes_a_title() -> None:
    offering, party = make_offering(), make_party()
    taken = charged(offering, "A-1", "A-2", party=party)
    assert taken.obligation is not None
    assert taken.obligation.amount == Decimal("20.00")

    pay(taken)

    assert taken.outcome == Outcome.SOLD
    assert owner(offering, "A-1") == owner(offering, "A-2") == party.pk
    title = Claim.objects.get(kind="title", space__code="A-1")
    assert title.obligation == taken.obligation
    assert title.during == offering.during
    settled_constraints()
    assert money_is_titles_and_refunds()


def test_checking_out_gives_the_time_that_paying_takes() -> None:
    offering, (holder, by) = make_offering(payment_minutes=120), person(make_party())
    taken = hold(offering, "A-1", holder=holder, by=by)
    assert standing_of(taken).seconds <= 900
    check_out(taken.token, holder=holder, on=TODAY, by=by)
    assert 7000 < standing_of(taken).seconds <= 7200


def test_checking_out_twice_charges_once() -> None:
    taken = charged(make_offering(), "A-1", party=(party := make_party()))
    holder, by = person(party)
    again = check_out(taken.token, holder=holder, on=TODAY, by=by)
    assert again.obligation == taken.obligation
    assert balance_of(party.pk).owed == Decimal("10.00")


def test_a_visitor_says_who_it_is_before_paying() -> None:
    offering, me = make_offering(), visitor()
    taken = hold(offering, "A-1", holder=me)
    with pytest.raises(HolderUnknown):
        check_out(taken.token, holder=me, on=TODAY, by=ANYONE)


def test_whoever_becomes_known_has_no_more_holds_than_anybody() -> None:
    offering, (holder, by) = make_offering(12), person(make_party())
    for number in range(1, 11):
        hold(offering, f"A-{number}", holder=holder, by=by)
    other = visitor()
    taken = hold(offering, "A-12", holder=other)
    both = type(other)(party_id=holder.party_id, visitor=other.visitor)
    with pytest.raises(TooManyHolds):
        check_out(taken.token, holder=both, on=TODAY, by=by)


def test_what_ran_out_is_not_charged() -> None:
    offering, (holder, by) = make_offering(), person(make_party())
    taken = hold(offering, "A-1", holder=holder, by=by)
    run_out(taken)
    with pytest.raises(HoldOver):
        check_out(taken.token, holder=holder, on=TODAY, by=by)


def test_a_space_without_a_price_is_not_charged_and_stays_held() -> None:
    offering, (holder, by) = (
        make_offering(concept=make_concept("bare")),
        person(make_party()),
    )
    taken = hold(offering, "A-1", holder=holder, by=by)
    with pytest.raises(PriceUnknown, match="A-1"):
        check_out(taken.token, holder=holder, on=TODAY, by=by)
    assert standing_of(taken).binds


@pytest.mark.bar("R20", "R21")
def test_a_late_payment_becomes_a_title_if_nobody_came_between() -> None:
    offering, party = make_offering(), make_party()
    taken = charged(offering, "A-1", party=party)
    run_out(taken)
    between = hold(offering, "A-1")
    run_out(between)

    pay(taken)

    assert taken.outcome == Outcome.SOLD
    assert owner(offering, "A-1") == party.pk
    assert money_is_titles_and_refunds()


@pytest.mark.bar("R20", "R21")
@pytest.mark.parametrize("sold", [False, True])
def test_a_late_payment_for_what_another_has_is_owed_back(sold) -> None:
    offering, party = make_offering(), make_party()
    late = charged(offering, "A-1", "A-2", party=party)
    run_out(late)
    other = charged(offering, "A-2")
    if sold:
        pay(other)

    pay(late)

    assert late.outcome == Outcome.REFUND
    assert holders(offering, "A-1") == [], "all or none: what was free stays free"
    assert list(refunds_due()) == [late]
    assert balance_of(party.pk).refunds == Decimal("20.00")
    assert balance_of(party.pk).owed == 0
    assert late.obligation is not None
    late.obligation.refresh_from_db()
    assert late.obligation.state == ObligationState.ANNULLED
    settled_constraints()
    assert money_is_titles_and_refunds()

    assert late.refund is not None
    pay_refund(late.refund, means=Means.CASH, on=TODAY, by=OFFICE)
    assert not refunds_due().exists()


def test_who_gave_back_and_paid_all_the_same_is_treated_like_a_late_payer() -> None:
    offering, party = make_offering(), make_party()
    taken = charged(offering, "A-1", party=party)
    holder, by = person(party)
    release_hold(taken.token, holder=holder, by=by)
    other = hold(offering, "A-1")
    pay(taken)
    assert taken.outcome == Outcome.REFUND
    assert holders(offering, "A-1") == [("hold", other.pk)]


def test_a_blocked_space_goes_to_who_paid_in_time_and_to_nobody_else() -> None:
    offering = make_offering()
    in_time, late = charged(offering, "A-1"), charged(offering, "A-2")
    block_spaces(offering, ["A-1", "A-2"], by=OFFICE)
    run_out(late)
    pay(in_time)
    pay(late)
    assert (in_time.outcome, late.outcome) == (Outcome.SOLD, Outcome.REFUND)
    with pytest.raises(SpacesTaken):
        hold(offering, "A-2")


def test_a_payment_that_is_taken_back_leaves_a_hold_to_mend_it() -> None:
    offering = make_offering()
    taken = charged(offering, "A-1")
    payment = pay(taken)
    reverse_payment(payment, on=TODAY, why="Wrong stand", by=OFFICE)
    taken.refresh_from_db()
    assert taken.outcome == ""
    assert holders(offering, "A-1") == [("hold", taken.pk)]
    assert money_is_titles_and_refunds()

    pay(taken)
    assert taken.outcome == Outcome.SOLD
    assert owner(offering, "A-1") is not None
    assert money_is_titles_and_refunds()


@pytest.mark.bar("R26")
def test_a_paid_title_moves_with_its_space() -> None:
    offering, party = make_offering(), make_party()
    pay(charged(offering, "A-1", party=party))
    space = offering.spaces.get(code="A-1")
    move_space(space, square(40), by=OFFICE)
    assert owner(offering, "A-1") == party.pk


@pytest.mark.bar("R23")
def test_tidying_changes_nothing_that_anybody_has() -> None:
    offering = make_offering(5)
    pay(charged(offering, "A-1"))
    unpaid, old, fresh = (
        charged(offering, "A-2"),
        hold(offering, "A-3"),
        hold(offering, "A-4"),
    )
    for each in (unpaid, old):
        age(each, hours=72)
    before = [holders(offering, f"A-{n}") for n in range(1, 6)]

    first = tidy_holds(on=TODAY, by=OFFICE)
    second = tidy_holds(on=TODAY, by=OFFICE)

    assert (first.annulled, first.forgotten) == (1, 1)
    assert (second.annulled, second.forgotten) == (0, 0)
    assert [holders(offering, f"A-{n}") for n in range(1, 6)] == before
    assert not Hold.objects.filter(pk=old.pk).exists()
    assert Hold.objects.filter(pk=fresh.pk).exists()
    unpaid.refresh_from_db()
    assert unpaid.outcome == Outcome.LAPSED
    assert unpaid.refund is None
    assert money_is_titles_and_refunds()


def test_part_of_a_price_that_was_paid_is_owed_back_when_the_hold_lapses() -> None:
    party = make_party()
    taken = charged(make_offering(), "A-1", party=party)
    pay_money(party, "4.00", shares={taken.obligation_id: Decimal("4.00")}, on=TODAY)
    age(taken, hours=72)
    tidy_holds(on=TODAY, by=OFFICE)
    taken.refresh_from_db()
    assert taken.refund is not None
    assert taken.refund.amount == Decimal("4.00")
    assert list(refunds_due()) == [taken]
    assert money_is_titles_and_refunds()


def test_old_answers_are_forgotten_after_two_days() -> None:
    for key, hours in (("young", 25), ("old", 49)):
        KeptAnswer.objects.create(who="w", key=key, request="r")
        KeptAnswer.objects.filter(key=key).update(at=Now() - dt.timedelta(hours=hours))
    assert tidy_holds(on=TODAY, by=OFFICE).answers == 1
    assert KeptAnswer.objects.get().key == "young"


@pytest.mark.parametrize(
    "act",
    [
        lambda o: give_title(o.spaces.first(), party_id=1, why="x", by=ANYONE),
        lambda o: block_spaces(o, ["A-1"], by=ANYONE),
        lambda o: withdraw_spaces(o, ["A-1"], by=ANYONE),
        lambda o: move_space(o.spaces.first(), square(1), by=ANYONE),
        lambda o: tidy_holds(on=TODAY, by=ANYONE),
    ],
)
def test_acts_of_the_office_are_not_for_everybody(act) -> None:
    with pytest.raises(NotAllowed):
        act(make_offering())
