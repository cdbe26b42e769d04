"""Whatever is done in whatever order: the books balance and nothing goes below nothing."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TypeVar

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.people.models import Party
from apps.treasury.actions import (
    annul_obligation,
    charge_late,
    close_period,
    forgive_obligation,
    owe_refund,
    pay_refund,
    post_obligations,
    reverse_payment,
    set_late_rule,
    use_advance,
)
from apps.treasury.actions.closing import following
from apps.treasury.actions.refunding import Claim
from apps.treasury.domain.money import amount_of, rounded
from apps.treasury.domain.refusals import BadAmount
from apps.treasury.domain.shares import oldest_first
from apps.treasury.models import Obligation, Payment, Period, Price, Refund
from apps.treasury.queries import balance_of
from apps.treasury.terms import LateKind, Means
from apps.treasury.tests.making import (
    BS,
    GROUND,
    LAW,
    OFFICE,
    a_charge,
    charge,
    is_sound,
    make_concept,
    make_party,
    make_price,
    pay,
)
from geo.errors import Refusal
from tests.effort import many

pytestmark = pytest.mark.django_db

BEGIN = dt.date(2026, 1, 1)


Row = TypeVar("Row", bound=Model)


class Desk:
    """Somebody who does anything at all, on a day that only moves on."""

    def __init__(self, seed: int, price: Price, debtors: list[Party]) -> None:
        self.chance = random.Random(seed)
        self.price, self.debtors, self.day = price, debtors, BEGIN
        self.refused = 0

    def do(self, act: str) -> None:
        """One act; a refusal is an answer, and must leave everything as it was."""
        self.day += dt.timedelta(days=self.chance.randint(0, 12))
        try:
            getattr(self, act)()
        except Refusal:
            self.refused += 1

    def someone(self) -> Party:
        return self.chance.choice(self.debtors)

    def some_money(self) -> Decimal:
        return BS(self.chance.choice([1, 33, 500, 999, 1000, 2001, 7000])) / 100

    def charge(self) -> None:
        quantity = BS(self.chance.randint(1, 4000)) / 1000
        due_on = self.day + dt.timedelta(days=self.chance.randint(0, 20))
        charge(self.price, self.someone(), quantity, due_on=due_on, on=self.day)

    def charge_many(self) -> None:
        charges = [a_charge(self.price, who, due_on=self.day) for who in self.debtors * 2]
        post_obligations(charges, on=self.day, by=OFFICE)

    def pay(self) -> None:
        surplus = self.chance.random() < 0.5
        pay(self.someone(), self.some_money(), on=self.day, keeps_surplus=surplus)

    def pay_one(self) -> None:
        owed = self.any_of(Obligation)
        part = min(self.some_money(), max(owed.outstanding, BS("0.01")))
        pay(owed.debtor, part, on=self.day, shares={owed.pk: part})

    def reverse(self) -> None:
        reverse_payment(self.any_of(Payment), on=self.day, why="Undone", by=OFFICE)

    def use(self) -> None:
        use_advance(self.someone().pk, on=self.day, by=OFFICE)

    def annul(self) -> None:
        annul_obligation(self.any_of(Obligation), GROUND, on=self.day, by=OFFICE)

    def forgive(self) -> None:
        part = self.chance.choice([None, self.some_money()])
        owed = self.any_of(Obligation)
        forgive_obligation(owed, GROUND, amount=part, on=self.day, by=OFFICE)

    def surcharge(self) -> None:
        charge_late(on=self.day, by=OFFICE)

    def refund(self) -> None:
        claim = Claim(
            party_id=self.someone().pk, amount=self.some_money(), reason="Too much"
        )
        owe_refund(claim, on=self.day, by=OFFICE)

    def pay_back(self) -> None:
        pay_refund(self.any_of(Refund), means=Means.CASH, on=self.day, by=OFFICE)

    def close(self) -> None:
        last = Period.objects.order_by("-month").first()
        month = following(last.month) if last else BEGIN
        close_period(month, today=self.day, by=OFFICE)

    def book_back(self) -> None:
        """Something dated before; refused where the period is closed."""
        day = self.day - dt.timedelta(days=40)
        pay(self.someone(), "1.00", on=max(day, BEGIN), keeps_surplus=True)

    def any_of(self, model: type[Row]) -> Row:
        found = list(model._default_manager.order_by("pk"))
        if not found:
            raise Refusal("There is none.")
        return self.chance.choice(found)


PARTS = 20
"""Each in a transaction of its own: what is rolled back lies about in it, and slows it."""
ACTS = sorted(
    name
    for name, act in vars(Desk).items()
    if callable(act) and name not in {"__init__", "do", "someone", "some_money", "any_of"}
)


@pytest.mark.bar("R27")
@pytest.mark.parametrize("part", range(many(1, PARTS)))
@settings(max_examples=many(12, 10_000 // PARTS))
@given(
    acts=some.lists(some.sampled_from(ACTS), min_size=4, max_size=14),
    seed=some.integers(0, 999),
)
def test_the_books_hold_whatever_is_done(db, part, acts, seed) -> None:
    with transaction.atomic():
        price = make_price("3.35")
        set_late_rule(
            price.concept,
            LateKind.INTEREST,
            BS("1.37"),
            charged_as=make_concept("late"),
            days=(BEGIN, None),
            legal_basis=LAW,
            by=OFFICE,
        )
        desk = Desk(1000 * part + seed, price, [make_party(), make_party()])
        for act in ["charge", "charge_many", *acts]:
            desk.do(act)
        assert is_sound()
        for debtor in desk.debtors:
            now = balance_of(debtor.pk)
            assert min(now.owed, now.advances, now.refunds) >= 0
        transaction.set_rollback(True)


@settings(max_examples=many(60, 10_000))
@given(some.decimals(allow_nan=True, allow_infinity=True))
def test_an_amount_is_exact_or_refused(value: Decimal) -> None:
    try:
        amount = amount_of(value)
    except BadAmount:
        return
    assert amount == value > 0
    assert amount.as_tuple().exponent == -2


@settings(max_examples=many(60, 10_000))
@given(
    some.integers(1, 10**6), some.lists(some.integers(1, 10**5), max_size=6, unique=True)
)
def test_money_put_to_the_oldest_is_neither_lost_nor_made(paid, owed) -> None:
    amounts = {number: BS(each) / 100 for number, each in enumerate(owed)}
    shares = oldest_first(BS(paid) / 100, amounts.items())
    assert sum(shares.values()) == min(BS(paid) / 100, sum(amounts.values()))
    assert all(0 < share <= amounts[number] for number, share in shares.items())


@pytest.mark.bar("R30")
@settings(max_examples=many(20, 1000))
@given(
    some.lists(
        some.tuples(some.integers(1, 10**6), some.integers(1, 10**4)),
        min_size=1,
        max_size=30,
    )
)
def test_lines_are_rounded_as_they_are_in_python(db, items) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(round(q / 1000.0 * p / 100.0, 2))"
            " FROM unnest(%s::numeric[], %s::numeric[]) t (q, p)",
            [[q for q, _p in items], [p for _q, p in items]],
        )
        (total,) = cursor.fetchone()
    assert total == sum(rounded(BS(q) / 1000 * (BS(p) / 100)) for q, p in items)
