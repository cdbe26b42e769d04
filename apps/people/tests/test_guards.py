"""What the database itself refuses about people, offices and rights."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from apps.people.models import (
    Consent,
    ContactPoint,
    Grant,
    Holding,
    Office,
    Organisation,
    Party,
    PartyAddress,
    PartyMerge,
    Person,
    PersonalDataRead,
    Post,
    Vulnerability,
)
from apps.people.tests.making import ALWAYS, days, hold, make_office, make_person, make_post

pytestmark = pytest.mark.django_db


def party(name: str = "Ana Mamani", kind: str = "person") -> Party:
    return Party.objects.create(kind=kind, name=name, recorded_by="test")


def person(name: str = "Ana Mamani", **given: object) -> Person:
    names = {"given_names": "Ana", "first_surname": "Mamani"}
    return Person.objects.create(party=party(name), **{**names, **given})


def ci(number: str, complement: str = "", issued_in: str = "CB") -> dict[str, str]:
    return {
        "document_kind": "ci",
        "document_number": number,
        "complement": complement,
        "issued_in": issued_in,
    }


def settle() -> None:
    """Have the database check now what it would check at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(ci("123"), id="too short"),
        pytest.param(ci("123456789"), id="too long"),
        pytest.param(ci("0123456"), id="leading nought"),
        pytest.param(ci("12345A7"), id="letter in the number"),
        pytest.param(ci("1234567", "A1"), id="complement turned round"),
        pytest.param(ci("1234567", "1"), id="half a complement"),
        pytest.param(ci("1234567", issued_in="XX"), id="no such department"),
        pytest.param(ci("1234567", issued_in="PER"), id="country on a card of ours"),
        pytest.param({"document_kind": "ci"}, id="kind without number"),
        pytest.param({"document_number": "1234567"}, id="number without kind"),
        pytest.param(
            {"document_kind": "passport", "document_number": "AB1234"}, id="no country"
        ),
        pytest.param(
            {
                "document_kind": "foreigner",
                "document_number": "E-12345678",
                "complement": "1A",
            },
            id="complement on a foreigner's card",
        ),
    ],
)
def test_a_document_that_looks_like_none_is_refused(document):
    with pytest.raises(IntegrityError, match="person_document_has_its_shape"):
        person(**document)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="none"),
        pytest.param(ci("1234"), id="a short old one"),
        pytest.param(ci("12345678", "1F", ""), id="a new one without department"),
        pytest.param(
            {
                "document_kind": "passport",
                "document_number": "AB1234",
                "issued_in": "PER",
            },
            id="passport",
        ),
        pytest.param(
            {"document_kind": "foreigner", "document_number": "E-12345678"},
            id="foreigner's card",
        ),
    ],
)
def test_documents_as_they_are_issued_are_taken(document):
    assert person(**document).pk


def test_one_number_is_two_people_when_what_stands_behind_it_differs():
    for complement, issued_in in (
        ("", "CB"),
        ("1A", "CB"),
        ("1B", "CB"),
        ("", "LP"),
        ("", ""),
    ):
        person(**ci("1234567", complement, issued_in))
    assert Person.objects.filter(document_number="1234567").count() == 5


@pytest.mark.parametrize(
    "document",
    [ci("1234567"), ci("1234567", "1A"), ci("1234567", "", ""), ci("1234567", "1A", "")],
    ids=["plain", "complement", "no department", "complement, no department"],
)
def test_one_document_is_one_person_even_where_parts_are_unknown(document):
    person(**document)
    with pytest.raises(IntegrityError, match="person_document_is_single"):
        person(**document)


def test_people_without_a_document_are_as_many_as_there_are():
    person()
    person()
    assert Person.objects.filter(document_number="").count() == 2


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ({"given_names": ""}, "person_has_a_full_name"),
        ({"first_surname": "", "second_surname": ""}, "person_has_a_full_name"),
        (
            {"born_on": dt.date(2000, 1, 2), "died_on": dt.date(2000, 1, 1)},
            "person_dies_after_birth",
        ),
    ],
)
def test_a_person_is_whole(names, rule):
    with pytest.raises(IntegrityError, match=rule):
        person(**names)


