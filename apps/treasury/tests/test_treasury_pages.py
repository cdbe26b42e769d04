"""The treasurer's pages: how somebody stands, and every way to correct the books."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from apps.documents.actions import issue_document, open_series
from apps.documents.domain.owners import About
from apps.documents.terms import SeriesKind
from apps.people.models import Party, PersonalDataRead, Post
from apps.people.tests.making import (
    give,
    hold,
    make_account,
    make_ci,
    make_office,
    make_person,
    make_post,
)
from apps.treasury.actions import owe_refund
from apps.treasury.actions.refunding import Claim
from apps.treasury.domain.settling import Settled, on_settled
from apps.treasury.models import Obligation, Period, Refund, RefundPayment, Remission
from apps.treasury.queries import balance_of
from apps.treasury.tests.making import BS, LAW, OFFICE, TODAY, charge, is_sound, pay
from geo.errors import Refusal

pytestmark = pytest.mark.django_db

VIEW = "treasury.view"
ALL = (
    VIEW,
    *("treasury.receive", "treasury.reverse", "treasury.remit"),
    *("treasury.refund", "treasury.close"),
)
SOLD = "test.sold"
GROUND = {"legal_basis": LAW, "reason": "Cobrado por error"}


@pytest.fixture
def juana(db: None) -> Party:
    return make_person("Juana", "Condori", **make_ci("5277123")).party


@pytest.fixture
def who(client: Client) -> Callable[..., Client]:
    """Somebody whose post may do just what is named, signed in."""

    def sign_in(*permissions: str) -> Client:
        post = make_post("tesorera", make_office("finanzas", "Finanzas"))
        for each in permissions:
            give(post, each)
        person = make_person("Ruth", "Vargas")
        hold(person, post)
        client.force_login(make_account(person, "ruth"))
        return client

    return sign_in


def said(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def looked_at(party: Party) -> bool:
    return PersonalDataRead.objects.filter(party=party, by="ruth").exists()


@pytest.mark.bar("R56")
@pytest.mark.parametrize("text", ["5277123", "condori", "test-key"])
def test_one_field_finds_who_owes_and_the_look_is_written_down(
    price, juana, who, text
) -> None:
    charge(price, juana, key="test-key")
    answer = who(VIEW).get("/tesoreria/", {"q": text})
    assert answer["Location"] == f"/tesoreria/cuenta/{juana.pk}/"
    assert looked_at(juana)


def test_the_statement_says_what_is_owed_paid_and_in_advance(price, juana, who) -> None:
    charge(price, juana, 3)
    settled = charge(price, juana, 1, due_on=TODAY.replace(month=1))
    pay(juana, "12.50")
    page = said(who(VIEW), f"/tesoreria/cuenta/{juana.pk}/")
    assert "27,50" in page
    assert f"/tesoreria/deuda/{settled.pk}/" in page
    assert "12,50" in page
    assert looked_at(juana)


def test_without_a_grant_nothing_is_seen_and_with_one_no_more_than_it_names(
    price, juana, who
) -> None:
    owed, payment = charge(price, juana), pay(juana, 10)
    addresses = (
        "/tesoreria/",
        f"/tesoreria/cuenta/{juana.pk}/",
        f"/tesoreria/deuda/{owed.pk}/",
        f"/tesoreria/pago/{payment.pk}/",
    )
    client = who()
    for address in addresses:
        assert client.get(address).status_code == 403
    give(Post.objects.get(), VIEW)
    for address in addresses:
        assert client.get(address).status_code == 200
    assert client.get("/tesoreria/devoluciones/").status_code == 403
    assert client.get("/tesoreria/cierres/").status_code == 403
    forms: dict[str, dict[str, str]] = {
        addresses[2]: {"que": "anular", **GROUND},
        addresses[3]: {"reason": "x"},
        f"{addresses[1]}devolver/": {"amount": "1", "reason": "x"},
    }
    for address, form in forms.items():
        assert client.post(address, form).status_code == 403
    assert not Remission.objects.exists()


def test_a_debt_is_forgiven_in_part_then_annulled_each_by_its_norm(
    price, juana, who
) -> None:
    owed = charge(price, juana, 3, place=Point(-66.28, -17.4, srid=4326))
    pay(juana, 4)
    client, address = who(*ALL), f"/tesoreria/deuda/{owed.pk}/"
    part = {"que": "condonar", "kind": "prescription", "amount": "5,50", **GROUND}
    assert client.post(address, {**part, "legal_basis": ""}).status_code == 422
    assert client.post(address, {**part, "amount": "99"}).status_code == 422
    assert client.post(address, {**part, "amount": "x"}).status_code == 422
    assert not Remission.objects.exists()
    assert client.post(address, part).status_code == 302
    owed.refresh_from_db()
    assert owed.outstanding == BS("20.50")
    assert client.post(address, {"que": "anular", **GROUND}).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "annulled"
    assert balance_of(juana.pk).advances == BS(4)
    page = said(client, address)
    assert page.count(LAW) >= 2
    assert "Cobrado por error" in page
    assert client.post(address, {"que": "anular", **GROUND}).status_code == 422
    assert is_sound()


def test_a_paid_debt_that_is_annulled_says_by_which_norm(price, juana, who) -> None:
    owed = charge(price, juana)
    pay(juana, 10)
    client, address = who(*ALL), f"/tesoreria/deuda/{owed.pk}/"
    assert client.post(address, {"que": "anular", **GROUND}).status_code == 302
    assert "Cobrado por error" in said(client, address)
    assert balance_of(juana.pk).advances == BS(10)


def test_what_something_was_given_for_is_not_annulled_here(price, juana, who) -> None:
    on_settled(SOLD, _gives)
    owed = charge(price, juana, about_kind=SOLD)
    pay(juana, 10)
    client, form = who(*ALL), {"que": "anular", **GROUND}
    assert client.post(f"/tesoreria/deuda/{owed.pk}/", form).status_code == 422
    assert not Remission.objects.exists()
    unpaid = charge(price, juana, about_kind=SOLD)
    assert client.post(f"/tesoreria/deuda/{unpaid.pk}/", form).status_code == 302


def _gives(_fact: Settled) -> None:
    """Stands for a system that gives something for what is paid."""


def test_a_payment_is_reversed_once_and_its_receipt_verifies_as_annulled(
    price, juana, who, papers_of_few_bytes
) -> None:
    owed = charge(price, juana)
    office = make_office("recaudaciones", "Recaudaciones")
    open_series(office, SeriesKind.RECEIPT, TODAY.year, by=OFFICE)
    payment = pay(juana, 10, office_id=office.pk)
    number = payment.receipt.number
    paper = issue_document(
        "treasury.receipt",
        about=About(kind="treasury.payment", id=str(payment.pk)),
        context={"payment": payment, "rows": [], "surplus": 0, "in_words": "diez"},
        place=None,
        number=number,
        by=OFFICE,
    )
    client = who(*ALL)
    found = client.get("/tesoreria/", {"q": number.text})
    assert found["Location"] == f"/tesoreria/pago/{payment.pk}/"
    assert "Auténtico" in said(client, f"/verificar/{paper.token}/")
    address = f"/tesoreria/pago/{payment.pk}/"
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client.post(address, {"reason": "Otro deudor"}).status_code == 302
    owed.refresh_from_db()
    assert owed.outstanding == 10
    assert "Auténtico" not in said(client, f"/verificar/{paper.token}/")
    number.refresh_from_db()
    assert (number.state, number.reason) == ("annulled", "Otro deudor")
    assert "Otro deudor" in said(client, address)
    assert client.post(address, {"reason": "Otra vez"}).status_code == 422
    assert is_sound()


def test_an_advance_is_put_to_what_is_owed_or_goes_back(price, juana, who) -> None:
    pay(juana, 25, keeps_surplus=True)
    owed = charge(price, juana)
    client, address = who(*ALL), f"/tesoreria/cuenta/{juana.pk}/"
    client.post(f"{address}anticipo/")
    owed.refresh_from_db()
    assert owed.state == "settled"
    again = client.post(f"{address}anticipo/", follow=True)
    assert 'role="alert"' in again.content.decode()
    client.post(f"{address}devolver/", {"amount": "99", "reason": "Pagó de más"})
    assert not Refund.objects.exists()
    client.post(f"{address}devolver/", {"amount": "15", "reason": "Pagó de más"})
    refund = Refund.objects.get()
    assert (refund.amount, balance_of(juana.pk).advances) == (BS(15), BS(0))
    assert "Pagó de más" in said(client, address)
    assert is_sound()


def test_a_refund_is_paid_out_once_under_the_banks_number(price, juana, who) -> None:
    pay(juana, 25, keeps_surplus=True)
    claim = Claim(party_id=juana.pk, amount=BS(25), reason="Pagó de más")
    refund = owe_refund(claim, on=TODAY, by=OFFICE)
    client, address = who(*ALL), "/tesoreria/devoluciones/"
    assert "Pagó de más" in said(client, address)
    assert looked_at(juana)
    form = {"devolucion": refund.pk, "reference": "TRF-881"}
    client.post(address, {**form, "reference": ""})
    assert not RefundPayment.objects.exists()
    client.post(address, form)
    client.post(address, form)
    paid = RefundPayment.objects.get()
    assert (paid.means, paid.entry.why) == ("transfer", "Pagó de más · TRF-881")
    assert "TRF-881" in said(client, address)
    assert client.post(address, {"devolucion": "nothing"}).status_code == 404
    assert is_sound()


def test_months_are_closed_one_by_one_and_only_the_one_that_was_shown(
    price, juana, who
) -> None:
    charge(price, juana, on=TODAY.replace(month=3))
    client, address = who(*ALL), "/tesoreria/cierres/"
    page = said(client, address)
    assert "Marzo" in page
    assert "Cuentas por cobrar" in page
    client.post(address, {"mes": "2026-04"})
    assert not Period.objects.exists()
    client.post(address, {"mes": "2026-03"})
    client.post(address, {"mes": "2026-03"})
    period = Period.objects.get()
    assert (f"{period:}", period.closed_by) == ("2026-03", "ruth")
    report = client.get(f"{address}{period.pk}.csv")
    assert report.content.decode() == period.report
    assert "receivable" in period.report
    with pytest.raises(Refusal):
        charge(price, juana, on=TODAY.replace(month=3))


@pytest.mark.parametrize("rows", [1, 12])
def test_a_statement_asks_no_more_for_more_rows(
    price, juana, who, rows, django_assert_max_num_queries
) -> None:
    for _each in range(rows):
        charge(price, juana)
        pay(juana, 10)
        charge(price, juana, 2)
    client = who(*ALL)
    said(client, f"/tesoreria/cuenta/{juana.pk}/")
    with django_assert_max_num_queries(30):
        client.get(f"/tesoreria/cuenta/{juana.pk}/")
    assert Obligation.objects.count() == 2 * rows
