"""The cash desk, from the float to the count, as a cashier goes through it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.models.functions import Now
from django.test import Client
from django.utils.translation import override

from apps.documents.models import Document, Number
from apps.people.models import Party, PersonalDataRead
from apps.people.tests.making import (
    give,
    hold,
    make_account,
    make_ci,
    make_office,
    make_person,
    make_post,
)
from apps.treasury.actions import (
    Handed,
    close_period,
    close_shift,
    open_shift,
    reverse_payment,
    set_up_desk,
    take_cash,
)
from apps.treasury.domain.cash import DeskTaken, DifferenceUnexplained, ShiftClosed
from apps.treasury.domain.refusals import BadAmount, PeriodClosed
from apps.treasury.domain.things import names_things
from apps.treasury.forms import read_amount
from apps.treasury.models import CashDesk, CashTaken, Leg, Obligation, Payment, Shift
from apps.treasury.tests.making import BS, OFFICE, TODAY, charge, is_sound, make_party
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

CASHIER = Viewer(name="cajera", is_staff=True, grants=frozenset({"treasury.cash"}))
OTHER = Viewer(name="cajero", is_staff=True, grants=frozenset({"treasury.cash"}))
TOKEN = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture(autouse=True)
def papers_apart(papers_of_few_bytes: None) -> None:
    """No paper is drawn here."""


@pytest.fixture
def desk(db: None) -> CashDesk:
    return set_up_desk("caja-1", "Caja 1", make_office(), by=OFFICE)


@pytest.fixture
def shift(desk) -> Shift:
    return open_shift(desk, BS("50.00"), by=CASHIER)


@pytest.fixture
def juana(db: None) -> Party:
    return make_person("Juana", "Condori", **make_ci("5277123")).party


@pytest.fixture
def cashier(client: Client, desk) -> Client:
    """Somebody whose post may take money, signed in."""
    post = make_post("cajera", desk.office)
    give(post, "treasury.cash")
    person = make_person("Rosa", "Quispe")
    hold(person, post)
    client.force_login(make_account(person, "rosa"))
    return client


def hand(owed: Obligation, given: str = "20.00", **more: str) -> Handed:
    values = {"token": TOKEN, **more}
    return Handed(
        debtor_id=owed.debtor_id,
        shares={owed.pk: owed.outstanding},
        given=BS(given),
        token=values["token"],
    )


def count(shift: Shift, pieces: dict[Decimal, int], reason: str = "") -> Shift:
    return close_shift(shift, pieces, reason=reason, on=TODAY, by=CASHIER)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def tokens(page: str) -> tuple[str, list[str]]:
    form = re.search(r'name="formulario" value="([^"]+)"', page)
    assert form is not None
    return form[1], re.findall(r'name="deuda" value="([^"]+)"', page)


@pytest.mark.bar("R56")
def test_a_day_at_the_desk_is_a_few_keys_each(price, juana, cashier) -> None:
    old = charge(price, juana, 2, due_on=TODAY.replace(month=2))
    charge(price, juana, 1)
    cashier.post("/caja/", {"caja": "caja-1", "fondo": "50,00"})
    page = page_of(cashier, "/caja/?q=5277123")
    assert "Juana Condori" in page
    assert len(re.findall(r"\bautofocus\b", page)) == 1
    token, shown = tokens(page)
    assert shown[0] == f"{old.pk}=20.00"
    form = {"formulario": token, "deuda": shown[:1], "recibido": "50"}
    answer = cashier.post(f"/caja/deudor/{juana.pk}/", form)
    assert answer.status_code == 302
    before = PersonalDataRead.objects.filter(party=juana, by="rosa").count()
    done = page_of(cashier, answer["Location"])
    assert PersonalDataRead.objects.filter(party=juana, by="rosa").count() > before
    assert "Bs 30,00" in done
    assert "Bs 10,00" in done
    paper = Document.objects.get()
    printed = cashier.get(f"{answer['Location']}recibo.pdf")
    again = cashier.get(f"{answer['Location']}recibo.pdf")
    assert printed.content == again.content
    assert printed.content.startswith(b"%PDF-")
    assert paper.number == Payment.objects.get().receipt.number
    pieces = {"piezas-50.00": "1", "piezas-20.00": "1"}
    answer = cashier.post("/caja/arqueo/", pieces)
    shift = Shift.objects.get()
    assert [shift.expected, shift.counted, shift.difference] == [BS(70), BS(70), BS(0)]
    assert "al centavo" in page_of(cashier, answer["Location"])
    assert is_sound()


@pytest.mark.parametrize("text", ["5277123", "condori", "JUANA", "key-of-hers", "P-77"])
def test_one_field_finds_the_debtor(price, juana, cashier, text) -> None:
    charge(price, juana, key="key-of-hers", about_id="P-77")
    cashier.post("/caja/", {"caja": "caja-1"})
    answer = cashier.get("/caja/", {"q": text})
    assert answer["Location"] == f"/caja/deudor/{juana.pk}/"
    assert PersonalDataRead.objects.filter(party=juana, by="rosa", detail=text).exists()


def test_several_are_listed_and_nobody_is_said_so(juana, cashier) -> None:
    make_person("Pedro", "Condori")
    cashier.post("/caja/", {"caja": "caja-1"})
    page = page_of(cashier, "/caja/?q=condori")
    assert "Juana Condori" in page
    assert "Pedro Condori" in page
    assert "Nadie" in page_of(cashier, "/caja/?q=zutano")


@pytest.mark.bar("R16")
def test_a_debt_and_its_receipt_say_what_it_is_for(price, juana, cashier) -> None:
    kind = "test.named"
    charge(price, juana, about_kind=kind, key="test:key")
    names_things(kind, _names_test_things)
    cashier.post("/caja/", {"caja": "caja-1", "fondo": "50,00"})
    page = page_of(cashier, f"/caja/deudor/{juana.pk}/")
    assert "puesto de Juana" in page and "test:key" not in page
    token, shown = tokens(page)
    form = {"formulario": token, "deuda": shown, "recibido": "10"}
    answer = cashier.post(f"/caja/deudor/{juana.pk}/", form)
    paper = cashier.get(f"{answer['Location']}recibo.pdf").content.decode()
    assert "puesto de Juana" in paper and "test:key" not in paper


def _names_test_things(obligations: Sequence[Obligation]) -> dict[int, str]:
    return {each.pk: "puesto de Juana" for each in obligations}


def test_the_same_form_sent_twice_is_one_payment(price, juana, cashier) -> None:
    charge(price, juana)
    cashier.post("/caja/", {"caja": "caja-1"})
    token, shown = tokens(page_of(cashier, f"/caja/deudor/{juana.pk}/"))
    form = {"formulario": token, "deuda": shown, "recibido": "10"}
    answers = [cashier.post(f"/caja/deudor/{juana.pk}/", form) for _n in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Payment.objects.count() == Number.objects.count() == 1
    other = cashier.post(
        f"/caja/deudor/{juana.pk}/", {**form, "deuda": [f"{shown[0][:-5]}5.00"]}
    )
    assert other.status_code == 422
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("cash", ["9.99", "0", "-10", "x", "", "10,001"])
def test_cash_that_does_not_reach_books_nothing_and_keeps_what_was_typed(
    price, juana, cashier, cash
) -> None:
    charge(price, juana)
    cashier.post("/caja/", {"caja": "caja-1"})
    token, shown = tokens(page_of(cashier, f"/caja/deudor/{juana.pk}/"))
    form = {"formulario": token, "deuda": shown, "recibido": cash}
    answer = cashier.post(f"/caja/deudor/{juana.pk}/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert tokens(page)[0] == token
    assert 'role="alert"' in page
    assert not Payment.objects.exists()
    assert not Number.objects.exists()


def test_what_was_paid_elsewhere_meanwhile_is_refused(price, juana, cashier) -> None:
    owed = charge(price, juana)
    cashier.post("/caja/", {"caja": "caja-1"})
    token, shown = tokens(page_of(cashier, f"/caja/deudor/{juana.pk}/"))
    take_elsewhere = open_shift(
        set_up_desk("caja-2", "Caja 2", make_office("dos", "Dos"), by=OFFICE),
        BS(0),
        by=OTHER,
    )
    take_cash(take_elsewhere, hand(owed), on=TODAY, by=OTHER)
    form = {"formulario": token, "deuda": shown, "recibido": "10"}
    assert cashier.post(f"/caja/deudor/{juana.pk}/", form).status_code == 422
    assert Payment.objects.count() == 1


def test_a_desk_is_open_once_and_a_cashier_sits_at_one(desk, shift) -> None:
    second = set_up_desk("caja-2", "Caja 2", desk.office, by=OFFICE)
    with pytest.raises(DeskTaken):
        open_shift(desk, BS(0), by=OTHER)
    with pytest.raises(DeskTaken):
        open_shift(second, BS(0), by=CASHIER)
    with pytest.raises(BadAmount):
        open_shift(second, BS(-1), by=OTHER)
    assert open_shift(second, BS(0), by=OTHER).floated == 0


def test_amounts_are_said_with_their_thousands_apart() -> None:
    with override("es"):
        told = str(DifferenceUnexplained(BS("-1445.00"))).replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("Faltan Bs 1 445,00.")


def test_a_difference_needs_its_reason_and_is_kept(price, debtor, shift) -> None:
    take_cash(shift, hand(charge(price, debtor)), on=TODAY, by=CASHIER)
    with pytest.raises(DifferenceUnexplained) as caught:
        close_shift(shift, {BS("50"): 1}, on=TODAY, by=CASHIER)
    assert caught.value.difference == -10
    closed = count(shift, {BS("50"): 1}, reason="Billete falso")
    assert (closed.difference, closed.reason) == (-10, "Billete falso")
    with pytest.raises(ShiftClosed):
        count(shift, {BS("50"): 1}, reason="x")
    owed = charge(price, debtor)
    with pytest.raises(ShiftClosed):
        take_cash(shift, hand(owed, token="other"), on=TODAY, by=CASHIER)


@pytest.mark.parametrize(
    ("notes", "account", "amount"),
    [(1, "cash-shortage", "10.00"), (2, "cash-surplus", "-40.00")],
)
def test_a_difference_stands_in_the_books(
    price, debtor, shift, notes, account, amount
) -> None:
    take_cash(shift, hand(charge(price, debtor)), on=TODAY, by=CASHIER)
    closed = count(shift, {BS("50"): notes}, reason="Billete falso")
    assert closed.entry is not None
    assert (closed.entry.why, closed.entry.booked_on) == ("Billete falso", TODAY)
    legs = dict(closed.entry.legs.values_list("account", "amount"))
    assert legs == {"cash": closed.difference, account: BS(amount)}
    drawer = Leg.objects.filter(account="cash").aggregate(sum=Sum("amount"))["sum"]
    assert closed.floated + drawer == closed.counted
    assert is_sound()


def test_the_database_sees_that_a_difference_is_booked(price, shift) -> None:
    close = {"closed_at": Now(), "counted": 40, "expected": 50, "reason": "x"}
    with (
        pytest.raises(IntegrityError, match="shift_difference_is_booked"),
        transaction.atomic(),
    ):
        Shift.objects.update(**close)
        is_sound()


def test_a_difference_in_a_closed_period_leaves_the_desk_open(price, shift) -> None:
    close_period(TODAY.replace(day=1), today=TODAY.replace(month=8), by=OFFICE)
    with pytest.raises(PeriodClosed):
        count(shift, {BS("20"): 1}, reason="x")
    shift.refresh_from_db()
    assert shift.closed_at is None
    assert count(shift, {BS("50"): 1}).difference == 0


def test_what_was_reversed_is_not_expected_in_the_drawer(price, debtor, shift) -> None:
    taken = take_cash(shift, hand(charge(price, debtor)), on=TODAY, by=CASHIER)
    reverse_payment(taken.payment, on=TODAY, why="Other debtor", by=OFFICE)
    closed = count(shift, {BS("50"): 1})
    assert (closed.difference, closed.entry) == (0, None)


def test_nobody_takes_money_at_anothers_desk(price, debtor, shift) -> None:
    owed = charge(price, debtor)
    with pytest.raises(ShiftClosed):
        take_cash(shift, hand(owed), on=TODAY, by=OTHER)
    with pytest.raises(NotAllowed):
        take_cash(shift, hand(owed), on=TODAY, by=ANYONE)
    assert not Payment.objects.exists()


def test_the_database_keeps_what_was_taken_and_counted(price, debtor, shift) -> None:
    taken = take_cash(shift, hand(charge(price, debtor)), on=TODAY, by=CASHIER)
    rows = CashTaken.objects.filter(pk=taken.pk)
    refused: list[tuple[str, object]] = [
        ("cashtaken_stays_as_booked", lambda: rows.update(given=25)),
        ("shift_stays_as_booked", lambda: Shift.objects.update(floated=1)),
        (
            "shift_difference_has_a_reason",
            lambda: Shift.objects.update(closed_at=Now(), counted=1, expected=2),
        ),
    ]
    close = {"closed_at": Now(), "counted": 60, "expected": 60}
    for name, act in refused:
        with pytest.raises(Exception, match=name), transaction.atomic():
            assert callable(act)
            act()
    Shift.objects.update(**close)
    with pytest.raises(Exception, match="shift_stays_counted"), transaction.atomic():
        Shift.objects.update(counted=5, expected=5)
    payment = Payment.objects.get()
    payment.pk = None
    with pytest.raises(IntegrityError, match="open_desk"), transaction.atomic():
        CashTaken.objects.create(payment_id=-1, shift=shift, given=20, change=10)


def test_cash_comes_to_its_payment(price, debtor, shift) -> None:
    from apps.treasury.tests.making import pay

    charge(price, debtor)
    payment = pay(debtor, "10.00")
    with pytest.raises(IntegrityError, match="comes_to_its_payment"), transaction.atomic():
        CashTaken.objects.create(payment=payment, shift=shift, given=20, change=11)


def test_the_pages_open_to_those_whose_post_says_so(client: Client, desk, juana) -> None:
    assert client.get("/caja/").status_code == 302
    client.force_login(make_account(make_person("Ana", "Rojas"), "ana"))
    for address in ("/caja/", "/cajas/", f"/caja/deudor/{juana.pk}/", "/caja/arqueo/"):
        assert client.get(address).status_code == 403
    client.force_login(make_account(None, "jefa", is_superuser=True))
    assert "Caja 1" in page_of(client, "/cajas/")
    client.post("/cajas/", {"nombre": "Caja El Paso", "oficina": desk.office.code})
    assert CashDesk.objects.filter(code="caja-el-paso").exists()
    assert make_party() is not None


@pytest.mark.parametrize(
    ("text", "amount"), [("1.234,50", "1234.50"), ("1234.5", "1234.50"), ("7", "7.00")]
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert read_amount(text) == BS(amount)
