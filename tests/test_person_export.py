"""Whoever asks for what is held of them is given all of it, and nothing of anybody else."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import IntegerField

from apps.documents.actions.exporting_persons import held_of, links
from apps.documents.permissions import AUDIT
from apps.people.actions import merge_parties
from apps.people.models import PersonalDataRead
from apps.people.tests.making import ADMIN, make_ci, make_person
from apps.treasury.tests.making import charge, make_price, pay
from geo.access import NotAllowed, Viewer

pytestmark = [pytest.mark.django_db, pytest.mark.bar("R51")]
AUDITOR = Viewer(name="auditora", is_staff=True, grants=frozenset({AUDIT.name}))


def exported(person: str, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "held.json"
    call_command("export_person", person, str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "it is all about one person"
    held = json.loads(file.read_text(encoding="utf-8"))
    assert isinstance(held, dict)
    return held


def test_it_holds_their_data_their_debts_and_who_looked(tmp_path: Path) -> None:
    juana = make_person("Juana", "Condori", **make_ci("5277123")).party
    other = make_person("Zenobia", "Quiroga", **make_ci("4400111")).party
    price = make_price("10.00")
    for party in (juana, other):
        charge(price, party)
        pay(party, "4.00")
    held = exported("5277123 CB", tmp_path)
    tables = held["tables"]
    assert {"people_party", "people_person", "treasury_obligation", "treasury_payment"} <= (
        set(tables)
    )
    assert (
        [row["number"] for row in tables["people_identitydocument"]["rows"]] == ["5277123"]
        if "people_identitydocument" in tables
        else True
    )
    assert "Quiroga" not in json.dumps(held)
    assert any(row["act"] == "added" for row in held["history"])
    look = PersonalDataRead.objects.latest("pk")
    assert (look.party_id, look.detail) == (juana.pk, "export_person")


def test_what_was_written_for_a_merged_duplicate_is_theirs(tmp_path: Path) -> None:
    juana = make_person("Juana", "Condori", **make_ci("5277123")).party
    twice = make_person("Juana", "Condory").party
    charge(make_price("10.00"), twice)
    merge_parties(twice, into=juana, reason="registered twice", by=ADMIN)
    held = exported("5277123 CB", tmp_path)
    assert len(held["tables"]["people_party"]["rows"]) == 2
    assert len(held["tables"]["treasury_obligation"]["rows"]) == 1


def test_who_may_not_read_the_history_is_given_nothing() -> None:
    party = make_person().party
    with pytest.raises(NotAllowed):
        held_of(party, by=Viewer(name="nadie", is_staff=True))
    assert held_of(party, by=AUDITOR)["of"] == party.name


ACTS = {
    ("treasury_entry", "person_id"),
    ("treasury_shift", "person_id"),
}
"""Numbers of people without a foreign key: members of staff who acted, not people of whom
something is held."""


def test_no_table_names_a_person_by_a_bare_number() -> None:
    """Or it would be left out."""
    linked = {(model._meta.db_table, name) for model, names in links() for name in names}
    assert len({table for table, _name in linked}) > 20
    bare = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, IntegerField)
        and field.name != "most_per_party"
        and field.name.endswith(("person_id", "party_id", "person", "party", "holder_id"))
    }
    assert bare == ACTS
