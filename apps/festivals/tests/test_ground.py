"""A feast and its ground entered on pages, from nothing to a published plan."""

from __future__ import annotations

import json
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.festivals.actions import change_festival, keep_known_clear
from apps.festivals.domain.refusals import FeastOnSale, NoRoute
from apps.festivals.models import Festival, SpacingRule, Trade, Zone
from apps.festivals.tests.making import OFFICE, at, line, make_festival, make_plan
from apps.territory.models import Place
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

KNOWN = {"source": "plano", "certainty": "drawn"}
FEAST = {
    "title": "Urkupiña 2031",
    "first": "2031-08-14",
    "last": "2031-08-16",
    "legal_basis": "Ordenanza Municipal 7/2031",
    "lane_m": "8",
}


@pytest.fixture
def planner() -> Client:
    """Somebody who may plan feasts and set prices, signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("organizadora"))
    return client


def post(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def entered(planner: Client, **given: str) -> Festival:
    """A feast entered on its page."""
    post(planner, "/fiestas/nueva/", **{**FEAST, **given})
    return Festival.objects.get()


def test_an_organiser_comes_from_nothing_to_stands_on_sale(planner: Client) -> None:
    festival = entered(planner)
    assert (festival.code, festival.days.upper.isoformat()) == (
        "urkupina-2031",
        "2031-08-17",
    )
    here = f"/fiestas/{festival.code}/"
    page = post(planner, f"{here}terreno/recorrido/", route=line((0, 0), (100, 0)).geojson)
    assert "El recorrido está dibujado" in page
    page = post(planner, "/fiestas/rubros/", what="trade", name="Comida", code="comida")
    assert "Comida" in page
    page = post(
        planner,
        f"{here}precios/",
        trade=Trade.objects.get().pk,
        amount="283,00",
        unit="módulo",
        first="2020-01-01",
        legal_basis="Ordenanza",
    )
    assert "El precio está fijado" in page
    post(planner, f"{here}planos/", note="Primera")
    drawing = {"side": "left", "letter": "C", "first_m": "0", "frontage_m": "5"}
    drawing |= {"depth_m": "3", "setback_m": "6", "run": "0", "passage_m": "0"}
    page = post(
        planner,
        f"{here}planos/1/trazar/",
        trade=Trade.objects.get().pk,
        door_m="1",
        corner_m="6",
        **drawing,
    )
    assert "Se trazaron 20 módulos" in page
    sale = {"first": "2026-01-01T08:00", "last": "2031-08-01T08:00"}
    assert "está publicado" in post(planner, f"{here}planos/1/publicar/", **sale)
    assert "todos la ven" in post(planner, f"{here}anunciar/")
    assert "Elegir un puesto: 20 libres" in unescape(planner.get(here).content.decode())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last": "2031-08-13"}, "El último día no es anterior al primero"),
        ({"code": "nueva"}, "ya está en uso"),
        ({"title": "¿?", "code": ""}, "Indique un código"),
        ({"lane_m": "1"}, "mayor o igual a 2"),
        ({"legal_basis": " "}, "obligatorio"),
    ],
)
def test_a_wrong_entry_is_told_next_to_its_field(
    planner: Client, wrong: dict[str, str], said: str
) -> None:
    page = post(planner, "/fiestas/nueva/", **{**FEAST, **wrong})
    assert said in page
    assert 'role="alert"' in page
    assert 'value="2031-08-14"' in page, "what was filled in is kept"
    assert not Festival.objects.exists()


def test_what_buyers_go_by_stays_once_stands_are_on_sale(planner: Client) -> None:
    from apps.festivals.actions import publish_plan
    from apps.festivals.tests.making import SALE, TODAY

    plan = make_plan()
    publish_plan(plan, SALE, on=TODAY, by=OFFICE)
    here = f"/fiestas/{plan.festival.code}/datos/"
    days = {"first": "2027-08-14", "last": "2027-08-16"}
    kept = {**FEAST, **days, "concept": str(plan.festival.concept_id)}
    assert "La fiesta se cambió" in post(planner, here, **kept)
    page = post(planner, here, **{**kept, "last": "2027-08-20"})
    assert "están en venta" in page
    moved = Festival.objects.get()
    moved.concept = None
    with pytest.raises(FeastOnSale):
        change_festival(moved, by=OFFICE)


def test_a_route_may_cross_itself_and_modules_keep_out_of_its_way(planner: Client) -> None:
    festival = entered(planner)
    knot = line((0, 0), (120, 0), (120, 60), (60, 60), (60, -60))
    post(planner, f"/fiestas/{festival.code}/terreno/recorrido/", route=knot.geojson)
    festival.refresh_from_db()
    assert festival.route is not None
    assert not festival.route.simple
    page = planner.get(f"/fiestas/{festival.code}/terreno/").content.decode()
    assert "LineString" in page
    from apps.festivals.queries import rules_broken
    from apps.festivals.terms import Breach
    from apps.festivals.tests.making import TODAY

    plan = make_plan(festival)
    assert plan.modules.exists()
    assert {each.breach for each in rules_broken(plan, on=TODAY)} == {Breach.PRICE}


def test_the_longest_line_of_a_file_becomes_the_route(planner: Client) -> None:
    festival = entered(planner)
    there = f"/fiestas/{festival.code}/terreno/recorrido/"
    lines = [line((0, 0), (10, 0)), line((0, 0), (90, 0)), at(5, 5)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape.geojson)}
        for shape in lines
    ]
    said = json.dumps({"type": "FeatureCollection", "features": features})
    file = SimpleUploadedFile("recorrido.geojson", said.encode())
    assert "está dibujado" in post(planner, there, file=file)
    festival.refresh_from_db()
    assert festival.route is not None
    assert festival.route.length == pytest.approx(lines[1].length)
    for nonsense in (b"\xff\xfe", b"{}", b'{"type": "Point", "coordinates": [1, 2]}'):
        page = post(planner, there, file=SimpleUploadedFile("x.geojson", nonsense))
        assert "elija un archivo GeoJSON" in page


def test_closures_and_zones_come_and_go_on_their_pages(planner: Client) -> None:
    festival = make_festival()
    ground = f"/fiestas/{festival.code}/terreno/"
    closing = {"name": "Av. Principal", "line": line((0, 0), (50, 0)).geojson}
    hours = {"first": "2031-08-14T06:00", "last": "2031-08-14T05:00"}
    page = post(planner, f"{ground}calles/", **closing, **hours)
    assert "Se abre después de cerrarse" in page
    hours["last"] = "2031-08-14T22:00"
    page = post(planner, f"{ground}calles/", **closing, **hours)
    assert "Av. Principal" in page
    zone = {"kind": "ambulance", "name": "Carril", "clearance_m": "2,5"}
    assert "Dibuje el lugar" in post(planner, f"{ground}zonas/", **zone, place="{")
    page = post(planner, f"{ground}zonas/", **zone, place=at(20, 7).geojson)
    assert "Carril" in page
    post(planner, f"{ground}zonas/{Zone.objects.get().pk}/quitar/")
    post(planner, f"{ground}calles/{festival.closures.get().pk}/quitar/")
    assert not festival.zones.exists()
    assert not festival.closures.exists()


def test_what_the_layers_know_near_the_route_is_kept_clear_once(planner: Client) -> None:
    festival = make_festival()
    for name, x, kind in (("Escuela", 50, "school"), ("Lejana", 500, "school")):
        Place.objects.create(name=name, kind=kind, position=at(x, 40), **KNOWN)
    Place.objects.create(name="Posta", kind="health", position=at(0, 60), **KNOWN)
    page = post(planner, f"/fiestas/{festival.code}/terreno/zonas/conocidas/", schools="10")
    assert "Se tomó 1 lugar" in page
    zone = Zone.objects.get()
    assert (zone.kind, zone.name, zone.clearance_m) == ("school", "Escuela", Decimal(10))
    both = {"schools": Decimal(10), "health": Decimal(20)}
    assert keep_known_clear(festival, both, by=OFFICE) == 1
    with pytest.raises(NoRoute):
        keep_known_clear(make_festival(route=None), both, by=OFFICE)
    with pytest.raises(NotAllowed):
        keep_known_clear(festival, both, by=ANYONE)


def test_rules_have_their_norm_and_are_entered_once(planner: Client) -> None:
    rule = {"what": "spacing", "trait": "flame", "away_from": "trait:gas", "metres": "6"}
    assert "obligatorio" in post(planner, "/fiestas/rubros/", **rule)
    rule["legal_basis"] = "Reglamento 4"
    assert "Reglamento 4" in post(planner, "/fiestas/rubros/", **rule)
    none = {**rule, "metres": "0"}
    assert "mayor o igual a 0" in post(planner, "/fiestas/rubros/", **none)
    assert "Ya hay una regla" in post(planner, "/fiestas/rubros/", **rule)
    assert SpacingRule.objects.count() == 1
    post(planner, f"/fiestas/rubros/reglas/{SpacingRule.objects.get().pk}/quitar/")
    assert not SpacingRule.objects.exists()


def test_seats_of_a_trade_have_a_day_and_a_norm(planner: Client) -> None:
    trade = Trade.objects.create(code="sillas", name="Sillas")
    seats = {"what": "seating", "trade": trade.pk, "since": "2026-01-01", "rows": 2}
    seats |= {"seats": 1, "legal_basis": "Ordenanza 3"}
    assert "al menos un asiento" in post(planner, "/fiestas/rubros/", **seats)
    assert "22 en 2 filas" in post(planner, "/fiestas/rubros/", **{**seats, "seats": 22})
    assert "ya tiene asientos" in post(planner, "/fiestas/rubros/", **{**seats, "seats": 9})


@pytest.mark.parametrize("where", ["nueva/", "rubros/", "{}/terreno/", "{}/precios/"])
def test_pages_of_planning_are_for_those_who_plan(client: Client, where: str) -> None:
    festival = make_festival()
    address = f"/fiestas/{where.format(festival.code)}"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    assert client.get(address).status_code == 403
