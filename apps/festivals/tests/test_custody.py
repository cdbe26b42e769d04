"""Confiscated goods: an inventory, a chain without gaps, and back against payment."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from apps.festivals.actions import Handing, charge_infraction, hand_on
from apps.festivals.domain.control_refusals import CustodyEnded, FineUnpaid, NotLaterThan
from apps.festivals.models import Confiscation, Custody, Infraction
from apps.festivals.terms import Step
from apps.festivals.tests.inspecting import (
    HERE,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
    today,
    told,
)
from apps.festivals.tests.making import OFFICE
from apps.treasury.tests.making import charge, make_party, make_price, pay
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

THINGS = [
    {"what": "Caja de cerveza", "quantity": "3"},
    {"what": "Garrafa", "quantity": "1"},
]


def seized(code: str = "-", fine: str | None = "200.00") -> Confiscation:
    """Goods taken away by rosa a moment ago."""
    feast, rosa = make_feast(), make_inspector()
    kind = make_infraction_kind("alcohol", fine)
    event = report(
        rosa,
        feast,
        "seized",
        code,
        infraction={"kind": kind.code, "name": "Juan Pérez"},
        seized={"items": THINGS},
        position=HERE,
    )
    outcomes = [outcome for outcome, _message in told(rosa, event, event)]
    assert outcomes == ["applied"] * 2
    return Confiscation.objects.get()


def handing(kind: Step = Step.HANDED, **given: Any) -> Handing:
    values = {"receiver": "Depósito", "place": "Intendencia"}
    at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    return Handing(kind=kind, **{**values, "at": at, **given})


def settled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_the_inventory_is_kept_with_the_inspector_as_first_keeper() -> None:
    taken = seized()
    assert [str(each) for each in taken.items.order_by("ordinal")] == [
        "3 Caja de cerveza",
        "1 Garrafa",
    ]
    first = taken.custody.get()
    assert (first.kind, first.giver, first.receiver) == ("seized", "Juan Pérez", "rosa")
    settled()


def test_goods_go_from_keeper_to_keeper_and_stop_at_the_end() -> None:
    taken = seized(fine=None)
    step = hand_on(taken, handing(), by=OFFICE)
    assert (step.ordinal, step.giver, step.receiver) == (2, "rosa", "Depósito")
    hand_on(taken, handing(Step.RETURNED, receiver="Juan Pérez"), by=OFFICE)
    with pytest.raises(CustodyEnded):
        hand_on(taken, handing(), by=OFFICE)
    with pytest.raises(NotAllowed):
        hand_on(taken, handing(), by=ANYONE)


def test_goods_go_back_against_payment_only() -> None:
    taken = seized()
    back = handing(Step.RETURNED, receiver="Juan Pérez")
    with pytest.raises(FineUnpaid):
        hand_on(taken, back, by=OFFICE)
    fine = charge_infraction(taken.infraction, make_party("Juan"), on=today(), by=OFFICE)
    with pytest.raises(FineUnpaid):
        hand_on(taken, back, by=OFFICE)
    pay(fine.debtor, fine.amount, on=today())
    assert hand_on(taken, back, by=OFFICE).kind == Step.RETURNED


def test_no_step_is_before_the_last_one() -> None:
    taken = seized()
    early = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    with pytest.raises(NotLaterThan):
        hand_on(taken, handing(at=early), by=OFFICE)
    assert taken.custody.count() == 1


def step_of(taken: Confiscation, **given: Any) -> Custody:
    values: dict[str, Any] = {
        "confiscation": taken,
        "ordinal": 2,
        "kind": Step.HANDED,
        "giver": "rosa",
        "receiver": "Depósito",
        "place": "Intendencia",
        "at": dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1),
        "recorded_by": "test",
    }
    return Custody(**{**values, **given})


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"giver": "Pedro"}, "custody_is_given_by_its_keeper"),
        ({"ordinal": 3}, "custody_goes_step_by_step"),
        ({"kind": Step.SEIZED}, "custody_goes_step_by_step"),
        ({"kind": Step.RETURNED}, "custody_returns_what_is_paid"),
    ],
)
def test_the_database_refuses_a_broken_chain(given, rule) -> None:
    taken = seized()
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        step_of(taken, **given).save(force_insert=True)


def test_the_database_keeps_what_was_taken_as_it_was_written() -> None:
    taken = seized()
    settled()
    for rows, rule in (
        (taken.custody.all(), "custody_stays"),
        (taken.items.all(), "confiscateditem_stays"),
        (Confiscation.objects.all(), "confiscation_stays"),
    ):
        with pytest.raises(DatabaseError, match=rule), transaction.atomic():
            rows._raw_delete(using="default")
    with pytest.raises(DatabaseError, match="custody_stays"), transaction.atomic():
        taken.custody.update(receiver="Pedro")


def test_the_database_refuses_goods_without_inventory_or_keeper() -> None:
    taken = seized()
    settled()
    with (
        pytest.raises(DatabaseError, match="confiscation_has_inventory_and_keeper"),
        transaction.atomic(),
    ):
        Confiscation.objects.create(
            event_id=uuid.uuid4(),
            infraction=taken.infraction,
            made_at=dt.datetime.now(dt.UTC),
            made_by="rosa",
        )
        settled()


def test_the_database_refuses_a_stand_of_another_feast_and_a_foreign_debt() -> None:
    taken = seized()
    infraction = taken.infraction
    other = make_feast()
    space = other.offering.spaces.first()
    with (
        pytest.raises(DatabaseError, match=r"infraction_(stays|is_of_its_feast)"),
        transaction.atomic(),
    ):
        Infraction.objects.filter(pk=infraction.pk).update(space=space)
    with (
        pytest.raises(DatabaseError, match="infraction_is_of_its_feast"),
        transaction.atomic(),
    ):
        Infraction.objects.create(
            event_id=uuid.uuid4(),
            kind=infraction.kind,
            festival=infraction.festival,
            space=space,
            on_day=today(),
            committed_at=dt.datetime.now(dt.UTC),
            recorded_by="test",
        )
    party = make_party()
    foreign = charge(make_price(), party)
    with (
        pytest.raises(DatabaseError, match="infraction_owes_its_own_fine"),
        transaction.atomic(),
    ):
        Infraction.objects.filter(pk=infraction.pk).update(obligation=foreign, party=party)
