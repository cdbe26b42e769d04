"""Receipts: one number each, none left out, and a paper that anyone can verify."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.documents.actions import annul_number, close_block, open_series, reserve_block
from apps.documents.actions.numbering import NotReserved
from apps.documents.models import Document, Number
from apps.documents.terms import SeriesKind
from apps.documents.tests.records import make_office
from apps.people.models import Office
from apps.territory.tests.making import make_street
from apps.treasury.actions import issue_receipt, reverse_payment
from apps.treasury.domain.refusals import MoreThanOwed, NoReceipt
from apps.treasury.domain.words import in_words
from apps.treasury.models import Payment, Receipt
from apps.treasury.tests.making import OFFICE, TODAY, charge, make_party, make_price, pay
from apps.treasury.tests.together import at_once, database_apart
from geo.access import Viewer
from geo.errors import Refusal
from geo.store import store
from geo.testing import Grid

TOWN = Grid("""
    a . b . c
    d . e . f
""")
CASHIER = Viewer(name="cajera", is_staff=True, grants=frozenset({"treasury.receive"}))


@pytest.fixture
def desk(db: None) -> Office:
    return make_office()


def numbers() -> list[int]:
    return list(Number.objects.order_by("number").values_list("number", flat=True))


def test_each_payment_draws_the_next_number_of_its_office_and_year(price, debtor, desk):
    charge(price, debtor, 3)
    other = make_office("subalcaldia")
    first, second = (pay(debtor, "10.00", office_id=desk.pk) for _n in range(2))
    third = pay(debtor, "10.00", office_id=other.pk)
    found = [each.receipt.number for each in (first, second, third)]
    assert [number.number for number in found] == [1, 2, 1]
    assert found[0].series.kind == SeriesKind.RECEIPT
    assert found[0].series.year == TODAY.year


def test_the_same_payment_told_again_draws_no_second_number(price, debtor, desk) -> None:
    charge(price, debtor)
    told = [pay(debtor, "4.00", key="k", office_id=desk.pk) for _n in range(3)]
    assert {each.receipt.number_id for each in told} == {Number.objects.get().pk}


def test_a_payment_that_is_refused_or_undone_takes_no_number(price, debtor, desk) -> None:
    charge(price, debtor)
    with pytest.raises(MoreThanOwed):
        pay(debtor, "11.00", office_id=desk.pk)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        pay(debtor, "10.00", office_id=desk.pk)
        raise ZeroDivisionError
    assert numbers() == []
    pay(debtor, "10.00", office_id=desk.pk)
    assert numbers() == [1]


def test_a_reversed_payment_keeps_its_number(price, debtor, desk) -> None:
    charge(price, debtor)
    payment = pay(debtor, "10.00", office_id=desk.pk)
    reverse_payment(payment, on=TODAY, why="Wrong debtor", by=OFFICE)
    assert Receipt.objects.get().number.number == 1


def test_a_device_gives_out_its_own_block_and_the_rest_is_annulled(price, debtor, desk):
    charge(price, debtor, 4)
    series = open_series(desk, SeriesKind.RECEIPT, TODAY.year, by=OFFICE)
    block = reserve_block(series, 5, holder="Equipo 3", by=OFFICE)
    two, one = (block.numbers.get(number=n) for n in (2, 1))
    pay(debtor, "10.00", number_id=two.pk)
    pay(debtor, "10.00", number_id=one.pk)
    with pytest.raises(NotReserved):
        pay(debtor, "10.00", number_id=two.pk)
    assert pay(debtor, "1.00", office_id=desk.pk).receipt.number.number == 6
    assert close_block(block, reason="Arqueo de la tarde", by=OFFICE) == 3
    states = [each.state for each in block.numbers.order_by("number")]
    assert states == ["drawn", "drawn", "annulled", "annulled", "annulled"]
    with pytest.raises(NotReserved):
        pay(debtor, "10.00", number_id=block.numbers.get(number=4).pk)


def test_no_number_stands_on_two_receipts(price, debtor, desk) -> None:
    charge(price, debtor, 2)
    one = pay(debtor, "10.00", office_id=desk.pk)
    two = pay(debtor, "10.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(payment=two, number=one.receipt.number)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.50", "Cero 50/100 bolivianos"),
        ("1.00", "Un 00/100 bolivianos"),
        ("31.10", "Treinta y un 10/100 bolivianos"),
        ("100", "Cien 00/100 bolivianos"),
        ("121001.00", "Ciento veintiún mil un 00/100 bolivianos"),
        ("1000000.00", "Un millón 00/100 bolivianos"),
    ],
)
def test_an_amount_is_repeated_in_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


def test_the_paper_is_kept_byte_for_byte_and_verified_by_anyone(
    price, debtor, desk, tmp_path: Path, settings, client: Client
) -> None:
    settings.VAR = tmp_path
    make_street("Calle Ñandú", TOWN.lines("df"))
    owed = charge(price, debtor, place=TOWN.point("e"))
    payment = pay(debtor, "10.00", office_id=desk.pk, payer="Rosa")
    paper = issue_receipt(payment, by=CASHIER)
    content = store().get(paper.sha256)
    assert content.startswith(b"%PDF-")
    assert paper.place is not None
    assert paper.place.equals(owed.place)
    assert issue_receipt(payment, by=CASHIER).pk == paper.pk
    assert store().get(Document.objects.get().sha256) == content
    page = client.get(f"/verificar/{paper.token}/").content.decode()
    assert paper.number is not None
    assert paper.number.text in page
    assert debtor.name not in page
    annul_number(paper.number, reason="Mal impreso", by=OFFICE)
    with pytest.raises(Refusal):
        issue_receipt(payment, by=CASHIER)


def test_a_payment_without_a_number_has_no_paper(price, debtor) -> None:
    charge(price, debtor)
    with pytest.raises(NoReceipt):
        issue_receipt(pay(debtor, "1.00"), by=CASHIER)


@pytest.fixture(scope="module")
def apart(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with database_apart("receipts", worker, django_db_blocker):
        yield


@pytest.mark.bar("R31")
def test_fifty_payments_at_once_some_undone_give_contiguous_numbers(apart: None) -> None:
    make_price()
    desk, parties = make_office(), [make_party() for _n in range(50)]

    def take(number: int) -> None:
        with transaction.atomic():
            pay(parties[number], "1.00", office_id=desk.pk, keeps_surplus=True)
            if number % 5 == 0:
                raise Refusal("given up")

    outcome = at_once(take, times=50)
    assert outcome == {"done": 40, "Refusal": 10}
    assert numbers() == list(range(1, 41))
    assert Receipt.objects.count() == Payment.objects.count() == 40
    connection.close()
