"""A citizen whom the state vouches for is a person of the register, or nobody yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from apps.people.actions import link_account, merge_parties, register_person
from apps.people.actions.refusals import AccountTaken
from apps.people.domain.drafts import PersonDraft
from apps.people.models import Account, Person
from apps.people.queries import viewer_of_account
from apps.signin.actions.citizens import link_citizen, unlink_citizen, welcome_citizen
from apps.signin.domain.addresses import Origin
from apps.signin.domain.openid.claims import Citizen
from apps.signin.domain.openid.provider import Client as Registration
from apps.signin.domain.refusals import (
    AccountElsewhere,
    AnotherPerson,
    IdentityTaken,
    OnlyWayIn,
)
from apps.signin.models import CitizenIdentity, Event, OpenSession
from apps.signin.terms import Happening
from apps.signin.tests import identity, making
from apps.signin.tests.identity import Middle
from apps.signin.tests.test_openid import agreed
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db
JUANA = Citizen(
    issuer="https://state.example.org",
    subject="juana",
    document_kind="CI",
    document_number="5234567",
    document_complement="1A",
    given_names="JUANA",
    first_surname="MAMANI",
    second_surname="QUISPE",
    birthday=dt.date(1984, 3, 7),
    email="juana@example.org",
    mobile="70712345",
)


def welcome(citizen: Citizen = JUANA) -> User:
    return welcome_citizen(citizen, origin=Origin(), at=making.now())


def link(user: User, citizen: Citizen = JUANA) -> None:
    link_citizen(user, citizen, origin=Origin(), at=making.now())


def known(**more: Any) -> Person:
    """Juana as a clerk has registered her."""
    told = {
        "given_names": "Juana",
        "first_surname": "Mamani",
        "document_kind": "ci",
        "document_number": "5234567",
        "complement": "1A",
        **more,
    }
    return register_person(PersonDraft(**told), by=making.OFFICE).person


def person_behind(user: User) -> int | None:
    return viewer_of_account(user, making.now().date()).person_id


def test_who_is_not_registered_is_registered_as_the_state_says() -> None:
    user = welcome()
    person = Person.objects.get()
    assert (str(person), person.document) == ("Juana Mamani Quispe", "5234567-1A")
    assert person.born_on == JUANA.birthday
    assert person.party.recorded_by == "ciudadania-digital"
    assert person_behind(user) == person.pk
    assert CitizenIdentity.objects.get().person == person


def test_who_is_registered_is_found_whatever_department_is_on_the_card() -> None:
    person = known(issued_in="CB")
    assert person_behind(welcome()) == person.pk
    assert Person.objects.count() == 1


def test_the_number_without_its_complement_is_somebody_else() -> None:
    other = known(complement="", first_surname="Rojas")
    assert person_behind(welcome()) not in (None, other.pk)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"first_surname": "Rojas"}, id="another surname"),
        pytest.param({"born_on": dt.date(1990, 1, 1)}, id="another birthday"),
    ],
)
def test_a_number_typed_wrongly_hands_nobody_anothers_affairs(more: Any) -> None:
    known(**more)
    user = welcome()
    assert person_behind(user) is None
    assert Person.objects.count() == 1


def test_two_with_one_card_are_left_to_a_clerk() -> None:
    known(issued_in="CB"), known(issued_in="LP")
    assert person_behind(welcome()) is None


def test_once_a_clerk_has_settled_it_the_next_visit_finds_the_person() -> None:
    kept, lost = known(issued_in="CB"), known(issued_in="LP")
    user = welcome()
    merge_parties(lost.party, into=kept.party, reason="one card", by=making.OFFICE)
    assert welcome() == user
    assert person_behind(user) == kept.pk


@pytest.mark.parametrize(
    "told",
    [{"document_kind": "PASAPORTE"}, {"document_number": ""}, {"document_number": "x"}],
)
def test_a_citizen_without_a_card_that_can_be_read_comes_in_all_the_same(
    told: dict[str, Any],
) -> None:
    more: dict[str, Any] = {} if "document_kind" in told else {"document_complement": ""}
    assert person_behind(welcome(replace(JUANA, **told, **more))) is None
    assert not Person.objects.exists()


def test_who_has_an_account_already_is_told_to_link_it() -> None:
    mine = making.citizen()
    link_account(mine, known(), by=making.OFFICE)
    with pytest.raises(AccountElsewhere):
        welcome()
    assert User.objects.count() == 1
    link(mine)
    assert welcome() == mine
    assert Event.objects.filter(user=mine, kind=Happening.CITIZEN_LINKED).count() == 1


def test_linking_says_whose_an_account_of_nobody_is() -> None:
    mine = making.citizen()
    link(mine)
    assert person_behind(mine) == Person.objects.get().pk


def test_an_account_is_not_linked_to_two_citizens_nor_a_citizen_to_two_accounts() -> None:
    mine, other = making.citizen(), making.citizen("carla")
    link(mine)
    with pytest.raises(IdentityTaken):
        link(other)
    with pytest.raises(IdentityTaken):
        link(mine, replace(JUANA, subject="twin"))


def test_an_account_is_not_linked_to_another_person() -> None:
    mine = making.citizen()
    beto = known(given_names="Beto", document_number="111222", complement="")
    link_account(mine, beto, by=making.OFFICE)
    with pytest.raises(AnotherPerson):
        link(mine)
    assert person_behind(mine) == beto.pk
    assert not Person.objects.exclude(pk=beto.pk).exists(), "and nobody was registered"


def test_an_account_has_one_person_and_a_person_one_account() -> None:
    mine, juana = making.citizen(), known()
    with pytest.raises(NotAllowed):
        link_account(mine, juana, by=ANYONE)
    assert link_account(mine, juana, by=making.OFFICE) == link_account(
        mine, juana, by=making.OFFICE
    )
    beto = known(given_names="Beto", document_number="111222", complement="")
    with pytest.raises(AccountTaken):
        link_account(mine, beto, by=making.OFFICE)
    with pytest.raises(AccountTaken):
        link_account(making.citizen("carla"), juana, by=making.OFFICE)


def test_the_command_links_an_account_to_a_card() -> None:
    juana, mine = known(), making.citizen()
    call_command("link_account", "beto", "5234567-1A")
    assert Account.objects.get().person == juana
    for account, person in (("nobody", "5234567-1A"), ("beto", "999999")):
        with pytest.raises(CommandError):
            call_command("link_account", account, person)
    making.citizen("carla")
    with pytest.raises(CommandError):
        call_command("link_account", "carla", "5234567-1A")
    assert person_behind(mine) == juana.pk


def unlink(user: User, here: str = "") -> None:
    unlink_citizen(user, here=here, origin=Origin(), at=making.now())


def test_who_unlinks_it_comes_in_by_other_ways_only_and_stays_who_they_are() -> None:
    mine = making.citizen()
    link(mine)
    person = person_behind(mine)
    for key, method in (("a", "citizen"), ("b", "citizen"), ("c", "password")):
        OpenSession.objects.create(
            user=mine, key=key, method=method, began_at=making.now(), seen_at=making.now()
        )
    unlink(mine, here="a")
    unlink(mine)
    assert set(mine.open_sessions.values_list("key", flat=True)) == {"a", "c"}
    assert person_behind(mine) == person
    assert Event.objects.filter(kind=Happening.CITIZEN_UNLINKED).count() == 1
    with pytest.raises(AccountElsewhere):
        welcome()
    link(mine)
    assert welcome() == mine


def test_the_only_way_into_an_account_is_not_taken_away() -> None:
    user = welcome()
    with pytest.raises(OnlyWayIn):
        unlink(user)
    assert welcome() == user
    making.passkey(user)
    unlink(user)
    assert not CitizenIdentity.objects.exists()


def test_it_is_unlinked_on_ones_own_page(client: Client) -> None:
    mine = making.citizen()
    link(mine)
    making.come_in(client, mine)
    assert "/cuenta/ciudadania/quitar/" in client.get("/cuenta/").content.decode()
    assert client.get("/cuenta/ciudadania/quitar/").status_code == 405
    assert client.post("/cuenta/ciudadania/quitar/")["Location"] == "/cuenta/"
    assert not CitizenIdentity.objects.exists()
    assert client.get("/cuenta/").status_code == 200


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Middle]:
    with identity.provider(tmp_path_factory.mktemp("oidc") / "provider.log") as middle:
        yield middle


def test_somebody_signed_in_links_themselves_on_their_own_page(
    client: Client, running: Middle, settings: Any
) -> None:
    there = Registration(
        issuer=running.issuer,
        client_id=identity.CLIENT,
        secret=identity.SECRET,
        scopes="openid profile fecha_nacimiento email celular",
    )
    settings.SIGN_IN = replace(settings.SIGN_IN, client=there)
    mine = making.citizen()
    making.come_in(client, mine)
    strange = client.get("/cuenta/ciudadania/guessed-by-another-site/")
    assert strange["Location"] == "/cuenta/"
    page = client.get("/cuenta/").content.decode()
    begin = page.split('href="/cuenta/ciudadania/')[1].split('"')[0]
    away = client.get(f"/cuenta/ciudadania/{begin}")
    assert client.get(agreed(away["Location"]))["Location"] == "/cuenta/"
    told = client.get("/cuenta/").content.decode()
    assert "5234567-1A" in told
    assert f"/cuenta/ciudadania/{begin}" not in told
    assert CitizenIdentity.objects.get().user == mine


def test_whoever_signed_out_meanwhile_links_nothing(
    client: Client, running: Middle, settings: Any, tmp_path: Path
) -> None:
    there = Registration(
        issuer=running.issuer,
        client_id=identity.CLIENT,
        secret=identity.SECRET,
        scopes="openid profile",
    )
    settings.SIGN_IN = replace(settings.SIGN_IN, client=there)
    making.come_in(client, making.citizen())
    page = client.get("/cuenta/").content.decode()
    begin = page.split('href="/cuenta/ciudadania/')[1].split('"')[0]
    back = agreed(client.get(f"/cuenta/ciudadania/{begin}")["Location"])
    kept = client.session["signin.journey"]
    client.logout()
    session = client.session
    session["signin.journey"] = kept
    session.save()
    client.get(back)
    assert not CitizenIdentity.objects.exists()
