"""Fronts of houses found by the map, last year's holders, and patents that are renewed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from apps.allocation.actions import (
    appoint_substitute,
    give_title,
    offer_renewals,
    set_window,
    transfer_title,
)
from apps.allocation.domain.admitting import Turn
from apps.allocation.domain.turns import SpaceWaits, WrongAdmission
from apps.allocation.models import Admission, Claim, Hold, Offering, Window
from apps.allocation.terms import Admits
from apps.allocation.tests.making import charged, hold, pay
from apps.documents.models import Document
from apps.festivals.actions import (
    admit_frontage,
    block_modules,
    issue_patent,
    new_plan,
    remove_modules,
)
from apps.festivals.domain.refusals import NothingInFront, NotPaidYet
from apps.festivals.queries import FRONT_M, in_front_of
from apps.festivals.terms import Side
from apps.festivals.tests.making import OFFICE, TODAY, at, draw, make_festival, make_plan
from apps.festivals.tests.test_pages import post, text_of
from apps.festivals.tests.test_publishing import publish
from apps.people.tests.making import make_office
from apps.territory.models import Block, Parcel
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db


def rectangle(west: float, south: float, east: float, north: float) -> MultiPolygon:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    shape = Polygon([at(x, y).coords for x, y in corners], srid=4326)
    return MultiPolygon(shape, srid=4326)


def make_parcel(code: str, west: float, east: float, *, south: float = 12) -> Parcel:
    """A house along the avenue, its front twelve metres north of the axis."""
    footprint = rectangle(west, south, east, south + 20)
    known = {"footprint": footprint, "source": "test", "certainty": "drawn"}
    block = Block.objects.create(code=f"M-{code}", use="housing", **known)
    return Parcel.objects.create(code=code, block=block, **known)


def owners(offering: Offering, name: str = "Frentistas") -> Window:
    now = dt.datetime.now(dt.UTC)
    turn = Turn(
        name=name,
        rank=1,
        first=now - dt.timedelta(hours=1),
        last=now + dt.timedelta(days=3),
        admits=Admits.SPACE,
    )
    return set_window(offering, turn, by=OFFICE)


def both_sides() -> Offering:
    """Four modules on each side of the avenue."""
    plan = make_plan(last_m=Decimal(20))
    draw(plan, prefix="B", side=Side.RIGHT, last_m=Decimal(20))
    offering: Offering = publish(plan)
    return offering


def test_what_is_in_front_of_a_house_is_found_by_the_map() -> None:
    offering = both_sides()
    house, next_door = make_parcel("P-1", 0, 10), make_parcel("P-2", 10, 20)
    across = make_parcel("P-3", 0, 20, south=-32)
    front = [each.code for each in in_front_of(offering, house, FRONT_M)]
    others = [each.code for each in in_front_of(offering, next_door, FRONT_M)]
    assert (len(front), len(others)) == (2, 2)
    assert {code[0] for code in front + others} == {"A"}
    assert {each.code[0] for each in in_front_of(offering, across, FRONT_M)} == {"B"}
    assert in_front_of(offering, make_parcel("P-9", 0, 10, south=60), FRONT_M) == []


def test_the_front_of_a_house_waits_for_its_owner_and_for_nobody_else() -> None:
    offering = both_sides()
    house, far = make_parcel("P-1", 0, 10), make_parcel("P-9", 0, 10, south=60)
    make_parcel("P-2", 10, 20)
    window, owner = owners(offering), make_party()

    def keep(parcel: Parcel) -> list[Admission]:
        return admit_frontage(
            window, parcel, party_id=owner.pk, proof="Folio", metres=FRONT_M, by=OFFICE
        )

    kept = keep(house)
    assert [each.proof for each in kept] == ["Folio (predio P-1)"] * 2
    with pytest.raises(SpaceWaits):
        hold(offering, in_front_of(offering, house, FRONT_M)[0].code)
    with pytest.raises(NothingInFront, match="P-9"):
        keep(far)


def test_a_desk_admits_an_owner_by_the_cadastral_code(admin_user: User) -> None:
    offering = both_sides()
    house = make_parcel("P-1", 0, 10)
    front = [each.code for each in in_front_of(offering, house, FRONT_M)]
    window = owners(offering)
    office = Client()
    office.force_login(admin_user)
    link = f"/fiestas/{offering.code}/turnos/{window.pk}/frentes/"
    assert link in text_of(office, f"/espacios/{offering.code}/turnos/{window.pk}/")
    assert "Ningún predio tiene el código" in text_of(office, f"{link}?predio=Z")
    assert "Delante de P-1" in text_of(office, f"{link}?predio=P-1")
    make_party("Juana Condori")
    known = {"predio": "P-1", "who": "Juana Condori", "proof": "Folio 3"}
    page = post(office, link, **known, modulo=front[:2])
    assert "2 módulos se guardan para Juana Condori" in page
    assert Client().get(link).status_code == 302


def test_the_parcel_is_pressed_on_the_map_or_the_street_beside_it(admin_user: User) -> None:
    offering = both_sides()
    house = make_parcel("P-1", 0, 10)
    office = Client()
    office.force_login(admin_user)
    link = f"/fiestas/{offering.code}/turnos/{owners(offering).pk}/frentes/"
    assert 'name="punto"' in text_of(office, link)

    def pressed(place: str) -> str:
        answer = office.get(link, {"punto": place}, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    inside = house.footprint.point_on_surface
    assert "Delante de P-1" in pressed(inside.geojson)
    inside.y += 0.01
    assert "Ahí no hay ningún predio" in pressed(inside.geojson)
    assert "Pulse en el mapa" in pressed("POINT EMPTY")


def last_year() -> tuple[Offering, Offering, Window]:
    """A feast and the next one: A-1 is gone, A-2 is called B-2, A-4 is blocked."""
    before = make_plan(last_m=Decimal(25))
    sold = publish(before)
    after = new_plan(make_festival(), copy_of=before, by=OFFICE)
    remove_modules(after, ["A-1"], by=OFFICE)
    after.modules.filter(code="A-2").update(code="B-2")
    block_modules(after, ["A-4"], by=OFFICE)
    offering = publish(after)
    return sold, offering, owners(offering, "Renovación")


def test_last_years_holders_are_admitted_to_the_same_code_or_place() -> None:
    sold, offering, window = last_year()
    parties = {code: make_party(f"De {code}") for code in ("A-1", "A-2", "A-3", "A-4")}
    for code, party in parties.items():
        give_title(sold.spaces.get(code=code), party_id=party.pk, why="Acta 2", by=OFFICE)
    told = {
        each.had_code: (each.code, each.obstacle)
        for each in offer_renewals(window, sold, by=OFFICE)
    }
    assert told == {
        "A-1": ("", "gone"),
        "A-2": ("B-2", ""),
        "A-3": ("A-3", ""),
        "A-4": ("A-4", "blocked"),
    }
    offer_renewals(window, sold, by=OFFICE)
    admitted = Admission.objects.order_by("space__code")
    assert [(each.space.code, each.party) for each in admitted if each.space] == [
        ("A-3", parties["A-3"]),
        ("B-2", parties["A-2"]),
    ]
    assert "A-2" in admitted[1].proof
    with pytest.raises(SpaceWaits):
        hold(offering, "B-2")
    with pytest.raises(WrongAdmission):
        offer_renewals(window, offering, by=OFFICE)


def test_who_cannot_renew_is_listed_with_the_reason(admin_user: User) -> None:
    sold, offering, window = last_year()
    for code in ("A-1", "A-3", "A-5"):
        give_title(
            sold.spaces.get(code=code), party_id=make_party().pk, why="Acta 2", by=OFFICE
        )
    give_title(
        offering.spaces.get(code="A-5"), party_id=make_party().pk, why="Acta 2", by=OFFICE
    )
    office = Client()
    office.force_login(admin_user)
    at_page = f"/espacios/{offering.code}/turnos/{window.pk}/renovar/"
    page = text_of(office, f"{at_page}?de={sold.code}")
    assert "ningún espacio de ese código o lugar" in page
    assert "ya es de otra persona" in page
    assert "1 puesto se puede renovar" in page
    assert "quedan admitidos a sus espacios" in post(office, at_page, de=sold.code)
    assert Admission.objects.count() == 1


def bought(*codes: str) -> Hold:
    """A hold that was paid, of a feast whose office numbers its patents."""
    festival = make_festival(office=make_office("ferias", "Ferias"))
    offering = publish(make_plan(festival, last_m=Decimal(20)))
    taken = charged(offering, *codes)
    pay(taken)
    return taken


def verified(document: Document) -> str:
    return text_of(Client(), f"/verificar/{document.token}/")


def test_a_transfer_renews_the_patent_and_the_old_one_says_so() -> None:
    taken = bought("A-1")
    old = issue_patent(taken, on=TODAY, by=OFFICE)
    assert "Auténtico" in verified(old) or "vigente" in verified(old)
    assert old.pages == 1, "the code by which it is verified is on the same sheet"
    heir = make_party("Bea Rojas")
    given_up = Claim.objects.get(hold=taken, kind="title")
    transfer = transfer_title(
        given_up, to_party=heir.pk, why="Memorial 14", on=TODAY, by=OFFICE
    )
    new = Document.objects.get(kind="festivals.patent", annulled_at=None)
    after = Hold.objects.get(claims=transfer.taken)
    assert new.about_id == str(after.token)
    assert new.number == old.number is not None
    assert "Otro más nuevo lo reemplaza" in verified(old)
    with pytest.raises(NotPaidYet):
        issue_patent(taken, on=TODAY, by=OFFICE)
    assert issue_patent(after, on=TODAY, by=OFFICE) == new


def test_of_two_modules_one_goes_on_and_each_holder_has_a_patent() -> None:
    taken = bought("A-1", "A-2")
    old = issue_patent(taken, on=TODAY, by=OFFICE)
    one = Claim.objects.get(hold=taken, kind="title", space__code="A-1")
    transfer_title(one, to_party=make_party().pk, why="Memorial", on=TODAY, by=OFFICE)
    mine = issue_patent(taken, on=TODAY, by=OFFICE)
    assert mine.number == old.number
    counting = Document.objects.filter(kind="festivals.patent", annulled_at=None)
    assert counting.count() == 2


def test_a_substitute_is_printed_on_a_renewed_patent() -> None:
    taken = bought("A-1")
    old = issue_patent(taken, on=TODAY, by=OFFICE)
    title = Claim.objects.get(hold=taken, kind="title")
    days = DateRange(dt.date(2027, 8, 15), dt.date(2027, 8, 16))
    appoint_substitute(
        title,
        party_id=make_party("Bea Rojas").pk,
        days=days,
        why="Enfermedad",
        on=TODAY,
        by=OFFICE,
    )
    new = issue_patent(taken, on=TODAY, by=OFFICE)
    assert new.pk != old.pk
    assert new.sha256 != old.sha256
