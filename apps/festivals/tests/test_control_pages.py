"""Pages of control: the board, fines charged later, confiscated goods, services."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from apps.festivals.models import Confiscation, Infraction, Service
from apps.festivals.tests.inspecting import (
    HERE,
    LAT,
    LON,
    look,
    make_feast,
    make_infraction_kind,
    make_inspector,
    report,
    today,
    told,
)
from apps.fieldwork.models import Assignment
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("jefa-de-control"))
    return client


def text_of(client: Client, address: str, **form: object) -> str:
    """What a page says, or what it says after a form was sent."""
    answer = client.post(address, form, follow=True) if form else client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_empty_board_says_what_to_do(chief: Client) -> None:
    page = text_of(chief, f"/fiestas/{make_feast().festival.code}/control/")
    for words in ("Todavía no se inspeccionó", "No se registró ninguna", "No se decomisó"):
        assert words in page


def test_the_board_is_for_those_who_lead_the_control(client: Client) -> None:
    address = f"/fiestas/{make_feast().festival.code}/control/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(address).status_code == 403


def test_a_fine_is_charged_goods_are_handed_on_and_given_back(chief: Client) -> None:
    feast, rosa = make_feast(), make_inspector()
    kind = make_infraction_kind()
    told(
        rosa,
        look(rosa, feast, "A-1"),
        report(
            rosa,
            feast,
            "seized",
            infraction={"kind": kind.code},
            seized={"items": [{"what": "Garrafa", "quantity": "2"}]},
            position=HERE,
        ),
    )
    at = f"/fiestas/{feast.festival.code}/control/"
    assert "2 Garrafa" in text_of(chief, at)
    infraction, taken = Infraction.objects.get(), Confiscation.objects.get()
    fine = f"{at}infracciones/{infraction.pk}/"
    assert "no es nadie del registro" in text_of(chief, fine, quien="Fulano")
    make_party("Zenobia Achá")
    assert "La multa está cargada" in text_of(chief, fine, quien="Zenobia Achá")
    goods = f"{at}decomisos/{taken.pk}/"
    assert "Ahora los tiene rosa" in text_of(chief, goods)
    back = {"kind": "returned", "receiver": "Zenobia", "place": "Depósito", "note": ""}
    assert "La multa no está pagada" in text_of(chief, goods, **back)
    page = text_of(chief, goods, **{**back, "kind": "handed", "receiver": "Almacén 3"})
    assert "Ahora los tiene Almacén 3" in page
    assert chief.get(f"{at}decomisos/999999/").status_code == 404


def test_services_come_on_the_map_and_off_it(chief: Client) -> None:
    feast = make_feast()
    at = f"/fiestas/{feast.festival.code}/control/"
    point = f'{{"type": "Point", "coordinates": [{LON}, {LAT}]}}'
    form = {"kind": "toilet", "name": "Baños de la plaza"}
    assert "puntos de residuos en el mapa" in text_of(chief, at)
    assert "Baños de la plaza" not in text_of(chief, f"{at}servicios/")
    refused = text_of(chief, f"{at}servicios/", **form, position="x")
    assert "Pulse en el mapa" in refused
    assert 'value="Baños de la plaza"' in refused
    assert "Ya está en el mapa" in text_of(chief, f"{at}servicios/", **form, position=point)
    public = text_of(Client(), f"/fiestas/{feast.festival.code}/")
    assert "Baños de la plaza" in public
    service = Service.objects.get()
    gone = text_of(chief, f"{at}servicios/{service.pk}/", sure="1")
    assert "Ya no está en el mapa" in gone


def test_an_inspector_is_sent_with_the_stands_of_a_letter(chief: Client) -> None:
    feast, rosa = make_feast(), make_inspector()
    at = f"/fiestas/{feast.festival.code}/control/"
    days = {"first_day": today().isoformat(), "last_day": today().isoformat()}
    form = {"inspector": "rosa", "letter": "A", **days}
    assert "listo para el teléfono" in text_of(chief, f"{at}recorrido/", **form)
    assert Assignment.objects.get().items.count() == 5
    assert rosa.get("asignaciones/").json()["assignments"][0]["items"] == 5
    form["letter"] = "Q"
    assert "Ningún puesto" in text_of(chief, f"{at}recorrido/", **form)
