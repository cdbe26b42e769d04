"""A title that no payment gave, and one that ends by decision."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.allocation.actions import end_title, give_title
from apps.allocation.domain.handovers import NoReasonGiven, TitleOver
from apps.allocation.domain.refusals import SpacesTaken
from apps.allocation.models import Claim, Offering
from apps.allocation.queries import own_holds
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    charged,
    hold,
    make_offering,
    owner,
    pay,
    person,
)
from apps.allocation.tests.test_pages import post, text_of
from apps.people.models import Party
from apps.treasury.actions import reverse_payment
from apps.treasury.tests.making import make_party

pytestmark = pytest.mark.django_db

WHY = "Resolución 4/2026"


def given(offering: Offering, party: Party, code: str = "A-1", why: str = WHY) -> Claim:
    space = offering.spaces.get(code=code)
    return give_title(space, party_id=party.pk, why=why, by=OFFICE)


def test_a_title_is_given_and_ended_by_decision_and_says_by_whom() -> None:
    offering, party = make_offering(), make_party()
    title = given(offering, party)
    assert (title.given_by, title.given_why) == (OFFICE.name, WHY)
    with pytest.raises(SpacesTaken):
        hold(offering, "A-1")
    with pytest.raises(SpacesTaken):
        given(offering, make_party())
    assert owner(offering, "A-1") == party.pk

    ended = end_title(title, why="Memorial 9", on=TODAY, by=OFFICE)
    assert (ended.ended_by, ended.ended_why) == (OFFICE.name, "Memorial 9")
    assert owner(offering, "A-1") is None
    hold(offering, "A-1")


def test_who_was_given_a_space_sees_it_as_a_buyer_does() -> None:
    offering, party = make_offering(), make_party()
    given(offering, party)
    assert [each.codes for each in own_holds(offering, person(party)[0])] == [("A-1",)]


def test_what_was_not_given_leaves_nothing() -> None:
    offering, party = make_offering(), make_party()
    given(offering, make_party())
    with pytest.raises(SpacesTaken):
        given(offering, party)
    assert own_holds(offering, person(party)[0]) == []


def test_an_act_without_a_reason_or_on_what_is_over_is_refused() -> None:
    offering, party = make_offering(), make_party()
    with pytest.raises(NoReasonGiven):
        given(offering, party, why=" ")
    title = given(offering, party)
    with pytest.raises(NoReasonGiven):
        end_title(title, why="", on=TODAY, by=OFFICE)
    end_title(title, why=WHY, on=TODAY, by=OFFICE)
    with pytest.raises(TitleOver):
        end_title(title, why="Otra vez", on=TODAY, by=OFFICE)
    title.refresh_from_db()
    assert title.ended_why == WHY


def test_a_payment_that_is_taken_back_says_who_ended_the_title() -> None:
    offering = make_offering()
    payment = pay(charged(offering, "A-1"))
    reverse_payment(payment, on=TODAY, why="Cobro doble", by=OFFICE)
    assert Claim.objects.get(kind="title").ended_by == OFFICE.name


def refused(rule: str, statement: str, title: Claim) -> None:
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [title.pk])


END = (
    "UPDATE allocation_claim SET ended_why = 'x', ended_by = {who}, "
    "in_force = tstzrange(lower(in_force), clock_timestamp()) WHERE id = %s"
)
GIVE = (
    "INSERT INTO allocation_claim "
    "(space_id, kind, party_id, given_by, given_why, during, in_force, ended_why) "
    "SELECT other.id, 'title', claim.party_id, {who}, {why}, claim.during, "
    "tstzrange(clock_timestamp(), NULL), '' "
    "FROM allocation_claim claim JOIN allocation_space other ON other.code = 'A-2' "
    "WHERE claim.id = %s"
)


def test_the_database_takes_no_title_without_who_decided_it() -> None:
    title = given(make_offering(), make_party())
    decided = "claim_without_payment_is_decided"
    refused(decided, GIVE.format(who="''", why="'x'"), title)
    refused(decided, GIVE.format(who="'x'", why="' '"), title)
    refused("claim_of_a_title_ends_for_a_reason", END.format(who="''"), title)
    told = "UPDATE allocation_claim SET given_by = 'otra' WHERE id = %s"
    refused("claim_keeps_its_origin", told, title)
    with connection.cursor() as cursor:
        cursor.execute(GIVE.format(who="'x'", why="'x'"), [title.pk])
        cursor.execute(END.format(who="'x'"), [title.pk])
        assert cursor.rowcount == 1


def test_an_office_gives_a_space_and_ends_the_title(admin_user: User) -> None:
    office = Client()
    office.force_login(admin_user)
    offering = make_offering()
    make_party("Cruz Roja")
    at = f"/espacios/{offering.code}/titulares/"
    assert "Otorgar un espacio sin pago" in text_of(office, at)
    form = {"who": "Cruz Roja", "why": WHY}
    assert "Z-9: no está en este plano" in post(office, f"{at}otorgar/", code="Z-9", **form)
    page = post(office, f"{at}otorgar/", code="a-1", **form)
    assert "A-1: Cruz Roja" in page
    assert f"Otorgado por decisión: {WHY}" in page
    again = post(office, f"{at}otorgar/", code="A-1", **form)
    assert "A-1" in again
    assert Claim.objects.filter(kind="title").count() == 1
    one = f"{at}{Claim.objects.get(kind='title').pk}/"
    page = post(office, f"{one}terminar/", why="Memorial 9")
    assert "volvió a la oferta" in page
    assert "Memorial 9" in page
    assert owner(offering, "A-1") is None


def test_who_only_sells_gives_and_ends_nothing(client: Client) -> None:
    title = given(make_offering(), make_party())
    at = f"/espacios/{title.space.offering.code}/titulares/"
    client.force_login(User.objects.create_user("funcionaria", is_staff=True))
    for address in (f"{at}otorgar/", f"{at}{title.pk}/terminar/"):
        assert client.post(address, {"why": "x"}).status_code == 403
