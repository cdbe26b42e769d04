"""Plans redrawn while stands are held, paid, run out and change hands, in any order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, transaction
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
    check_out,
    end_title,
    give_title,
    hold_spaces,
    release_hold,
    tidy_holds,
)
from apps.allocation.models import Claim, Hold
from apps.allocation.queries import money_of_holds
from apps.allocation.terms import ClaimKind, Outcome, SpaceState
from apps.allocation.tests.making import TODAY as PAYDAY
from apps.allocation.tests.making import age, pay, person, run_out, settled_constraints
from apps.festivals.actions import (
    block_modules,
    merge_modules,
    move_module,
    new_plan,
    publish_plan,
    remove_modules,
    split_module,
    unblock_modules,
)
from apps.festivals.actions.publishing import Sale
from apps.festivals.terms import PlanState, Side
from apps.festivals.tests.making import OFFICE, TODAY, codes, draw, make_plan
from apps.treasury.queries import ledger_disagreements
from apps.treasury.terms import ObligationState
from apps.treasury.tests.making import make_party
from geo.errors import Refusal
from tests.effort import many

TWICE = """
SELECT count(*) FROM allocation_claim one JOIN allocation_claim other
  ON other.space_id = one.space_id AND other.id > one.id
 AND other.during && one.during AND other.in_force && one.in_force
