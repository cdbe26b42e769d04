"""Money in, and what it settles; every refusal leaves the books as they were."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from apps.people.models import Party
from apps.treasury.actions import (
    annul_obligation,
    close_period,
    forgive_obligation,
    owe_refund,
    pay_refund,
    receive_payment,
    reverse_payment,
    use_advance,
)
from apps.treasury.actions.refunding import Claim
from apps.treasury.domain import settling
from apps.treasury.domain.refusals import (
    AdvanceSpent,
    AlreadyReversed,
    BadAmount,
    KeyTaken,
    LateChargesPaid,
    MoreThanOwed,
    MoreThanReceived,
    NotTheirObligation,
    ObligationAnnulled,
    ObligationSettled,
    PeriodClosed,
    RefundPaid,
    TooEarly,
)
from apps.treasury.models import Obligation, Payment
from apps.treasury.queries import balance_of, outstanding_of, settled_by
from apps.treasury.terms import Means, RemissionKind
from apps.treasury.tests.making import (
    BS,
    GROUND,
    OFFICE,
    TODAY,
    a_tender,
    charge,
    is_sound,
    make_party,
    pay,
)
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def left(owed: Obligation) -> tuple[Decimal, str]:
    owed.refresh_from_db()
    return owed.outstanding, owed.state


def standing(party: Party) -> tuple[Decimal, Decimal, Decimal]:
    now = balance_of(party.pk)
    return now.owed, now.advances, now.refunds


def test_what_is_due_first_is_settled_first(price, debtor) -> None:
    later = charge(price, debtor)
    first = charge(price, debtor, due_on=TODAY - dt.timedelta(days=9))
    payment = pay(debtor, "14.00")
    assert settled_by(payment) == {first.pk: BS("10"), later.pk: BS("4")}
    assert (left(first), left(later)) == ((BS("0"), "settled"), (BS("6"), "open"))
    assert outstanding_of(later.about_kind, later.about_id) == BS("6")
    assert is_sound()


def test_a_part_is_paid_where_it_is_meant_to_go(price, debtor) -> None:
    one, two = charge(price, debtor), charge(price, debtor)
    pay(debtor, "2.50", shares={two.pk: BS("2.50")})
    assert (left(one)[0], left(two)[0]) == (BS("10"), BS("7.50"))


def test_more_than_is_owed_is_refused_or_kept_as_an_advance(price, debtor) -> None:
    owed = charge(price, debtor)
    with pytest.raises(MoreThanOwed):
        pay(debtor, "10.01")
    with pytest.raises(MoreThanOwed):
        pay(debtor, "12", shares={owed.pk: BS("11")}, keeps_surplus=True)
    assert not Payment.objects.exists()
    pay(debtor, "12.00", keeps_surplus=True)
    assert standing(debtor) == (BS("0"), BS("2"), BS("0"))
    next_one = charge(price, debtor)
    assert use_advance(debtor.pk, on=TODAY, by=OFFICE)
    assert left(next_one) == (BS("8"), "open")
    assert use_advance(debtor.pk, on=TODAY, by=OFFICE) is None
    assert is_sound()


def test_an_advance_is_not_used_twice(price, debtor) -> None:
    pay(debtor, "5.00", keeps_surplus=True)
    owed = charge(price, debtor)
    with pytest.raises(AdvanceSpent):
        use_advance(debtor.pk, shares={owed.pk: BS("6")}, on=TODAY, by=OFFICE)
    assert standing(debtor) == (BS("10"), BS("5"), BS("0"))


@pytest.mark.parametrize("amount", ["0", "-10", "1.001", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(price, debtor, amount) -> None:
    owed = charge(price, debtor)
    with pytest.raises(BadAmount):
        pay(debtor, amount)
    with pytest.raises(BadAmount):
        pay(debtor, "5.00", shares={owed.pk: BS(amount)})
    assert not Payment.objects.exists()


def test_shares_of_more_than_was_received_are_refused(price, debtor) -> None:
    one, two = charge(price, debtor), charge(price, debtor)
    with pytest.raises(MoreThanReceived):
        pay(debtor, "10.00", shares={one.pk: BS("6"), two.pk: BS("5")})


def test_nothing_is_paid_on_what_is_annulled_settled_or_anothers(price, debtor) -> None:
    annulled, settled, theirs = (
        charge(price, who) for who in (debtor, debtor, make_party())
    )
    annul_obligation(annulled, GROUND, on=TODAY, by=OFFICE)
    pay(debtor, "10.00", shares={settled.pk: BS("10")})
    for owed, refusal in (
        (annulled, ObligationAnnulled),
        (settled, ObligationSettled),
        (theirs, NotTheirObligation),
    ):
        with pytest.raises(refusal, match=owed.key):
            pay(debtor, "1.00", shares={owed.pk: BS("1")})
    with pytest.raises(NotTheirObligation):
        pay(debtor, "1.00", shares={-1: BS("1")})
    assert Payment.objects.count() == 1


def test_the_same_payment_told_again_is_one(price, debtor) -> None:
    charge(price, debtor)
    tender = a_tender(debtor, "4.00")
    payments = {receive_payment(tender, on=TODAY, by=OFFICE).pk for _n in range(100)}
    assert len(payments) == 1
    assert standing(debtor)[0] == BS("6")
    with pytest.raises(KeyTaken):
        pay(debtor, "5.00", key=tender.key)
    with pytest.raises(KeyTaken):
        pay(make_party(), "4.00", key=tender.key)


def test_a_reversed_payment_is_owed_again(price, debtor) -> None:
    owed = charge(price, debtor)
    payment = pay(debtor, "12.00", keeps_surplus=True)
    entry = reverse_payment(payment, on=TODAY, why="Wrong debtor", by=OFFICE)
    assert entry.reverses == payment.entry
    assert left(owed) == (BS("10"), "open")
    assert standing(debtor) == (BS("10"), BS("0"), BS("0"))
    with pytest.raises(AlreadyReversed):
        reverse_payment(payment, on=TODAY, why="Again", by=OFFICE)
    assert not Payment.objects.all().standing().exists()
    assert is_sound()


def test_a_payment_whose_advance_was_spent_is_not_reversed(price, debtor) -> None:
    payment = pay(debtor, "10.00", keeps_surplus=True)
    charge(price, debtor)
    use_advance(debtor.pk, on=TODAY, by=OFFICE)
    with pytest.raises(AdvanceSpent):
        reverse_payment(payment, on=TODAY, why="Wrong", by=OFFICE)


def test_annulling_what_was_paid_keeps_the_money_for_the_debtor(price, debtor) -> None:
    owed = charge(price, debtor)
    payment = pay(debtor, "4.00")
    forgive_obligation(owed, GROUND, amount=BS("1.00"), on=TODAY, by=OFFICE)
    annul_obligation(owed, GROUND, on=TODAY, by=OFFICE)
    assert left(owed) == (BS("0"), "annulled")
    assert standing(debtor) == (BS("0"), BS("4"), BS("0"))
    with pytest.raises(ObligationAnnulled):
        annul_obligation(owed, GROUND, on=TODAY, by=OFFICE)
    reverse_payment(payment, on=TODAY, why="Bad cheque", by=OFFICE)
    assert standing(debtor) == (BS("0"), BS("0"), BS("0"))
    assert left(owed) == (BS("0"), "annulled")
    assert is_sound()


def test_forgiving_takes_no_more_than_is_outstanding(price, debtor) -> None:
    owed = charge(price, debtor)
    with pytest.raises(MoreThanOwed):
        forgive_obligation(owed, GROUND, amount=BS("10.01"), on=TODAY, by=OFFICE)
    with pytest.raises(BadAmount):
        forgive_obligation(owed, GROUND, amount=BS("-1"), on=TODAY, by=OFFICE)
    act = forgive_obligation(
        owed, GROUND, kind=RemissionKind.PRESCRIPTION, on=TODAY, by=OFFICE
    )
    assert (act.amount, act.kind) == (BS("10"), "prescription")
    assert left(owed) == (BS("0"), "settled")
    with pytest.raises(ObligationSettled):
        forgive_obligation(owed, GROUND, on=TODAY, by=OFFICE)
    assert is_sound()


def test_late_charges_that_were_paid_are_annulled_first(price, debtor) -> None:
    owed = charge(price, debtor)
    late = charge(price, debtor)
    other = charge(price, debtor)
    from apps.treasury.tests.test_guards import execute

    execute("SET LOCAL llajta.break_glass = 'test'")
    Obligation.objects.filter(pk__in=[late.pk, other.pk]).update(late_on=owed)
    pay(debtor, "1.00", shares={late.pk: BS("1")})
    with pytest.raises(LateChargesPaid):
        annul_obligation(owed, GROUND, on=TODAY, by=OFFICE)
    annul_obligation(late, GROUND, on=TODAY, by=OFFICE)
    annul_obligation(owed, GROUND, on=TODAY, by=OFFICE)
    assert left(other) == (BS("0"), "annulled")
    assert is_sound()


def test_a_refund_is_due_then_paid_once(price, debtor) -> None:
    pay(debtor, "10.00", keeps_surplus=True)
    claim = Claim(party_id=debtor.pk, amount=BS("10"), reason="The stand was taken")
    refund = owe_refund(claim, on=TODAY, by=OFFICE)
    assert standing(debtor) == (BS("0"), BS("0"), BS("10"))
    with pytest.raises(AdvanceSpent):
        owe_refund(claim, on=TODAY, by=OFFICE)
    pay_refund(refund, means=Means.CASH, on=TODAY, by=OFFICE)
    assert standing(debtor) == (BS("0"), BS("0"), BS("0"))
    with pytest.raises(RefundPaid):
        pay_refund(refund, means=Means.CASH, on=TODAY, by=OFFICE)
    assert is_sound()


def test_a_merged_duplicate_is_one_debtor(price, debtor) -> None:
    twin = make_party("Juana Condorí")
    charge(price, twin)
    Party.objects.filter(pk=twin.pk).update(survivor=debtor)
    assert balance_of(debtor.pk).owed == BS("10")
    pay(debtor, "12.00", keeps_surplus=True)
    assert standing(twin) == standing(debtor) == (BS("0"), BS("2"), BS("0"))
    assert is_sound()


@pytest.mark.bar("R32")
def test_a_closed_period_takes_no_payment_and_the_correction_is_in_an_open_one(
    price, debtor
) -> None:
    march = dt.date(2026, 3, 1)
    owed = charge(price, debtor, due_on=march)
    payment = pay(debtor, "10.00", on=march)
    close_period(march, today=TODAY, by=OFFICE)
    with pytest.raises(PeriodClosed):
        pay(debtor, "1.00", on=dt.date(2026, 3, 31), keeps_surplus=True)
    entry = reverse_payment(payment, on=TODAY, why="Correction", by=OFFICE)
    assert entry.reverses is not None
    assert (entry.booked_on, entry.reverses.booked_on) == (TODAY, march)
    assert left(owed)[0] == BS("10")


def test_nothing_is_booked_before_the_last_thing_on_an_obligation(price, debtor) -> None:
    owed = charge(price, debtor, due_on=TODAY)
    yesterday = TODAY - dt.timedelta(days=1)
    with pytest.raises(TooEarly, match=owed.key):
        pay(debtor, "1.00", on=yesterday)
    with pytest.raises(TooEarly, match=owed.key):
        forgive_obligation(owed, GROUND, on=yesterday, by=OFFICE)
    assert left(owed)[0] == BS("10")


def test_whoever_is_not_allowed_moves_no_money(price, debtor) -> None:
    owed = charge(price, debtor)
    payment = pay(debtor, "1.00")
    claim = Claim(party_id=debtor.pk, amount=BS("1"), reason="x")
    for act in (
        lambda: receive_payment(a_tender(debtor, "1"), on=TODAY, by=ANYONE),
        lambda: reverse_payment(payment, on=TODAY, why="x", by=ANYONE),
        lambda: use_advance(debtor.pk, on=TODAY, by=ANYONE),
        lambda: annul_obligation(owed, GROUND, on=TODAY, by=ANYONE),
        lambda: forgive_obligation(owed, GROUND, on=TODAY, by=ANYONE),
        lambda: owe_refund(claim, on=TODAY, by=ANYONE),
        lambda: close_period(TODAY, today=TODAY, by=ANYONE),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Obligation.objects.visible_to(ANYONE).exists()
    assert Obligation.objects.visible_to(OFFICE).exists()


def test_systems_are_told_in_the_transaction_and_may_refuse(
    price, debtor, monkeypatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(settling, "_settled", {})
    monkeypatch.setattr(settling, "_reopened", {})
    settling.on_settled("test.thing", lambda fact: told.append(("settled", fact.key)))
    settling.on_reopened("test.thing", lambda fact: told.append(("reopened", fact.key)))
    owed = charge(price, debtor)
    pay(debtor, "4.00")
    payment = pay(debtor, "6.00")
    reverse_payment(payment, on=TODAY, why="x", by=OFFICE)
    assert told == [("settled", owed.key), ("reopened", owed.key)]
    with pytest.raises(ValueError, match="handler"):
        settling.on_settled("test.thing", lambda fact: None)

    def fails(fact: settling.Settled) -> None:
        raise MoreThanOwed(BS("1"), BS("1"))

    monkeypatch.setattr(settling, "_settled", {"test.thing": fails})
    before = Payment.objects.count()
    with pytest.raises(MoreThanOwed):
        pay(debtor, "6.00")
    assert Payment.objects.count() == before
    assert left(owed)[0] == BS("6")
