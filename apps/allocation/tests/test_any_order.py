"""Whatever happens in whatever order: one holder at a time, all money accounted for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.allocation.actions import (
    block_spaces,
    check_out,
    hold_spaces,
    move_space,
    release_hold,
    split_space,
    tidy_holds,
    unblock_spaces,
    withdraw_spaces,
)
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Claim, Hold
from apps.allocation.queries import money_of_holds
from apps.allocation.terms import ClaimKind, Outcome
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    age,
    make_offering,
    pay,
    person,
    run_out,
    settled_constraints,
    square,
)
from apps.treasury.actions import reverse_payment
from apps.treasury.models import Payment
from apps.treasury.queries import ledger_disagreements
from apps.treasury.tests.making import make_party
from geo.access import Viewer
from geo.errors import Refusal
from tests.effort import many

CODES = [f"A-{n}" for n in range(1, 5)]
some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True)
which = st.integers(min_value=0, max_value=99)


class Sale(RuleBasedStateMachine):
    """Three parties, four stands, an office that redraws the plan."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.offering = make_offering(len(CODES))
        self.parties = [make_party() for _n in range(3)]
        self.holds: list[Hold] = []
        self.payments: list[Payment] = []
        self.paid: dict[int, Decimal] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _hold(self, number: int) -> Hold:
        taken = self.holds[number % len(self.holds)]
        taken.refresh_from_db()
        return taken

    def _owner(self, taken: Hold) -> tuple[Holder, Viewer]:
        return person(next(each for each in self.parties if each.pk == taken.party_id))

    @rule(codes=some_codes, number=which)
    def hold(self, codes, number):
        holder, by = person(self.parties[number % 3])
        try:
            taken = hold_spaces(self.offering, codes, holder=holder, by=by)
        except Refusal:
            return
        self.holds.append(taken)

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def charge(self, number):
        taken = self._hold(number)
        holder, by = self._owner(taken)
        try:
            check_out(taken.token, holder=holder, on=TODAY, by=by)
        except Refusal:
            assert taken.obligation is None

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def pay(self, number):
        taken = self._hold(number)
        if taken.obligation is None or taken.obligation.outstanding == 0:
            return
        if taken.outcome == "":
            self.payments.append(pay(taken))
            self.paid[taken.pk] = taken.obligation.amount

    @precondition(lambda self: self.payments)
    @rule(number=which)
    def take_payment_back(self, number):
        payment = self.payments[number % len(self.payments)]
        taken = Hold.objects.filter(obligation__legs__entry=payment.entry).first()
        if taken is None or taken.outcome != Outcome.SOLD or taken.pk not in self.paid:
            return
        latest = [each for each in self.payments if each.debtor_id == taken.party_id][-1]
        if payment != latest:
            return
        try:
            reverse_payment(payment, on=TODAY, why="Mistake", by=OFFICE)
        except Refusal:
            return
        self.payments.remove(payment)
        del self.paid[taken.pk]

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def time_passes(self, number):
        run_out(self._hold(number))

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def give_back(self, number):
        taken = self._hold(number)
        holder, by = self._owner(taken)
        try:
            release_hold(taken.token, holder=holder, by=by)
        except Refusal:
            assert taken.outcome in (Outcome.SOLD, Outcome.REFUND)

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def three_days_pass_for_an_unpaid_hold(self, number):
        taken = self._hold(number)
        if taken.outcome == "" and not taken.claims.filter(kind=ClaimKind.TITLE).exists():
            run_out(taken)
            age(taken, hours=72)
            tidy_holds(on=TODAY, by=OFFICE)
            self.holds = [each for each in self.holds if Hold.objects.filter(pk=each.pk)]

    @rule(code=st.sampled_from(CODES), number=which)
    def redraw(self, code, number):
        space = self.offering.spaces.get(code=code)
        acts = [
            lambda: move_space(space, square(number + 50), by=OFFICE),
            lambda: block_spaces(self.offering, [code], by=OFFICE),
            lambda: unblock_spaces(self.offering, [code], by=OFFICE),
            lambda: withdraw_spaces(self.offering, [code], by=OFFICE),
            lambda: split_space(space, [], by=OFFICE),
        ]
        binding = Claim.objects.in_force().filter(space=space).exists()
        try:
            acts[number % len(acts)]()
        except Refusal:
            assert binding

    @invariant()
    def nobody_holds_what_another_holds(self):
        binding = Claim.objects.in_force().filter(space__offering=self.offering)
        spaces = list(binding.values_list("space", flat=True))
        assert len(spaces) == len(set(spaces))

    @invariant()
    def no_claim_lies_on_what_was_withdrawn(self):
        gone = Claim.objects.in_force().filter(space__state="withdrawn")
        assert not gone.filter(space__offering=self.offering).exists()

    @invariant()
    def money_is_titles_and_refunds(self):
        settled_constraints()
        money = money_of_holds()
        assert money.settled == money.sold + money.refunds
        assert money.sold + money.refunds == sum(self.paid.values(), Decimal("0.00"))
        assert ledger_disagreements() == []


@pytest.mark.django_db
@pytest.mark.bar("R20", "R26")
def test_one_holder_at_a_time_and_money_is_titles_and_refunds() -> None:
    effort = settings(
        settings.default, max_examples=many(12, 500), stateful_step_count=many(20, 50)
    )
    run_state_machine_as_test(Sale, settings=effort)
