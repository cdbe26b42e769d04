"""The pages of the windows: what a vendor sees of them, and how an office keeps them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.allocation.actions import admit, set_window
from apps.allocation.domain.admitting import Right, Turn
from apps.allocation.models import Admission, Window
from apps.allocation.terms import Admits
from apps.allocation.tests.making import OFFICE, make_offering
from apps.allocation.tests.test_pages import post, text_of
from apps.people.models import Account
from apps.people.tests.making import looked_at, make_person
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db

OPEN = {"first": "2020-01-01T08:00", "last": "2099-01-01T08:00", "rank": "1", "tariff": ""}


@pytest.fixture
def office(admin_user: User) -> Client:
    client = Client()
    client.force_login(admin_user)
    return client


def test_a_sale_without_windows_says_what_they_are_for(office: Client) -> None:
    at = f"/espacios/{make_offering().code}/"
    assert "Quién puede comprar" not in text_of(office, at)
    assert "compran mientras está en venta" in text_of(office, f"{at}turnos/")


@pytest.mark.bar("R56")
def test_an_office_opens_a_window_admits_by_proof_and_withdraws(
    office: Client, client: Client
) -> None:
    offering = make_offering()
    at = f"/espacios/{offering.code}/turnos/"
    page = post(office, f"{at}abrir/", name="Frentistas", admits="space", **OPEN)
    assert "El turno está en el calendario" in page
    opened = Window.objects.get()
    make_party("Juana Condori")
    form = {"who": "Juana Condori", "codes": "A-1, A-2", "proof": "Folio real 3.09"}
    page = post(office, f"{at}{opened.pk}/admitir/", **form)
    assert "Juana Condori queda admitido a 2 espacios" in page
    assert "Folio real 3.09" in page
    assert "Ya está admitido" in post(office, f"{at}{opened.pk}/admitir/", **form)
    assert "Juana Condori" in text_of(office, f"{at}{opened.pk}/?busca=condori")
    assert looked_at("Juana Condori") == {"admin"}
    assert "Ningún admitido" in text_of(office, f"{at}{opened.pk}/?busca=mamani")

    page = text_of(client, f"/espacios/{offering.code}/")
    assert "con respaldo, en ventanilla" in page
    assert "Condori" not in page + text_of(client, at), "nobody is named in public"
    assert page.count("<span data-standing>guardado para alguien hasta") == 2
    assert "por turno, ahora: Frentistas" in page, "A-3 waits for nobody in particular"
    assert page.count('name="espacio"') == 0, "it is nobody's turn who is not known"
    page = post(client, f"/espacios/{offering.code}/reservar/", espacio="A-1")
    assert "A-1: está guardado para otra persona" in page

    first = Admission.objects.order_by("pk")[0]
    out = f"/espacios/turnos/derecho/{first.pk}/retirar/"
    assert "Escriba qué papel se vio" in post(office, out, why=" ")
    assert "Ya no está admitido" in post(office, out, why="El folio era de otra casa")
    assert Admission.objects.standing().count() == 1


def test_wrong_admissions_are_told(office: Client) -> None:
    offering = make_offering()
    post(
        office, f"/espacios/{offering.code}/turnos/abrir/", name="F", admits="space", **OPEN
    )
    at = f"/espacios/{offering.code}/turnos/{Window.objects.get().pk}/admitir/"
    make_party("Ana Mamani")
    make_party("Ana Mamani Choque")
    known = {"codes": "A-1", "proof": "x"}
    assert "Varias personas" in post(office, at, who="Mamani", **known)
    assert "No hay nadie registrado" in post(office, at, who="Quispe", **known)
    page = post(office, at, who="Choque", codes="Z-9", proof="x")
    assert "Z-9" in page
    assert not Admission.objects.exists()


def test_an_office_moves_a_window_and_takes_an_unused_one_away(office: Client) -> None:
    offering = make_offering()
    at = f"/espacios/{offering.code}/turnos/"
    post(office, f"{at}abrir/", name="Público", admits="everyone", **OPEN)
    opened = f"{at}{Window.objects.get().pk}/"
    assert "no hace falta admitir a nadie" in text_of(office, opened)
    later = {**OPEN, "first": "2098-01-01T08:00"}
    page = post(office, f"{opened}cambiar/", name="Público", admits="everyone", **later)
    assert "01/01/2098" in page
    backwards = {**OPEN, "first": "2099-01-02T08:00"}
    page = post(office, f"{opened}cambiar/", name="Público", admits="everyone", **backwards)
    assert "se cierra después de abrirse" in page
    assert "se quitó del calendario" in post(office, f"{opened}cambiar/", quitar="1")
    assert not Window.objects.exists()


def test_a_vendor_sees_what_of_the_calendar_applies(client: Client) -> None:
    offering = make_offering()
    now = dt.datetime.now(dt.UTC)
    turn = Turn(
        name="Frentistas",
        rank=1,
        first=now,
        last=now + dt.timedelta(days=1),
        admits=Admits.SPACE,
    )
    opened = set_window(offering, turn, by=OFFICE)
    vendor = make_person("Juana", "Condori")
    user = User.objects.create_user("juana")
    Account.objects.create(user=user, person_id=vendor.pk)
    admit(opened, Right(party_id=vendor.pk, proof="Folio", codes=["A-3"]), by=OFFICE)
    client.force_login(user)
    page = text_of(client, f"/espacios/{offering.code}/")
    assert "guardado para usted: A-3" in page
    page = post(client, f"/espacios/{offering.code}/reservar/", espacio="A-3")
    assert 'data-mine="A-3"' in page


def test_only_staff_that_may_sees_who_is_admitted(client: Client) -> None:
    offering = make_offering()
    now = dt.datetime.now(dt.UTC)
    turn = Turn(
        name="F",
        rank=1,
        first=now,
        last=now + dt.timedelta(days=1),
        admits=Admits.PARTY,
    )
    at = f"/espacios/{offering.code}/turnos/{set_window(offering, turn, by=OFFICE).pk}/"
    assert client.get(at).status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(at).status_code == 403
    assert client.post(f"{at}admitir/").status_code == 403
    assert client.post(f"{at}cambiar/").status_code == 403
