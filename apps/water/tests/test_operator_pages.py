"""Operators, their ground, zones, calendars and sources, entered as clerks enter them."""

from __future__ import annotations

import datetime as dt
import json
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import MultiPolygon, Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from apps.water.actions import (
    NewSource,
    draw_coverage,
    record_source,
    record_zone,
    remove_source,
    remove_zone,
)
from apps.water.domain.network_refusals import (
    CoverBegins,
    NotASource,
    SourceInUse,
    ZoneTaken,
)
from apps.water.models import Coverage, Operator, PressureZone
from apps.water.queries.supply import supplies_at
from apps.water.terms import AssetKind, OperatorKind
from apps.water.tests.making import (
    OFFICE,
    PLAZA,
    YEAR,
    make_connection,
    make_operator,
    square,
)
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

AROUND = square(-66.285, -17.405)
ELSEWHERE = square(-66.5, -17.405)
OPERATOR = {
    "name": "Cooperativa El Paso",
    "kind": "cooperative",
    "telephone": "4-4360000",
    "source": "Acta 3/2026",
}
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def clerk() -> Client:
    """Somebody who keeps operators, signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("emapaq"))
    return client


def post(client: Client, address: str, **form: object) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def asked(client: Client) -> str:
    answer = client.get(f"/agua/quien/?lon={PLAZA.x}&lat={PLAZA.y}")
    return unescape(answer.text)


def file(*grounds: MultiPolygon, name: str = "plano.geojson") -> SimpleUploadedFile:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(each.geojson)}
        for each in grounds
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile(name, text.encode())


def test_a_clerk_enters_an_operator_and_who_supplies_a_house_changes_at_once(
    clerk: Client,
) -> None:
    assert "No hay ninguna red" in asked(clerk)
    page = post(clerk, "/agua/operadores/nuevo/", **OPERATOR)
    assert "Su terreno no está dibujado" in page
    operator = Operator.objects.get(code="cooperativa-el-paso")
    here = f"/agua/operadores/{operator.pk}/"
    today = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).date().isoformat()
    drawn = {"since": today, "ground": AROUND[0].geojson, "source": "Plano 2026"}
    assert "El terreno está dibujado" in post(clerk, f"{here}cobertura/", **drawn)
    assert "Cooperativa El Paso" in asked(clerk)

    zone = {"name": "Zona alta", "outline": AROUND[0].geojson}
    assert "Zona alta" in post(clerk, f"{here}zonas/nueva/", **zone)
    made = PressureZone.objects.get(code="zona-alta")
    calendar = {
        "first_day": today,
        "reason": "Sequía",
        "desde-1": "05:00",
        "hasta-1": "09:00",
    }
    page = post(clerk, f"{here}zonas/{made.pk}/calendario/", **calendar)
    assert "Zona alta" in page
    page = asked(clerk)
    assert "05:00–09:00" in page
    assert "Zona alta" in page

    source = {"kind": "well", "code": "P-1", "place": PLAZA.geojson, "source": "Acta"}
    assert "P-1" in post(clerk, f"{here}fuentes/nueva/", **source)


def test_the_ground_of_a_file_is_taken_with_all_its_areas(clerk: Client) -> None:
    operator = make_operator(coverage=None)
    sent = {"since": "2026-01-01", "source": "Plano", "file": file(AROUND, ELSEWHERE)}
    post(clerk, f"/agua/operadores/{operator.pk}/cobertura/", **sent)
    (cover,) = operator.covers.all()
    assert len(cover.ground) == 2
    assert [each.operator for each in supplies_at(PLAZA, on=JUNE)] == [operator]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("foto.jpg", b"\xff\xd8\xff\xe0 no map", "role"),
        ("calles.geojson", b'{"type":"Point","coordinates":[-66.2,-17.4]}', "áreas"),
        ("vacio.geojson", b" ", "role"),
    ],
)
def test_a_file_without_areas_is_refused_and_nothing_is_drawn(
    clerk: Client, name: str, content: bytes, said: str
) -> None:
    operator = make_operator(coverage=None)
    sent = {
        "since": "2026-01-01",
        "source": "Plano",
        "file": SimpleUploadedFile(name, content),
    }
    page = post(clerk, f"/agua/operadores/{operator.pk}/cobertura/", **sent)
    assert said in page
    assert "is-wrong" in page or 'role="alert"' in page
    assert not operator.covers.exists()


def test_a_new_cover_holds_from_its_first_day_and_the_one_before_until_then() -> None:
    operator = make_operator()
    draw_coverage(operator, ELSEWHERE, since=JUNE, source="Plano", by=OFFICE)
    assert [each.operator for each in supplies_at(PLAZA, on=dt.date(2026, 5, 31))] == [
        operator
    ]
    assert supplies_at(PLAZA, on=JUNE) == []
    mended = draw_coverage(operator, AROUND, since=JUNE, source="Mejor", by=OFFICE)
    assert operator.covers.count() == 2
    assert mended.source == "Mejor"
    assert len(supplies_at(PLAZA, on=JUNE)) == 1
    with pytest.raises(CoverBegins):
        draw_coverage(operator, AROUND, since=YEAR, source="Antes", by=OFFICE)


def test_two_covers_on_one_day_are_refused_by_the_database() -> None:
    operator = make_operator()
    days = DateRange(JUNE, None)
    with pytest.raises(IntegrityError, match="one_on_any_day"), transaction.atomic():
        operator.covers.create(ground=AROUND, days=days, source="test")
    with pytest.raises(IntegrityError, match="has_days"), transaction.atomic():
        Coverage.objects.update(days=DateRange(JUNE, JUNE))


def test_what_was_drawn_before_is_in_the_history() -> None:
    operator = make_operator(coverage=None)
    draw_coverage(operator, AROUND, since=JUNE, source="Plano", by=OFFICE)
    draw_coverage(operator, ELSEWHERE, since=JUNE, source="Otro", by=OFFICE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT who, before ->> 'source' FROM documents_history"
            " WHERE table_name = 'water_coverage' AND before IS NOT NULL"
        )
        assert cursor.fetchall() == [("water test", "Plano")]


def test_connections_follow_the_outline_of_their_zone() -> None:
    operator = make_operator()
    inside = make_connection(operator)
    zone = PressureZone(operator=operator, code="alta", name="Alta", outline=AROUND)
    record_zone(zone, by=OFFICE)
    inside.refresh_from_db()
    assert inside.pressure_zone == zone
    zone.outline = ELSEWHERE
    record_zone(zone, by=OFFICE)
    inside.refresh_from_db()
    assert inside.pressure_zone is None
    again = PressureZone(operator=operator, code="alta", name="Otra", outline=AROUND)
    with pytest.raises(ZoneTaken):
        record_zone(again, by=OFFICE)
    remove_zone(zone, by=OFFICE)
    assert not PressureZone.objects.exists()


def test_a_source_is_a_well_or_a_tank_and_stays_while_pipes_begin_there() -> None:
    operator = make_operator()
    asked_for = NewSource(code="P-1", kind=AssetKind.WELL, place=PLAZA, source="Acta")
    well = record_source(operator, asked_for, by=OFFICE)
    valve = NewSource(code="V-1", kind=AssetKind.VALVE, place=PLAZA, source="Acta")
    with pytest.raises(NotASource):
        record_source(operator, valve, by=OFFICE)
    well.node = operator.nodes.create(position=PLAZA)
    with pytest.raises(SourceInUse):
        remove_source(well, by=OFFICE)
    well.node = None
    assert remove_source(well, by=OFFICE).state == "removed"


def test_whoever_may_not_keep_operators_changes_nothing() -> None:
    operator = make_operator()
    zone = PressureZone(operator=operator, code="alta", name="Alta", outline=AROUND)
    source = NewSource(code="P-1", kind=AssetKind.WELL, place=PLAZA, source="Acta")
    for act in (
        lambda: draw_coverage(operator, AROUND, since=JUNE, source="x", by=ANYONE),
        lambda: record_zone(zone, by=ANYONE),
        lambda: remove_zone(zone, by=ANYONE),
        lambda: record_source(operator, source, by=ANYONE),
    ):
        with pytest.raises(NotAllowed):
            act()
    client = Client()
    client.force_login(User.objects.create_user("otra", is_staff=True))
    assert client.get(f"/agua/operadores/{operator.pk}/").status_code == 403
    assert Client().get("/agua/operadores/nuevo/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "¿?"}, "Indique un código"),
        ({"code": "emapaq"}, "ya está en uso"),
        ({"source": " "}, "obligatorio"),
    ],
)
def test_a_wrong_entry_is_told_next_to_its_field(
    clerk: Client, wrong: dict[str, str], said: str
) -> None:
    make_operator()
    page = post(clerk, "/agua/operadores/nuevo/", **{**OPERATOR, **wrong})
    assert said in page
    assert "4-4360000" in page, "what was filled in is kept"
    assert Operator.objects.count() == 1


def test_an_operator_is_mended_and_keeps_its_code(clerk: Client) -> None:
    operator = make_operator(kind=OperatorKind.PRIVATE)
    told = {**OPERATOR, "name": "Aguatera Don Pío", "kind": "private"}
    post(clerk, reverse("water:change-operator", args=[operator.pk]), **told)
    operator.refresh_from_db()
    assert (operator.code, operator.name) == ("emapaq", "Aguatera Don Pío")


def test_a_zone_and_a_source_are_taken_off_again(clerk: Client) -> None:
    operator = make_operator()
    zone = PressureZone(operator=operator, code="alta", name="Alta", outline=AROUND)
    record_zone(zone, by=OFFICE)
    where = Point(PLAZA.x, PLAZA.y, srid=4326)
    asked_for = NewSource(code="P-1", kind=AssetKind.TANK, place=where, source="Acta")
    tank = record_source(operator, asked_for, by=OFFICE)
    here = f"/agua/operadores/{operator.pk}/"
    assert "P-1" in clerk.get(here).text
    assert "Se quitó la zona" in post(clerk, f"{here}zonas/{zone.pk}/quitar/")
    assert (
        "P-1"
        not in post(clerk, f"{here}fuentes/{tank.pk}/quitar/").split("</main>")[0][-2000:]
    )
    assert clerk.get(f"{here}calendario/").status_code == 200
    assert clerk.get(f"{here}cobertura/").status_code == 200
