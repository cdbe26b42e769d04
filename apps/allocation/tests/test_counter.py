"""A sale at the counter: few keys, one act, and nothing half done."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.allocation.actions import Counter, hold_spaces, sell_at_counter, set_window
from apps.allocation.domain.admitting import Turn, Waiver
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.refusals import SpacesTaken
from apps.allocation.models import Claim, Hold, Offering
from apps.allocation.terms import Admits, Outcome
from apps.allocation.tests.making import (
    TODAY,
    hold,
    make_offering,
    money_agrees,
    owner,
)
from apps.people.models import Party, Person, Post
from apps.people.tests.making import (
    give,
    make_account,
    make_ci,
    make_office,
    make_person,
    make_post,
)
from apps.people.tests.making import hold as holding
from apps.treasury.actions import open_shift, set_up_desk
from apps.treasury.domain.cash import NotEnoughGiven
from apps.treasury.models import CashTaken, Obligation, Shift
from apps.treasury.tests.making import BS
from apps.treasury.tests.making import OFFICE as TREASURY
from geo.access import NotAllowed, Viewer

pytestmark = pytest.mark.django_db

SELLER = Viewer(
    name="rosa",
    is_staff=True,
    grants=frozenset({"allocation.sell", "treasury.cash", "treasury.receive"}),
)
TOKEN = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture(autouse=True)
def papers_apart(tmp_path: Path, settings, monkeypatch) -> None:
    """Papers of a few bytes, for tests that are not about drawing: it takes its time."""
    from apps.documents.domain.paper.rendering import Rendered

    settings.VAR = tmp_path
    monkeypatch.setattr(
        "apps.documents.actions.issuing.render_pdf",
        lambda html: Rendered(content=b"%PDF-" + html.encode(), pages=1),
    )


@pytest.fixture
def offering(db: None) -> Offering:
    return make_offering(3)


@pytest.fixture
def juana(db: None) -> Party:
    return make_person("Juana", "Condori", **make_ci("5277123")).party


@pytest.fixture
def shift(db: None) -> Shift:
    desk = set_up_desk("caja-1", "Caja 1", make_office(), by=TREASURY)
    return open_shift(desk, BS("50.00"), by=SELLER)


@pytest.fixture
def seller(shift: Shift, client: Client) -> Client:
    """Somebody who sits at the open desk and may sell, signed in."""
    post, rosa = make_post("vendedora", shift.desk.office), make_person("Rosa", "Quispe")
    for each in ("allocation.sell", "treasury.cash", "people.register"):
        give(post, each)
    holding(rosa, post)
    client.force_login(make_account(rosa, "rosa"))
    return client


def counted(offering: Offering) -> str:
    return f"/espacios/{offering.code}/mostrador/"


def page_of(client: Client, address: str, **form: str) -> str:
    answer = client.get(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def fields(page: str) -> dict[str, list[str]]:
    """What the form that takes the money would send besides the cash."""
    inside = page.split('data-page="treasury/web/till"')[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside):
        found.setdefault(name, []).append(value)
    return found


def wanted(juana: Party, *codes: str, given: str = "20.00") -> Counter:
    return Counter(token=TOKEN, codes=codes, party_id=juana.pk, given=BS(given))


def test_a_sale_is_three_entries_and_seven_requests(offering, juana, seller) -> None:
    """Code, card, cash, each with Enter: 2 + 1 requests, each followed by its page."""
    seller.get(f"{counted(offering)}?q=a-2")
    page = page_of(seller, f"{counted(offering)}?espacio=A-2&q=5277123")
    assert "Juana Condori" in page
    assert "Bs 10,00" in re.sub("<[^>]+>", "", page)
    assert len(re.findall(r"\bautofocus\b", page)) == 1
    assert 'name="recibido"' in page.split("autofocus")[0][-200:]

    form = {**fields(page), "recibido": "20"}
    answer = seller.post(counted(offering), form, follow=True)
    done = unescape(answer.content.decode())
    assert "Vendido y registrado" in done
    assert len(answer.redirect_chain) == 1
    assert owner(offering, "A-2") == juana.pk
    assert CashTaken.objects.get().change == BS("10.00")
    assert "recibo.pdf" in done
    assert money_agrees()


def test_the_same_form_twice_is_one_sale(offering, juana, shift) -> None:
    first = sell_at_counter(
        offering, wanted(juana, "A-1"), shift=shift, on=TODAY, by=SELLER
    )
    again = sell_at_counter(
        offering, wanted(juana, "A-1"), shift=shift, on=TODAY, by=SELLER
    )
    assert first == again
    assert first.hold.outcome == Outcome.SOLD
    assert Claim.objects.in_force().count() == 1


def test_too_little_cash_leaves_nothing_held_nor_owed(offering, juana, shift) -> None:
    with pytest.raises(NotEnoughGiven):
        sell_at_counter(
            offering, wanted(juana, "A-1", given="5.00"), shift=shift, on=TODAY, by=SELLER
        )
    assert not Hold.objects.exists()
    assert not Obligation.objects.exists()


def test_what_somebody_was_quicker_at_is_not_paid_for(offering, juana, shift) -> None:
    hold(offering, "A-1")
    with pytest.raises(SpacesTaken, match="A-2"):
        sell_at_counter(offering, wanted(juana, "A-1"), shift=shift, on=TODAY, by=SELLER)
    assert not CashTaken.objects.exists()


def test_whoever_takes_no_cash_or_sells_nothing_is_refused(offering, juana, shift) -> None:
    for name in ("allocation.sell", "treasury.cash"):
        by = Viewer(name="rosa", is_staff=True, grants=frozenset({name}))
        with pytest.raises(NotAllowed):
            sell_at_counter(offering, wanted(juana, "A-1"), shift=shift, on=TODAY, by=by)
    assert not Hold.objects.exists()


def test_the_code_again_takes_the_space_off(offering, seller) -> None:
    answer = seller.get(f"{counted(offering)}?espacio=A-1&espacio=A-2&q=A-1")
    assert answer["Location"] == f"{counted(offering)}?espacio=A-2"


def test_a_scanner_on_a_spanish_keyboard_is_understood(offering, seller) -> None:
    answer = seller.get(counted(offering), {"q": "A'3"})
    assert answer["Location"] == f"{counted(offering)}?espacio=A-3"


def test_the_token_of_a_hold_says_who_buys(offering, juana, shift, seller) -> None:
    done = sell_at_counter(offering, wanted(juana, "A-1"), shift=shift, on=TODAY, by=SELLER)
    answer = seller.get(counted(offering), {"q": str(done.hold.token)})
    assert answer["Location"] == f"{counted(offering)}?quien={juana.pk}"


def test_somebody_new_is_registered_without_leaving(offering, seller) -> None:
    page = page_of(seller, f"{counted(offering)}?espacio=A-1", q="8123456-1A")
    assert "Nadie está registrado con esta cédula" in page
    form = {
        "espacio": "A-1",
        "cedula": "8123456-1A",
        "given_names": "Elías",
        "first_surname": "Choque",
    }
    answer = seller.post(counted(offering), form)
    new = Person.objects.get(document_number="8123456")
    assert answer["Location"] == f"{counted(offering)}?espacio=A-1&quien={new.pk}"


def test_several_of_one_name_are_listed_and_nobody_is_said_so(
    offering, juana, seller
) -> None:
    make_person("Pedro", "Condori")
    page = page_of(seller, counted(offering), q="condori")
    assert "Juana Condori" in page
    assert "Pedro Condori" in page
    assert "Ni un espacio ni una persona" in page_of(seller, counted(offering), q="zutano")


def test_without_an_open_desk_the_counter_says_so(offering, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    page = page_of(client, counted(offering))
    assert "Abrir una caja" in page


def test_who_takes_no_money_is_not_sent_to_a_desk(offering, client: Client) -> None:
    post, rosa = make_post("organizadora", make_office()), make_person("Rosa", "Quispe")
    give(post, "allocation.sell")
    holding(rosa, post)
    client.force_login(make_account(rosa, "rosa"))
    page = page_of(client, counted(offering))
    assert "lo vende un cajero" in page
    assert 'href="/caja/"' not in page.split("<main", 1)[1]


def test_a_passer_by_is_asked_to_sign_in(offering, client: Client) -> None:
    assert client.get(counted(offering)).status_code == 302


@pytest.fixture
def closed(offering: Offering) -> Offering:
    """Stands that are for others now."""
    now = dt.datetime.now(dt.UTC)
    turn = Turn(
        name="Federaciones",
        rank=1,
        first=now - dt.timedelta(hours=1),
        last=now + dt.timedelta(hours=1),
        admits=Admits.PARTY,
    )
    set_window(offering, turn, by=TREASURY)
    return offering


def test_outside_the_windows_one_sells_by_a_norm_and_for_a_reason_that_stay(
    closed, juana, seller
) -> None:
    basket = f"{counted(closed)}?espacio=A-1&quien={juana.pk}"
    assert 'name="recibido"' not in page_of(seller, basket), "who may only sell waits"
    give(Post.objects.get(code="vendedora"), "allocation.grant")
    page = page_of(seller, basket)
    assert len(re.findall(r"\bautofocus\b", page)) == 1
    form = {**fields(page), "recibido": "20", "norma": "Ley 223, art. 5", "motivo": " "}
    unsaid = seller.post(counted(closed), form)
    assert unsaid.status_code == 422
    assert "Ley 223, art. 5" in unescape(unsaid.content.decode())
    assert not Hold.objects.exists()

    form["motivo"] = "Persona con discapacidad"
    answer = seller.post(counted(closed), form, follow=True)
    why = "Ley 223, art. 5: Persona con discapacidad"
    assert why in unescape(answer.content.decode())
    assert owner(closed, "A-1") == juana.pk
    taken = Hold.objects.get()
    assert (taken.waived, taken.held_by) == (why, "rosa")
    listed = f"/espacios/{closed.code}/turnos/"
    assert why in page_of(seller, listed)
    assert why not in page_of(Client(), listed)


def test_what_is_more_than_a_window_away_is_not_offered_outside_them(
    closed, juana, seller
) -> None:
    give(Post.objects.get(code="vendedora"), "allocation.grant")
    hold_spaces(
        closed,
        ["A-1"],
        holder=Holder(party_id=juana.pk),
        waiver=Waiver(norm="Memo 1", reason="Prueba"),
        by=TREASURY,
    )
    for basket in ("espacio=A-1", "espacio=A-1&espacio=A-2"):
        page = page_of(seller, f"{counted(closed)}?{basket}&quien={juana.pk}")
        assert 'name="norma"' not in page
    Offering.objects.filter(pk=closed.pk).update(sale=closed.during)
    page = page_of(seller, f"{counted(closed)}?espacio=A-2&quien={juana.pk}")
    assert 'name="norma"' not in page


def test_no_cash_is_asked_for_what_is_not_free(offering, juana, seller) -> None:
    hold(offering, "A-1")
    page = page_of(seller, f"{counted(offering)}?espacio=A-1&quien={juana.pk}")
    assert 'name="recibido"' not in page
    assert "reservado" in page