@pytest.mark.parametrize(
    ("name", "kind", "rule"),
    [
        ("", "person", "party_has_a_name"),
        (" Ana", "person", "party_has_a_name"),
        ("Ana", "robot", "party_kind_is_known"),
    ],
)
def test_a_party_has_a_name_and_a_kind(name, kind, rule):
    with pytest.raises(IntegrityError, match=rule):
        party(name, kind)


def test_a_party_is_called_what_its_person_is_called():
    person()
    settle()
    Party.objects.update(name="Otra Persona")
    with pytest.raises(IntegrityError, match="party_detail_fits"):
        settle()


def test_a_person_is_no_organisation():
    Person.objects.create(
        party=party(kind="organisation"), given_names="Ana", first_surname="Mamani"
    )
    with pytest.raises(IntegrityError, match="party_detail_fits"):
        settle()


def test_a_party_is_not_its_own_survivor():
    one = party()
    with pytest.raises(IntegrityError, match="party_does_not_survive_itself"):
        Party.objects.filter(pk=one.pk).update(survivor=one)


def test_a_survivor_was_never_merged_itself():
    first, second, third = party(), party(), party()
    Party.objects.filter(pk=first.pk).update(survivor=second)
    settle()
    Party.objects.filter(pk=second.pk).update(survivor=third)
    with pytest.raises(IntegrityError, match="party_survivor_stands"):
        settle()


@pytest.mark.parametrize("nit", ["123", "0123456", "12345A"])
def test_a_tax_number_has_its_shape(nit):
    with pytest.raises(IntegrityError, match="organisation_nit_has_its_shape"):
        Organisation.objects.create(party=party(kind="organisation"), kind="otb", nit=nit)


def test_a_tax_number_is_one_organisations_and_none_is_everybodys():
    for nit in ("", "", "1020304050"):
        Organisation.objects.create(party=party(kind="organisation"), kind="otb", nit=nit)
    with pytest.raises(IntegrityError, match="organisation_nit_is_single"):
        Organisation.objects.create(
            party=party(kind="organisation"), kind="otb", nit="1020304050"
        )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "70712345"),
        ("phone", "+59180712345"),
        ("phone", "+5917071234"),
        ("phone", "+5491112345678"),
        ("email", "ana"),
        ("email", "a b@c.bo"),
        ("fax", "ana@correo.bo"),
    ],
)
def test_a_contact_has_its_shape(kind, value):
    with pytest.raises(IntegrityError, match="contact_has_its_shape"):
        ContactPoint.objects.create(party=party(), kind=kind, value=value)


def test_one_contact_of_a_kind_is_preferred():
    one = party()
    values = {"party": one, "kind": "phone", "is_preferred": True}
    ContactPoint.objects.create(value="+59170712345", **values)
    with pytest.raises(IntegrityError, match="contact_preferred_is_single"):
        ContactPoint.objects.create(value="+59170712346", **values)


def test_an_address_ends_after_it_began_and_is_a_place():
    where = Point(-66.28, -17.39, srid=4326)
    same = dt.date(2026, 1, 1)
    for given, rule in (
        ({"since": same, "until": same}, "party_address_ends_after_it_began"),
        ({"role": "hides"}, "party_address_role_is_known"),
        ({"position": Point(srid=4326)}, "party_address_position_is_valid"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            PartyAddress.objects.create(
                **{"party": party(), "role": "home", "position": where, **given}
            )


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"proof": " "}, "vulnerability_has_proof"),
        ({"days": days("2026-01-01", "2026-01-01")}, "vulnerability_has_a_first_day"),
        ({"kind": "tired"}, "vulnerability_kind_is_known"),
    ],
)
def test_a_ground_has_proof_and_days(given, rule):
    values = {"kind": "older", "days": ALWAYS, "proof": "CI", "recorded_by": "test"}
    with pytest.raises(IntegrityError, match=rule):
        Vulnerability.objects.create(person=person(), **{**values, **given})


def test_a_ground_is_noted_once_for_a_day():
    someone = person()
    values = {"person": someone, "kind": "older", "proof": "CI", "recorded_by": "test"}
    Vulnerability.objects.create(days=days("2026-01-01", "2026-06-01"), **values)
    Vulnerability.objects.create(days=days("2026-06-01"), **values)
    with pytest.raises(IntegrityError, match="vulnerability_is_recorded_once"):
        Vulnerability.objects.create(days=days("2026-05-31", "2026-06-02"), **values)