"""
which = st.integers(min_value=0, max_value=99)


class Feast(RuleBasedStateMachine):
    """Four stands of a feast, three vendors, and an organiser who cannot leave it alone."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.plan = make_plan(last_m=Decimal(20))
        self.offering = self._published(self.plan)
        self.draft = new_plan(self.plan.festival, copy_of=self.plan, by=OFFICE)
        self.vendors = [make_party() for _n in range(3)]
        self.holds: list[Hold] = []
        self.paid = Decimal(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _published(self, plan):
        now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
        sale = Sale(first=now - day, last=now + day)
        return publish_plan(plan, sale, on=TODAY, by=OFFICE)

    def _hold(self, number: int) -> Hold:
        taken = self.holds[number % len(self.holds)]
        taken.refresh_from_db()
        return taken

    def _holder(self, taken: Hold):
        return person(next(each for each in self.vendors if each.pk == taken.party_id))

    @rule(number=which, more=st.booleans())
    def hold(self, number, more):
        """One stand of those that are or were on the plan, or two neighbours."""
        known = list(self.offering.spaces.order_by("pk").values_list("code", flat=True))
        first = number % len(known)
        holder, by = person(self.vendors[number % 3])
        wanted = known[first : first + 1 + more]
        try:
            self.holds.append(hold_spaces(self.offering, wanted, holder=holder, by=by))
        except Refusal:
            return

    @precondition(lambda self: self.holds)
    @rule(number=which, pays=st.booleans())
    def charge_and_pay(self, number, pays):
        taken = self._hold(number)
        holder, by = self._holder(taken)
        try:
            taken = check_out(taken.token, holder=holder, on=PAYDAY, by=by)
        except Refusal:
            return
        owed = taken.obligation
        if pays and owed is not None and taken.outcome == "" and owed.outstanding > 0:
            pay(taken)
            self.paid += owed.amount

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def time_passes(self, number):
        run_out(self._hold(number))

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def give_back(self, number):
        taken = self._hold(number)
        holder, by = self._holder(taken)
        try:
            release_hold(taken.token, holder=holder, by=by)
        except Refusal:
            assert taken.outcome in (Outcome.SOLD, Outcome.REFUND)

    @precondition(lambda self: self.holds)
    @rule(number=which)
    def three_days_pass(self, number):
        taken = self._hold(number)
        if taken.outcome == "" and not taken.claims.filter(kind=ClaimKind.TITLE).exists():
            run_out(taken)
            age(taken, hours=72)
            tidy_holds(on=PAYDAY, by=OFFICE)
            self.holds = [each for each in self.holds if Hold.objects.filter(pk=each.pk)]

    def _titles(self) -> list[Claim]:
        titles = Claim.objects.filter(kind=ClaimKind.TITLE, space__offering=self.offering)
        return list(titles.in_force().order_by("pk"))

    @rule(number=which, vendor=st.none() | which)
    def end_or_transfer_a_title(self, number, vendor):
        titles = self._titles()
        if not titles:
            return
        ended = end_title(
            titles[number % len(titles)], why="By decision", on=TODAY, by=OFFICE
        )
        if vendor is None or ended.space.state != SpaceState.OPEN:
            return
        to = self.vendors[vendor % 3]
        assert (
            give_title(ended.space, party_id=to.pk, why="Acta", by=OFFICE).party_id == to.pk
        )

    @rule(number=which, act=st.integers(0, 6))
    def redraw(self, number, act):
        drawn = codes(self.draft)
        if not drawn:
            return
        code, after = drawn[number % len(drawn)], drawn[(number + 1) % len(drawn)]
        beside = self.draft.modules.get(code=after).place
        acts = [
            lambda: move_module(self.draft, code, beside, by=OFFICE),
            lambda: split_module(self.draft, code, by=OFFICE),
            lambda: merge_modules(self.draft, [code, after], by=OFFICE),
            lambda: block_modules(self.draft, [code], by=OFFICE),
            lambda: unblock_modules(self.draft, [code], by=OFFICE),
            lambda: remove_modules(self.draft, [code], by=OFFICE),
            lambda: draw(
                self.draft, prefix=f"B{number}", side=Side.RIGHT, last_m=Decimal(10)
            ),
        ]
        try:
            with transaction.atomic():
                acts[act]()
        except Refusal:
            return

    @rule(begins_anew=st.booleans())
    def publish(self, begins_anew):
        try:
            self._published(self.draft)
        except Refusal:
            if not begins_anew:
                return
        else:
            self.plan = self.draft
        self.draft = new_plan(self.plan.festival, copy_of=self.plan, by=OFFICE)

    @invariant()
    def no_stand_ever_had_two_holders(self):
        with connection.cursor() as cursor:
            cursor.execute(TWICE)
            assert cursor.fetchone() == (0,)

    @invariant()
    def the_plan_that_is_published_is_what_is_on_sale(self):
        self.plan.refresh_from_db()
        assert self.plan.state == PlanState.PUBLISHED
        on_sale = self.offering.spaces.exclude(state=SpaceState.WITHDRAWN)
        assert set(on_sale.values_list("code", flat=True)) == set(codes(self.plan))

    @invariant()
    def whoever_has_a_stand_finds_it_on_the_plan(self):
        claims = Claim.objects.in_force().filter(space__offering=self.offering)
        assert not claims.filter(space__state=SpaceState.WITHDRAWN).exists()

    @invariant()
    def money_is_patents_and_refunds(self):
        settled_constraints()
        money = money_of_holds()
        assert money.settled == money.sold + money.refunds == self.paid
        assert ledger_disagreements() == []
        for taken in Hold.objects.filter(offering=self.offering, outcome=Outcome.SOLD):
            titles = taken.claims.filter(kind=ClaimKind.TITLE)
            if taken.obligation is None:  # a decision gave it, not a payment
                assert [each.given_why for each in titles] == ["Acta"]
                continue
            held = taken.claims.filter(kind=ClaimKind.HOLD).values("space").distinct()
            assert titles.count() == held.count(), "what was paid for was had"
            assert {each.obligation_id for each in titles} == {taken.obligation_id}
            assert taken.obligation.state == ObligationState.SETTLED


@pytest.mark.django_db
@pytest.mark.bar("R26")
def test_whatever_happens_to_plan_and_stands_one_holder_each_and_money_is_patents() -> None:
    effort = settings(
        settings.default, max_examples=many(5, 300), stateful_step_count=many(20, 50)
    )
    run_state_machine_as_test(Feast, settings=effort)
