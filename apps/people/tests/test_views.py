"""The pages about people: who gets in, what they show, and what is written down."""

from __future__ import annotations

import datetime as dt
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.people.actions import add_address, merge_parties, seed_offices
from apps.people.actions.organising import OfficeDraft
from apps.people.domain.drafts import AddressDraft
from apps.people.models import Grant, Holding, Office, Party, PersonalDataRead
from apps.people.tests.making import (
    ADMIN,
    give,
    hold,
    make_account,
    make_ci,
    make_office,
    make_organisation,
    make_person,
    make_post,
)
from apps.territory.tests.making import WIDE, make_district

pytestmark = pytest.mark.django_db

ALL = ("see", "register", "merge", "organise", "grant", "audit")


def today() -> dt.date:
    """The day by the town's own clock."""
    return dt.datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def signed_in(*permissions: str, name: str = "clerk", district=None) -> Client:
    """A browser of a clerk whose post has these permissions of `people`."""
    clerk, post = make_person("Clerk", name), make_post(name, make_office(f"of-{name}"))
    hold(clerk, post)
    for each in permissions:
        give(post, f"people.{each}", district)
    client = Client()
    client.force_login(make_account(clerk, name))
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:400]
    return unescape(answer.content.decode())


def looked() -> list[tuple[str, str, str]]:
    rows = PersonalDataRead.objects.order_by("pk")
    return list(rows.values_list("by", "party__name", "door"))


STAFF_PAGES = ("/personas/", "/personas/nueva/", "/personas/consultas/", "/permisos/")