def test_a_consent_stands_once_until_it_is_withdrawn():
    values = {
        "party": party(),
        "purpose": "notices",
        "given_on": dt.date(2026, 1, 2),
        "proof": "form 7",
        "recorded_by": "test",
    }
    consent = Consent.objects.create(**values)
    with pytest.raises(IntegrityError, match="consent_stands_once"), transaction.atomic():
        Consent.objects.create(**values)
    with pytest.raises(IntegrityError, match="consent_ends_after"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_on=dt.date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="consent_has_proof"):
        Consent.objects.create(**{**values, "purpose": "sharing", "proof": ""})


def test_a_post_has_one_holder_and_one_acting_holder_at_a_time():
    post, one, other = make_post(), make_person("Ana"), make_person("Beto")
    hold(one, post, days("2026-01-01", "2026-07-01"))
    hold(other, post, days("2026-07-01"))
    hold(one, post, days("2026-08-01", "2026-08-10"), acting=True)
    values = {"post": post, "act": "RA 1", "recorded_by": "test"}
    with pytest.raises(IntegrityError, match="holding_one_at_a_time"), transaction.atomic():
        Holding.objects.create(
            person=one, kind="titular", days=days("2026-06-30", "2026-07-02"), **values
        )
    with pytest.raises(IntegrityError, match="holding_one_at_a_time"):
        Holding.objects.create(
            person=other, kind="acting", days=days("2026-08-09", "2026-08-11"), **values
        )


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"kind": "acting"}, "holding_acting_ends"),
        ({"act": ""}, "holding_has_its_act"),
        ({"days": days("2026-01-01", "2026-01-01")}, "holding_has_a_first_day"),
        ({"kind": "guest"}, "holding_kind_is_known"),
    ],
)
def test_a_holding_is_whole(given, rule):
    values = {"kind": "titular", "days": ALWAYS, "act": "RA 1", "recorded_by": "test"}
    with pytest.raises(IntegrityError, match=rule):
        Holding.objects.create(
            post=make_post(), person=make_person(), **{**values, **given}
        )


def test_a_grant_stands_once_for_all_districts_and_once_for_each():
    values = {
        "post": make_post(),
        "permission": "people.see",
        "days": ALWAYS,
        "basis": "MOF",
        "recorded_by": "test",
    }
    Grant.objects.create(**values)
    with pytest.raises(IntegrityError, match="grant_stands_once"), transaction.atomic():
        Grant.objects.create(**values)
    for given, rule in (
        ({"permission": "all"}, "grant_names_a_permission"),
        ({"basis": ""}, "grant_has_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Grant.objects.create(**{**values, **given})


def test_an_office_has_one_head():
    office = make_office()
    Post.objects.create(office=office, code="jefa", title="Jefa", is_head=True)
    with pytest.raises(IntegrityError, match="post_head_is_single"):
        Post.objects.create(office=office, code="jefe", title="Jefe", is_head=True)


@pytest.mark.parametrize("code", ["", "Caja", "caja--1", "caja 1", "-caja"])
def test_an_office_code_is_a_slug(code):
    with pytest.raises(IntegrityError, match="office_code_is_a_slug"):
        Office.objects.create(code=code, name="Caja", kind="unit")


def test_no_office_stands_under_itself():
    top = make_office("top")
    middle = make_office("middle", parent="top")
    low = make_office("low", parent="middle")
    with (
        pytest.raises(IntegrityError, match="office_tree_has_no_rings"),
        transaction.atomic(),
    ):
        Office.objects.filter(pk=top.pk).update(parent=low)
    with pytest.raises(IntegrityError, match="office_is_not_its_own_parent"):
        Office.objects.filter(pk=middle.pk).update(parent=middle)


def test_what_is_logged_stays_as_it_is():
    one, other = party(), party("Ana Mamani")
    look = PersonalDataRead.objects.create(by="ana", party=one, door="sheet")
    merge = PartyMerge.objects.create(merged=one, survivor=other, reason="same", by="ana")
    for rows, change in (
        (PersonalDataRead.objects.filter(pk=look.pk), {"by": "beto"}),
        (PartyMerge.objects.filter(pk=merge.pk), {"reason": "other"}),
    ):
        with pytest.raises(IntegrityError, match="is_append_only"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError, match="is_append_only"), transaction.atomic():
            rows.delete()
