"""Members of associations: entered, ended, never twice at once, seen by staff only."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from apps.people.actions import join_organisation, leave_organisation
from apps.people.actions.refusals import MemberAlready, NotRegistered
from apps.people.models import Membership, Party, Person, PersonalDataRead
from apps.people.tests.making import ADMIN, days, make_ci, make_organisation, make_person
from apps.people.tests.test_views import signed_in, text_of, today
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

SINCE = dt.date(2026, 1, 1)


@pytest.fixture
def federation(db: None) -> Party:
    return make_organisation("Federación de Comerciantes")


@pytest.fixture
def rosa(db: None) -> Person:
    return make_person("Rosa", "Quispe", **make_ci("4455667"))


def joined(federation: Party, person: Person, since: dt.date = SINCE) -> Membership:
    return join_organisation(federation.organisation, person, since=since, by=ADMIN)


def test_a_member_leaves_and_may_come_back(federation, rosa) -> None:
    first = joined(federation, rosa)
    leave_organisation(first, on=dt.date(2026, 3, 1), by=ADMIN)
    joined(federation, rosa, dt.date(2026, 3, 1))
    assert Membership.objects.on(dt.date(2026, 2, 28)).get() == first
    assert Membership.objects.on(dt.date(2026, 3, 1)).count() == 1


def test_nobody_is_a_member_twice_on_one_day(federation, rosa) -> None:
    joined(federation, rosa)
    with pytest.raises(MemberAlready, match="pertenece a la asociación"):
        joined(federation, rosa, dt.date(2026, 2, 1))


def test_without_the_guard_one_would_be_a_member_twice(federation, rosa) -> None:
    row = joined(federation, rosa)
    again = {"organisation": row.organisation, "person": rosa, "recorded_by": "x"}
    with pytest.raises(IntegrityError, match="membership_is_single"), transaction.atomic():
        Membership.objects.create(days=days("2026-05-01"), **again)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_membership DROP CONSTRAINT membership_is_single")
    Membership.objects.create(days=days("2026-05-01"), **again)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("membership_role_is_known", {"role": "king"}),
        ("membership_has_a_first_day", {"days": (None, dt.date(2026, 1, 1))}),
        ("membership_is_recorded_by_somebody", {"recorded_by": ""}),
    ],
)
def test_the_database_refuses_what_no_membership_is(federation, rosa, rule, wrong) -> None:
    row = joined(federation, rosa)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(**wrong)


def test_a_membership_ends_after_it_began(federation, rosa) -> None:
    with pytest.raises(NotRegistered, match="último día"):
        leave_organisation(joined(federation, rosa), on=SINCE, by=ADMIN)


def test_who_may_not_register_enters_no_member(federation, rosa) -> None:
    with pytest.raises(NotAllowed):
        join_organisation(federation.organisation, rosa, since=SINCE, by=ANYONE)


def test_members_are_entered_and_ended_on_their_page(federation, rosa) -> None:
    client = signed_in("see", "register")
    page = f"/personas/{federation.pk}/miembros/"
    assert "Nadie figura como miembro" in text_of(client, page)

    form = {"card": "4455667", "role": "board", "since": today().isoformat()}
    client.post(page, form)
    told = text_of(client, page)
    assert "Rosa Quispe" in told
    assert "4455667 CB" in told
    assert "miembro del directorio" in told
    assert PersonalDataRead.objects.filter(party=rosa.pk, detail="miembros").exists()

    Membership.objects.update(days=days("2026-01-01"))
    client.post(page, {"terminar": str(Membership.objects.get().pk)})
    assert "Nadie figura como miembro" in text_of(client, page)


def test_a_card_that_nobody_has_is_said(federation) -> None:
    client = signed_in("see", "register")
    page = f"/personas/{federation.pk}/miembros/"
    form = {"card": "9999999", "role": "member", "since": "2026-01-01"}
    assert "Nadie está registrado con" in client.post(page, form, follow=True).text


def test_a_person_has_no_page_of_members(rosa) -> None:
    text_of(signed_in("see"), f"/personas/{rosa.pk}/miembros/", status=404)


def test_who_may_only_see_changes_nothing(federation, rosa) -> None:
    client = signed_in("see")
    form = {"card": "4455667", "role": "member", "since": "2026-01-01"}
    client.post(f"/personas/{federation.pk}/miembros/", form)
    assert not Membership.objects.exists()