@pytest.mark.parametrize("page", [*STAFF_PAGES, "/personas/1/", "/personas/1/unir/"])
def test_a_passer_by_is_asked_to_sign_in(client, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/entrar/?next=")


@pytest.mark.parametrize("page", [*STAFF_PAGES, "/personas/1/", "/personas/1/unir/"])
def test_staff_without_the_permission_are_told_which(page):
    text = text_of(signed_in(), page, 403)
    assert "permiso" in text


def test_a_citizen_gets_in_nowhere():
    rosa = make_person("Rosa")
    client = Client()
    client.force_login(make_account(rosa, "rosa", is_staff=False))
    for page in (*STAFF_PAGES, f"/personas/{rosa.pk}/"):
        text_of(client, page, 403)


def test_people_are_found_and_it_is_written_down():
    make_person("Ángela", "Núñez", **make_ci("1234567", "1A"))
    client = signed_in("see")
    assert "Escriba" in text_of(client, "/personas/")
    assert looked() == []
    text = text_of(client, "/personas/?q=nunez")
    assert "Ángela Núñez" in text
    assert "1234567-1A CB" in text
    assert looked() == [("clerk", "Ángela Núñez", "search")]
    assert "Nadie" in text_of(client, "/personas/?q=xyzzy")


def test_a_long_list_comes_in_pages_that_miss_nobody():
    for number in range(60):
        make_person(f"Ana{number % 7}", "Mamani")
    client, address, found = signed_in("see"), "/personas/?q=mamani", []
    while address:
        answer = client.get(address)
        page = answer.context["page"]
        found += [party.pk for party in page.rows]
        address = f"/personas/?q=mamani&despues={page.next_key}" if page.next_key else ""
    assert len(found) == len(set(found)) == 60


def test_the_sheet_shows_all_on_one_page_and_it_is_written_down():
    district, person = make_district(5), make_person("Ana", **make_ci("1234567"))
    corner = WIDE.point("a")
    here = Point(corner.x + 0.002, corner.y - 0.002, srid=4326)
    address = AddressDraft(position=here, directions="portón verde")
    add_address(person.party, address, by=ADMIN)
    client = signed_in(*ALL)

    text = text_of(client, f"/personas/{person.pk}/")

    assert "portón verde" in text
    assert f"D-{district.number}" in text
    assert "data-focus" in text
    assert looked() == [("clerk", "Ana Mamani", "sheet")]


def test_whoever_looks_at_oneself_is_not_written_down():
    client = signed_in("see")
    own = Party.objects.get(name="Clerk clerk")
    text_of(client, f"/personas/{own.pk}/")
    assert looked() == []


def test_a_duplicate_leads_to_who_it_is():
    lost, kept = make_person("Ana").party, make_person("Ana María").party
    merge_parties(lost, into=kept, reason="same", by=ADMIN)
    answer = signed_in("see").get(f"/personas/{lost.pk}/")
    assert answer["Location"] == f"/personas/{kept.pk}/"


def test_an_officer_of_a_district_sees_who_is_found_there():
    five = make_district(5)
    corner = WIDE.point("a")
    here = Point(corner.x + 0.002, corner.y - 0.002, srid=4326)
    inside, outside = make_person("Ana"), make_person("Beto")
    add_address(inside.party, AddressDraft(position=here), by=ADMIN)
    client = signed_in("see", district=five)
    text = text_of(client, "/personas/?q=mamani")
    assert "Ana Mamani" in text
    assert "Beto" not in text
    text_of(client, f"/personas/{inside.pk}/")
    text_of(client, f"/personas/{outside.pk}/", 404)
    text_of(client, f"/personas/{outside.pk}/corregir/", 403)


def test_the_sheet_asks_the_database_the_same_for_one_address_as_for_ten():
    person = make_person()
    client = signed_in("see")
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            text_of(client, f"/personas/{person.pk}/")
        counted.append(len(asked))
        for place in range(9):
            position = Point(-66.28 + place / 1000, -17.39, srid=4326)
            add_address(person.party, AddressDraft(position=position), by=ADMIN)
    assert counted[0] == counted[1] <= 20


def test_somebody_new_is_registered_once_the_likely_ones_were_shown():
    make_person("Ana", "Mamani")
    client = signed_in("see", "register")
    form = {"given_names": "Ana", "first_surname": "Mamany"}
    shown = client.post("/personas/nueva/", form)
    assert "Ana Mamani" in shown.content.decode()
    assert Party.objects.filter(name="Ana Mamany").count() == 0
    assert looked() == [("clerk", "Ana Mamani", "check")]
    sent = client.post("/personas/nueva/", {**form, "confirmado": "1"})
    assert sent.status_code == 302
    assert Party.objects.get(name="Ana Mamany").recorded_by == "clerk"


def test_a_wrong_card_is_refused_on_the_page_and_nothing_is_lost():
    client = signed_in("see", "register")
    form = {"given_names": "Ana", "first_surname": "Rojas", **make_ci("12")}
    text = client.post("/personas/nueva/", form).content.decode()
    assert 'value="Rojas"' in text
    assert 'role="alert"' in text
    assert not Party.objects.filter(name="Ana Rojas").exists()


def test_an_organisation_is_registered_and_corrected():
    client = signed_in("see", "register")
    form = {"name": "OTB Ironcollo", "kind": "otb", "nit": "1020304050"}
    client.post("/personas/nueva-organizacion/", form)
    party = Party.objects.get(kind="organisation")
    address = f"/personas/{party.pk}/corregir/"
    assert "1020304050" in text_of(client, address)
    client.post(address, {**form, "name": "OTB Ironcollo Norte"})
    party.refresh_from_db()
    assert party.name == "OTB Ironcollo Norte"


def test_details_are_added_and_ended_from_the_sheet():
    person = make_person()
    client, page = signed_in("see", "register"), f"/personas/{person.pk}"
    client.post(f"{page}/contacto/", {"kind": "phone", "value": "70712345"})
    client.post(
        f"{page}/proteccion/", {"kind": "older", "since": "2026-01-01", "proof": "CI"}
    )
    consent = {"purpose": "notices", "given_on": "2026-01-01", "proof": "form 7"}
    client.post(f"{page}/consentimiento/", consent)
    point = '{"type":"Point","coordinates":[-66.28,-17.39]}'
    client.post(f"{page}/direccion/", {"role": "home", "position": point})
    party = person.party
    assert (party.contacts.count(), party.addresses.count()) == (1, 1)
    assert (person.vulnerabilities.count(), party.consents.count()) == (1, 1)
    client.post(f"{page}/contacto/", {"quitar": party.contacts.get().pk})
    client.post(f"{page}/consentimiento/", {"retirar": party.consents.get().pk})
    client.post(f"{page}/direccion/", {"terminar": party.addresses.get().pk})
    assert party.contacts.count() == 0
    assert party.consents.get().withdrawn_on == today()
    assert party.addresses.get().until == today()


DEEP = '{"type":"GeometryCollection","geometries":[' * 2000
"""More than any reader follows to the end."""


@pytest.mark.parametrize(
    "drawn",
    [
        "",
        "nonsense",
        '{"type":"LineString","coordinates":[]}',
        pytest.param(DEEP, id="deep"),
    ],
)
def test_an_address_without_a_point_says_what_to_do(drawn):
    person = make_person()
    client = signed_in("see", "register")
    form = {"role": "home", "position": drawn}
    text = client.post(f"/personas/{person.pk}/direccion/", form).content.decode()
    assert "mapa" in text
    assert not person.party.addresses.exists()


def test_two_entries_are_merged_from_the_page():
    lost, kept = make_person("Ana").party, make_person("Ana").party
    client = signed_in("see", "merge")
    assert "Ana Mamani" in text_of(client, f"/personas/{lost.pk}/unir/")
    answer = client.post(f"/personas/{lost.pk}/unir/", {"into": kept.pk, "reason": "same"})
    assert answer["Location"] == f"/personas/{kept.pk}/"
    lost.refresh_from_db()
    assert lost.survivor == kept


def test_a_duplicate_that_nothing_resembles_is_found_by_its_number():
    lost, kept = make_person("Ana"), make_person("Rosa", "Quispe", **make_ci("4567890"))
    client = signed_in("see", "merge")
    address = f"/personas/{lost.pk}/unir/"
    assert "Rosa Quispe" not in text_of(client, address)
    assert f'value="{kept.pk}"' in text_of(client, f"{address}?otra=4567890")
    assert f'value="{kept.pk}"' not in text_of(client, f"{address}?otra=999999")


def test_the_chart_is_everybodys_and_costs_the_same_for_many(client):
    assert "seed_offices" in text_of(client, "/oficinas/")
    seed_offices(
        [
            OfficeDraft(
                code="top", name="Alcaldía", kind="executive", place=(-66.28, -17.39)
            ),
            *(
                OfficeDraft(code=f"o{n}", name=f"Oficina {n}", kind="unit", parent="top")
                for n in range(20)
            ),
        ],
        by=ADMIN,
    )
    with CaptureQueriesContext(connection) as asked:
        text = text_of(client, "/oficinas/")
    assert "Oficina 19" in text
    assert len(asked) <= 3


def test_holders_of_posts_are_shown_to_staff_only(client):
    office = make_office()
    hold(make_person("Ana"), make_post("cajera", office))
    assert "Ana" not in text_of(client, "/oficinas/caja/")
    assert "Ana Mamani" in text_of(signed_in(), "/oficinas/caja/")
    assert looked() == [("clerk", "Ana Mamani", "holders")]


def test_posts_are_opened_and_given_from_the_page():
    make_office()
    make_person("Ana", **make_ci("1234567"))
    client = signed_in("organise")
    client.post("/oficinas/caja/cargo/", {"code": "caja-1", "title": "Cajera"})
    post = Office.objects.get(code="caja").posts.get()
    form = {"post": post.pk, "kind": "titular", "since": "2026-01-01", "act": "RA 1"}
    client.post("/oficinas/caja/designacion/", {**form, "person": "9999999"})
    assert not post.holdings.exists()
    client.post("/oficinas/caja/designacion/", {**form, "person": "1234567 CB"})
    assert post.holdings.get().person.given_names == "Ana"
    client.post("/oficinas/caja/designacion/", {"terminar": post.holdings.get().pk})
    assert Holding.objects.get(post=post).days.upper == today()


def test_permissions_are_listed_granted_and_taken_back():
    post = make_post()
    client = signed_in("grant")
    text = text_of(client, "/permisos/")
    assert "works.import_calls" in text
    form = {
        "post": post.pk,
        "permission": "people.see",
        "since": "2026-01-01",
        "basis": "MOF",
    }
    client.post("/permisos/otorgar/", form)
    grant = Grant.objects.get(post=post)
    client.post("/permisos/otorgar/", {"retirar": grant.pk})
    grant.refresh_from_db()
    assert grant.days.upper == today()
    own = {**form, "post": Grant.objects.get(permission="people.grant").post.pk}
    refused = client.post("/permisos/otorgar/", own, follow=True).content.decode()
    assert 'role="alert"' in refused
    assert Grant.objects.filter(permission="people.see").count() == 1


@pytest.mark.bar("R56")
def test_the_auditor_reads_who_looked_at_whom():
    ana = make_person("Ana")
    text_of(signed_in("see", name="beto"), f"/personas/{ana.pk}/")
    client = signed_in("audit")
    text = text_of(client, "/personas/consultas/")
    assert "beto" in text
    assert "Ana Mamani" in text
    assert "Ana Mamani" not in text_of(client, "/personas/consultas/?cuenta=nobody")
    assert "Ana Mamani" in text_of(client, f"/personas/consultas/?parte={ana.pk}")


def test_the_menu_shows_the_pages_that_one_may_use(client):
    assert "/oficinas/" in text_of(client, "/oficinas/")
    assert "/permisos/" not in text_of(client, "/oficinas/")
    text = text_of(signed_in("see", "grant"), "/oficinas/")
    assert "/permisos/" in text
    assert "/personas/consultas/" not in text


def test_offices_are_seeded_once():
    listed = [OfficeDraft(code="top", name="Alcaldía", kind="executive")]
    assert seed_offices(listed, by=ADMIN) == 1
    Office.objects.update(name="Otra")
    assert seed_offices(listed, by=ADMIN) == 0
    assert Office.objects.get().name == "Otra"
    assert make_organisation().pk
