"""Sixty-four cashiers at their desks at once, and one form sent fifty times at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client

from apps.documents.models import Number
from apps.people.models import Office
from apps.people.tests.making import make_account, make_office
from apps.treasury.actions import close_shift, open_shift, set_up_desk, take_cash
from apps.treasury.actions.cashing import Handed
from apps.treasury.models import CashTaken, Leg, Payment, Receipt, Shift
from apps.treasury.tests.making import (
    BS,
    OFFICE,
    TODAY,
    charge,
    is_sound,
    make_party,
    make_price,
)
from apps.treasury.tests.together import CASHIERS, at_once, database_apart
from geo.access import Viewer
from tests.effort import many

TURNS = many(2, 20)
"""Debtors that each cashier serves."""


@pytest.fixture(scope="module")
def office(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with database_apart("desks", worker, django_db_blocker):
        yield make_office("cajas", "Cajas")


@pytest.fixture(scope="module")
def price(office: Office) -> Any:
    return make_price("10.00")


def cashier(number: int) -> Viewer:
    return Viewer(name=f"cajera {number}", grants=frozenset({"treasury.cash"}))


def handed(price: Any) -> Handed:
    owed = charge(price, make_party())
    shares = {owed.pk: BS(10)}
    token = str(uuid.uuid4())
    return Handed(token=token, debtor_id=owed.debtor_id, shares=shares, given=BS(20))


@pytest.mark.long
@pytest.mark.bar("R27", "R31")
def test_sixty_four_cashiers_take_money_number_receipts_and_count_at_once(
    office: Office, price: Any
) -> None:
    shifts, queues, before = [], [], Receipt.objects.count()
    cash = Leg.objects.filter(account="cash")
    lay = cash.aggregate(sum=Sum("amount"))["sum"] or 0
    for number in range(CASHIERS):
        desk = set_up_desk(f"caja-{number}", f"Caja {number}", office, by=OFFICE)
        shifts.append(open_shift(desk, BS(50), by=cashier(number)))
        queues.append([handed(price) for _turn in range(TURNS)])

    def serve(number: int) -> None:
        by = cashier(number)
        for each in queues[number]:
            take_cash(shifts[number], each, on=TODAY, by=by)
        drawer = {BS(50): 1, BS(10): TURNS}
        assert close_shift(shifts[number], drawer, on=TODAY, by=by).difference == 0

    assert at_once(serve) == {"done": CASHIERS}
    taken = CASHIERS * TURNS
    assert Payment.objects.count() == Receipt.objects.count() == before + taken
    numbers = list(Number.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, before + taken + 1))
    assert cash.aggregate(sum=Sum("amount"))["sum"] - lay == 10 * taken
    mine = Shift.objects.filter(pk__in=[each.pk for each in shifts])
    assert not mine.filter(closed_at=None).exists()
    assert is_sound()


@pytest.mark.bar("R16")
def test_one_form_sent_fifty_times_at_once_is_one_payment_and_fifty_equal_answers(
    office: Office, price: Any
) -> None:
    chief = make_account(None, "jefa", is_superuser=True)
    set_up_desk("caja-jefa", "Caja de la jefa", office, by=OFFICE)
    first = Client()
    first.force_login(chief)
    first.post("/caja/", {"caja": "caja-jefa"})
    owed, before = charge(price, make_party()), Payment.objects.count()
    form = {
        "formulario": str(uuid.uuid4()),
        "deuda": [f"{owed.pk}=10.00"],
        "recibido": "20",
    }
    address, told = f"/caja/deudor/{owed.debtor_id}/", []

    def send(_number: int) -> None:
        browser = Client()
        browser.cookies = first.cookies
        answer = browser.post(address, form)
        told.append((answer.status_code, answer.get("Location")))

    assert at_once(send, times=50) == {"done": 50}
    (payment,) = Payment.objects.filter(debtor=owed.debtor_id)
    assert set(told) == {(302, f"/caja/cobro/{payment.pk}/")}
    assert Payment.objects.count() == before + 1
    assert CashTaken.objects.filter(payment=payment).count() == 1
    other = first.post(address, {**form, "deuda": [f"{owed.pk}=5.00"], "recibido": "5"})
    assert other.status_code == 422
    assert is_sound()
    connection.close()
