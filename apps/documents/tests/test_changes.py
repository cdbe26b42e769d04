"""What auditors read of a change: words of the office, not names of columns."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils.functional import Promise

from apps.documents.domain.changes import DERIVED, changes, keys_in
from apps.documents.domain.titles import THINGS, WORDS, about_in_words, models_by_table
from apps.documents.queries import names_of
from apps.people.tests.making import make_office, make_person

pytestmark = pytest.mark.django_db

KEPT = """
SELECT DISTINCT event_object_table FROM information_schema.triggers
WHERE trigger_name LIKE '%history%'
"""


def test_every_column_whose_changes_are_kept_has_a_name_in_spanish() -> None:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        tables = {table for (table,) in cursor.fetchall()}
    assert "people_person" in tables
    bare = {
        f"{table}.{field.name}"
        for table, model in models_by_table().items()
        if table in tables
        for field in model._meta.concrete_fields
        if field.name not in WORDS | dict.fromkeys(DERIVED)
        and str(field.verbose_name) == field.name.replace("_", " ")
    }
    assert bare == set()


def test_every_record_whose_changes_are_kept_has_a_name_in_spanish() -> None:
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        tables = {table for (table,) in cursor.fetchall()}
    kept = {table: model for table, model in models_by_table().items() if table in tables}
    assert "festivals_module" in kept
    bare = {
        table
        for table, model in kept.items()
        if table not in THINGS and not isinstance(model._meta.verbose_name, Promise)
    }
    assert bare == set()


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        pytest.param("territory_street", "kind", "avenue", "avenida", id="a word"),
        pytest.param("water_bill", "issued_on", "2026-05-31", "31/05/2026", id="a day"),
        pytest.param("water_bill", "amount", 1234.5, "1234,50", id="money"),
        pytest.param("festivals_module", "rows", 0, "0", id="a figure"),
        pytest.param(
            "territory_zone",
            "outline",
            {"type": "MultiPolygon", "coordinates": []},
            "superficies",
            id="a shape",
        ),
    ],
)
def test_values_are_told_as_people_write_them(table, column, value, told) -> None:
    assert [each.after for each in changes(table, None, {column: value})] == [told]


@pytest.mark.parametrize(
    ("kind", "key", "told"),
    [
        ("treasury.payment", "54153", "pago 54153"),
        ("allocation.hold", "69814802-d4d9-432e-bc0a-d0ba7c8ea16a", "reserva"),
        ("nobody.knows", "7", "nobody_knows 7"),
    ],
)
def test_a_paper_says_what_it_is_about(kind: str, key: str, told: str) -> None:
    assert about_in_words(kind, key) == told


def test_a_record_is_called_by_its_name_and_a_person_is_not() -> None:
    office = make_office("despacho", name="Despacho del Alcalde")
    rosa = make_person("Rosa", "Quispe")
    keys = {("people_party", str(rosa.party_id))}
    after = {"parent_id": office.pk, "party_id": rosa.party_id}
    named = names_of(keys | keys_in("people_office", after))
    told = changes("people_office", None, after, named)
    assert [each.after for each in told] == [str(office), str(rosa.party_id)]


def test_a_telephone_that_is_revoked_is_told_in_spanish() -> None:
    before = {"holder_id": 3, "revoked_by": ""}
    told = changes("fieldwork_device", before, {"holder_id": 3, "revoked_by": "jefa"})
    assert [(each.title, each.after) for each in told] == [("dado de baja por", "jefa")]
