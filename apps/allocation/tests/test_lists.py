"""A federation books for its members with one file."""

from __future__ import annotations

import datetime as dt
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.allocation.actions import ListFile, book_list, pay_list, receive_list, tidy_holds
from apps.allocation.actions.booking_jobs import BOOK_LIST
from apps.allocation.domain.lists import Row
from apps.allocation.domain.refusals_of_lists import NothingToBook, RowsRefused
from apps.allocation.models import BookingLine, BookingList, Claim, Hold, Offering
from apps.allocation.queries import standing_of
from apps.allocation.tests.listing import ROWS, row, xlsx
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    hold,
    make_offering,
    money_agrees,
    pay,
)
from apps.people.actions import merge_parties
from apps.people.models import Membership, Party, Person
from apps.people.tests.making import (
    ADMIN,
    make_ci,
    make_office,
    make_organisation,
    make_person,
)
from apps.treasury.actions import open_shift, set_up_desk
from apps.treasury.domain.cash import NotEnoughGiven, NothingChosen
from apps.treasury.models import CashTaken, Obligation, Payment, Receipt
from apps.treasury.tests.making import BS
from geo.access import ANYONE, NotAllowed
from geo.jobs.models import Job
from geo.layers import Text

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 22
"""For a row that registers somebody, enters a member and holds: mostly savepoints."""


@pytest.fixture
def offering(db: None) -> Offering:
    return make_offering(4, most_per_party=1)


@pytest.fixture
def federation(db: None) -> Party:
    return make_organisation("Federación de Comerciantes")


def sent(offering: Offering, federation: Party, *rows: Row, name: str = "1") -> BookingList:
    file = ListFile(name="socios.xlsx", sha256=name * 64, rows=rows)
    return receive_list(offering, federation.organisation, file, by=OFFICE)


def book(booking: BookingList, *, all_or_none: bool = True) -> BookingList:
    return book_list(booking, all_or_none=all_or_none, on=TODAY, by=OFFICE)


def test_each_member_has_a_hold_a_debt_and_days_to_pay(offering, federation) -> None:
    known = make_person("Juana", "Condori", **make_ci("5277123"))
    booking = sent(
        offering, federation, row(2, "5277123", "A-1"), row(3, "8123456-1A", "A-2")
    )
    book(booking)

    new = Person.objects.get(document_number="8123456")
    assert (new.given_names, new.complement) == ("Ana", "1A")
    assert {each.party_id for each in Hold.objects.all()} == {known.pk, new.pk}
    assert Membership.objects.filter(organisation=federation.pk).count() == 2
    taken = Hold.objects.get(party=known.pk)
    assert standing_of(taken).seconds > 2 * 86400
    pay(taken)
    assert Claim.objects.in_force().filter(kind="title", party=known.pk).exists()
    assert money_agrees()


def test_the_same_list_twice_is_one_booking(offering, federation) -> None:
    rows = (row(2, "5277123", "A-1"),)
    booking = sent(offering, federation, *rows)
    assert sent(offering, federation, *rows) == booking
    book(booking)
    book(booking)
    assert sent(offering, federation, *rows).booked_at is not None
    assert (Hold.objects.count(), Obligation.objects.count()) == (1, 1)


def test_all_or_none_writes_nothing_where_one_is_refused(offering, federation) -> None:
    booking = sent(offering, federation, row(2, "5277123", "A-1"), row(3, "x", "A-2"))
    with pytest.raises(RowsRefused, match="no se reservó nada"):
        book(booking)
    assert not Hold.objects.exists()
    assert not Person.objects.exists()
    booking.refresh_from_db()
    assert booking.booked_at is None


def test_what_can_be_booked_is_and_the_rest_keeps_its_reason(offering, federation) -> None:
    hold(offering, "A-3")
    booking = sent(
        offering,
        federation,
        row(2, "5277123", "A-1"),
        row(3, "5277124", "A-3"),
        row(4, "5277123", "A-2"),
    )
    book(booking, all_or_none=False)
    told = {each.line: each.refusal for each in booking.lines.all()}
    assert told[2] == ""
    assert "está ocupado" in told[3]
    assert "fila 2" in told[4]
    assert Person.objects.count() == 1


def test_what_the_database_refuses_stays_with_its_row(offering, federation) -> None:
    """A member of a second association, which is full, is found out by the database."""
    other = make_organisation("Otra")
    Offering.objects.update(most_per_association=1)
    offering.refresh_from_db()
    somebody = make_person("Ana", "Rojas", **make_ci("5277123"))
    mate = make_person("Luz", "Rojas", **make_ci("5277124"))
    for each in (somebody, mate):
        Membership.objects.create(
            organisation=other.organisation,
            person=each,
            days=(dt.date(2026, 1, 1), None),
            recorded_by="x",
        )
    hold(offering, "A-4", holder=_holder(mate), by=OFFICE)
    booking = sent(offering, federation, row(2, "5277123", "A-1"), row(3, "5277125", "A-2"))
    with pytest.raises(RowsRefused):
        book(booking)
    assert not Person.objects.filter(document_number="5277125").exists()
    book(booking, all_or_none=False)
    assert "Otra" in booking.lines.get(line=2).refusal


def _holder(person: Person) -> Any:
    from apps.allocation.domain.holders import Holder

    return Holder(party_id=person.pk)


def test_a_list_of_nothing_but_refusals_is_not_booked(offering, federation) -> None:
    with pytest.raises(NothingToBook):
        book(sent(offering, federation, row(2, "x", "A-1")), all_or_none=False)


