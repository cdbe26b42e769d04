"""Registering, correcting, finding: the acts of the register and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from apps.people.actions import (
    add_address,
    add_contact,
    correct_person,
    drop_contact,
    end_address,
    give_consent,
    merge_parties,
    record_vulnerability,
    register_organisation,
    register_person,
    withdraw_consent,
)
from apps.people.actions.refusals import DocumentTaken, NotRegistered
from apps.people.domain.contacts import tidy_phone
from apps.people.domain.documents import read_ci
from apps.people.domain.drafts import AddressDraft, OrganisationDraft, PersonDraft
from apps.people.models import Party, Person
from apps.people.queries import find_person, likely_duplicates, search_parties
from apps.people.tests.making import (
    ADMIN,
    ALWAYS,
    TODAY,
    make_ci,
    make_organisation,
    make_person,
)
from apps.territory.tests.making import WIDE, make_district, make_otb
from geo.access import ANYONE, NotAllowed, Viewer

pytestmark = pytest.mark.django_db

INSIDE = WIDE.point("a").clone()
HERE = Point(INSIDE.x + 0.002, INSIDE.y - 0.002, srid=4326)
OFFICER = Viewer(name="ana", district_grants={"people.register": frozenset({5})})


def draft(**given: Any) -> PersonDraft:
    return PersonDraft(**{**{"given_names": "Ana", "first_surname": "Mamani"}, **given})


def test_a_person_is_called_by_all_names_tidied():
    party = register_person(
        draft(given_names="  Ana  María ", second_surname="Ñáñez"), by=ADMIN
    )
    party.refresh_from_db()
    assert party.name == "Ana María Mamani Ñáñez"
    assert party.name_key == "ana maria mamani nanez"
    assert party.recorded_by == "admin"


def test_a_document_is_taken_as_people_write_it():
    register_person(draft(**make_ci("1.234.567", "1a", "cb")), by=ADMIN)
    assert Person.objects.get().document == "1234567-1A CB"


def test_the_second_with_one_document_is_refused_and_nothing_is_left():
    register_person(draft(**make_ci("1234567")), by=ADMIN)
    with pytest.raises(DocumentTaken):
        register_person(draft(given_names="Otra", **make_ci("1234567")), by=ADMIN)
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_names": " "},
        {"first_surname": ""},
        make_ci("12"),
        make_ci("1234567", "XX"),
        {"document_kind": "ci"},
    ],
)
def test_what_has_not_its_shape_is_refused_with_a_sentence(wrong):
    with pytest.raises(NotRegistered) as refused:
        register_person(draft(**wrong), by=ADMIN)
    assert len(str(refused.value)) > 10
    assert not Party.objects.exists()


def test_an_organisation_is_known_by_its_tax_number():
    one = OrganisationDraft(name="Cooperativa Sucre", kind="cooperative", nit="1020304050")
    register_organisation(one, by=ADMIN)
    with pytest.raises(DocumentTaken):
        register_organisation(one, by=ADMIN)


def test_an_address_knows_what_lies_there():
    district = make_district(5)
    otb = make_otb("Ironcollo", WIDE.polygons("abcd"), district=district)
    party = make_person().party

    address = add_address(party, AddressDraft(position=HERE, number=" 12 "), by=ADMIN)

    assert (address.district, address.otb, address.number) == (district, otb, "12")
    assert address.street is None


def test_an_address_outside_the_town_lies_nowhere_and_is_taken():
    make_district(5)
    far = AddressDraft(position=Point(-66.15, -17.39, srid=4326))
    assert add_address(make_person().party, far, by=ADMIN).district is None


@pytest.mark.parametrize("position", [Point(srid=4326), Point(500, 0, srid=4326)])
def test_a_point_that_is_no_place_is_refused(position):
    with pytest.raises(NotRegistered):
        add_address(make_person().party, AddressDraft(position=position), by=ADMIN)


def test_an_officer_of_a_district_registers_who_is_found_there():
    make_district(5)
    there = AddressDraft(position=HERE)
    party = register_person(draft(), address=there, by=OFFICER)
    correct_person(party, draft(given_names="Anita"), by=OFFICER)
    with pytest.raises(NotAllowed):
        register_person(draft(), by=OFFICER)
    with pytest.raises(NotAllowed):
        correct_person(make_person().party, draft(), by=OFFICER)
    with pytest.raises(NotAllowed):
        far = AddressDraft(position=Point(-66.15, -17.39, srid=4326))
        register_person(draft(), address=far, by=OFFICER)


def test_who_moved_away_is_the_districts_no_more():
    make_district(5)
    party = register_person(draft(), address=AddressDraft(position=HERE), by=OFFICER)
    end_address(party.addresses.get(), on=TODAY, by=OFFICER)
    with pytest.raises(NotAllowed):
        correct_person(party, draft(), by=OFFICER)
    see = Viewer(name="ana", district_grants={"people.see": frozenset({5})})
    assert not Party.objects.visible_to(see).exists()


def test_contacts_are_kept_in_one_form_and_the_first_is_preferred():
    party = make_person().party
    first = add_contact(party, "phone", "707-12345", by=ADMIN)
    second = add_contact(party, "phone", "4 4361234", by=ADMIN)
    assert (first.value, first.is_preferred) == ("+59170712345", True)
    assert (second.value, second.is_preferred) == ("+59144361234", False)
    for kind, value in (("phone", "70712345"), ("phone", "12"), ("email", "ana")):
        with pytest.raises(NotRegistered):
            add_contact(party, kind, value, by=ADMIN)
    drop_contact(second, by=ADMIN)
    assert party.contacts.get() == first


def test_grounds_and_consents_are_dated_and_proven():
    person = make_person()
    record_vulnerability(person, "older", ALWAYS, proof="CI", by=ADMIN)
    with pytest.raises(NotRegistered):
        record_vulnerability(person, "older", ALWAYS, proof="CI", by=ADMIN)
    consent = give_consent(person.party, "notices", on=TODAY, proof="form 7", by=ADMIN)
    with pytest.raises(NotRegistered):
        give_consent(person.party, "notices", on=TODAY, proof=" ", by=ADMIN)
    withdraw_consent(consent, on=TODAY, by=ADMIN)
    assert give_consent(person.party, "notices", on=TODAY, proof="form 8", by=ADMIN).pk


@pytest.mark.parametrize(
    "act",
    [
        lambda party: register_person(draft(), by=ANYONE),
        lambda party: register_organisation(
            OrganisationDraft(name="A", kind="otb"), by=ANYONE
        ),
        lambda party: correct_person(party, draft(), by=ANYONE),
        lambda party: add_contact(party, "phone", "70712345", by=ANYONE),
        lambda party: add_address(party, AddressDraft(position=HERE), by=ANYONE),
        lambda party: record_vulnerability(
            party.person, "older", ALWAYS, proof="CI", by=ANYONE
        ),
        lambda party: give_consent(party, "notices", on=TODAY, proof="x", by=ANYONE),
        lambda party: merge_parties(party, into=party, reason="x", by=ANYONE),
    ],
)
def test_every_act_needs_its_permission(act):
    with pytest.raises(NotAllowed):
        act(make_person().party)


def names(text: str) -> list[str]:
    found = search_parties(Party.objects.standing(), text)
    return sorted(found.values_list("name", flat=True))


def test_names_are_found_without_accents_and_in_any_order():
    make_person("Ángela", "Núñez")
    make_person("Angel", "Nina")
    make_organisation("Asociación Ángeles")
    assert names("nunez angela") == ["Ángela Núñez"]
    assert names("ÁNGEL") == ["Angel Nina", "Asociación Ángeles", "Ángela Núñez"]
    assert names("100%") == []


def test_a_name_with_a_number_in_it_is_found_unless_it_is_somebodys_number():
    make_organisation("Asociación 14 de Septiembre")
    make_organisation("OTB 16 de Julio", "140140")
    assert names("asociacion 14") == ["Asociación 14 de Septiembre"]
    assert names("140140") == ["OTB 16 de Julio"]
    assert names("16 de julio") == ["OTB 16 de Julio"]


def test_a_number_finds_all_who_carry_it_and_a_whole_document_one():
    make_person("Ana", **make_ci("1234567"))
    make_person("Beto", **make_ci("1234567", "1A", "LP"))
    make_organisation("OTB", "1234567")
    assert names("1.234.567") == ["Ana Mamani", "Beto Mamani", "OTB"]
    assert names("1234567-1A LP") == ["Beto Mamani"]


def test_names_are_found_by_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = search_parties(Party.objects.all(), "mamani")
        assert "party_name_trigrams" in found.explain()


def test_likely_duplicates_are_named_with_their_reasons():
    ana = make_person("Ana María", "Mamani", **make_ci("1234567"))
    make_person("Juan", "Quispe", **make_ci("7654321"))
    found = likely_duplicates(name="Ana Maria Mamany", kind="person", number="1234567")
    assert [(each.party_id, each.reasons) for each in found] == [
        (ana.pk, ["document", "name"])
    ]
    assert not likely_duplicates(name="Ana Maria Mamany", kind="organisation")
    assert not likely_duplicates(name="Ana María Mamani", kind="person", besides=ana.pk)


def test_who_was_born_on_another_day_is_another():
    make_person("Ana", "Mamani", born_on=TODAY.replace(year=1990))
    alike: Any = {"name": "Ana Mamani", "kind": "person"}
    assert likely_duplicates(**alike, born_on=TODAY.replace(year=1990))
    assert not likely_duplicates(**alike, born_on=TODAY.replace(year=1991))


def test_one_person_is_found_by_what_names_them_surely():
    ana = make_person(**make_ci("1234567", "1A"))
    make_person(**make_ci("1234567"))
    assert find_person("1234567-1A CB") == ana
    assert find_person("1234567-1A") == ana
    assert find_person(str(ana.pk)) == ana
    assert find_person("9" * 30) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_can_be_looked_up(text):
    text = text.replace("\x00", "")
    assert list(search_parties(Party.objects.all(), text)[:1]) in (
        [],
        [Party.objects.first()],
    )


@given(st.integers(1000, 99_999_999), st.sampled_from(["", "1A", "9Z"]))
def test_a_card_is_read_as_it_is_written(number, complement):
    text = f"{number}-{complement}" if complement else str(number)
    found = read_ci(text)
    assert found is not None
    assert (found.number, found.complement) == (str(number), complement)


@given(st.from_regex(r"[2-7][0-9]{7}", fullmatch=True))
def test_a_telephone_number_is_one_however_it_is_written(local):
    written = (local, f"+591 {local}", f"00591{local}", f"{local[:4]}-{local[4:]}")
    assert {tidy_phone(each) for each in written} == {f"+591{local}"}