def test_who_may_not_sell_books_for_nobody(offering, federation) -> None:
    booking = sent(offering, federation, row(2, "5277123", "A-1"))
    with pytest.raises(NotAllowed):
        book_list(booking, all_or_none=True, on=TODAY, by=ANYONE)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda: BookingList.objects.update(booked_by="x"), id="the list"),
        pytest.param(lambda: BookingLine.objects.update(card="1"), id="its rows"),
        pytest.param(lambda: BookingLine.objects.all().delete(), id="rows gone"),
    ],
)
def test_a_booked_list_stays_as_it_was(offering, federation, act) -> None:
    book(sent(offering, federation, row(2, "5277123", "A-1")))
    with pytest.raises(IntegrityError, match="list_stays_as_booked"), transaction.atomic():
        act()


def test_a_file_is_tried_on_the_page_and_booked(
    offering, federation, client: Client
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    page = f"/espacios/{offering.code}/listas/"
    assert "Aún no se envió ninguna lista" in unescape(client.get(page).text)

    rows = [*ROWS, [5277123, "", "Juana", "Condori", "A-3"], ["abc", "", "X", "Y", "A-4"]]
    file = SimpleUploadedFile("socios.xlsx", xlsx(rows))
    form = {"asociacion": "Federación de Comerciantes", "archivo": file}
    told = unescape(client.post(page, form, follow=True).text)
    assert "2 filas se pueden reservar" in told
    assert "La cédula ya está en la fila 2." in told
    assert "abc no es un número de cédula." in told
    assert "Reservar todas" not in told
    assert not Hold.objects.exists()

    at = f"{page}{BookingList.objects.get().pk}/"
    told = unescape(client.post(at, {"modo": "posibles"}, follow=True).text)
    assert "2 espacios reservados" in told
    assert "A-2 por pagar" in " ".join(told.split())


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"asociacion": "Nadie"}, "no es una asociación registrada"),
        ({"asociacion": "Federación de Comerciantes"}, "Elija un archivo"),
    ],
)
def test_a_form_that_lacks_something_says_what(
    offering, federation, client: Client, form, said
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    answer = client.post(f"/espacios/{offering.code}/listas/", form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)


def test_a_merged_duplicate_books_for_who_it_is(offering, federation) -> None:
    juana = make_person("Juana", "Condori", **make_ci("5277123"))
    twin = make_person("Juana", "Condori", **make_ci("5277129"))
    merge_parties(twin.party, into=juana.party, reason="registered twice", by=ADMIN)
    book(sent(offering, federation, row(2, "5277129", "A-1")))
    assert Hold.objects.get().party == juana.party


def test_a_list_that_was_only_tried_is_forgotten_after_a_week(offering, federation) -> None:
    tried = sent(offering, federation, row(2, "5277123", "A-1"))
    fresh = sent(offering, federation, row(2, "5277123", "A-1"), name="2")
    BookingList.objects.filter(pk=tried.pk).update(uploaded_at=Now() - dt.timedelta(days=8))
    tidy_holds(on=TODAY, by=OFFICE)
    assert list(BookingList.objects.all()) == [fresh]


def test_one_delegate_pays_for_all_and_each_has_a_receipt(offering, federation) -> None:
    desk = set_up_desk("caja-1", "Caja 1", make_office(), by=OFFICE)
    shift = open_shift(desk, BS("50.00"), by=OFFICE)
    booking = sent(offering, federation, row(2, "5277123", "A-1"), row(3, "5277124", "A-2"))
    book(booking)
    paying = partial(pay_list, booking, token="form", shift=shift, on=TODAY, by=OFFICE)
    with pytest.raises(NotEnoughGiven):
        paying(BS("19.99"))
    assert not CashTaken.objects.exists()

    paid = paying(BS("50.00"))
    assert (paid.members, paid.amount, paid.change) == (2, BS("20.00"), BS("30.00"))
    assert set(Hold.objects.values_list("outcome", flat=True)) == {"sold"}
    assert Receipt.objects.values("number").distinct().count() == 2
    assert {each.payer for each in Payment.objects.all()} == {federation.name}
    with pytest.raises(NothingChosen):
        paying(BS("50.00"))
    assert money_agrees()


def test_a_long_list_asks_no_more_for_each_row_than_a_short_one(federation) -> None:
    """Each row takes as many statements whether the list is short or long."""
    offering = make_offering(24)

    def asked(first: int, rows: int) -> int:
        cards = [row(n, str(5_000_000 + first + n), f"A-{first + n}") for n in range(rows)]
        booking = sent(offering, federation, *cards, name=str(first)[0])
        with CaptureQueriesContext(connection) as queries:
            book(booking)
        return len(queries)

    few, more = asked(1, 2), asked(3, 4)
    many = asked(7, 14)
    assert (many - more) == 5 * (more - few)
    assert (more - few) / 2 <= MOST_STATEMENTS


class Watched:
    """A run that somebody looks at; progress of a real one is told on a line of its own."""

    viewer = OFFICE

    def __init__(self) -> None:
        self.steps: list[int] = []

    def step(self, percent: float, message: Text = "") -> None:
        self.steps.append(int(str(message).split()[0]))


def test_a_long_list_is_the_workers(offering, federation, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    rows = [row(n, str(5_277_000 + n), "A-1") for n in range(2, 30)]
    booking = sent(offering, federation, *rows)
    at = f"/espacios/{offering.code}/listas/{booking.pk}/"
    for _twice in range(2):
        told = unescape(client.post(at, {"modo": "posibles"}, follow=True).text)
    job = Job.objects.get()
    assert "Mirar de nuevo" in told
    assert not Hold.objects.exists()

    watched = Watched()
    BOOK_LIST.work(watched, job.arguments)
    assert watched.steps == list(range(28))
    told = unescape(client.get(at).text)
    assert "1 espacio reservado" in told
    assert "27 filas rechazadas" in told
