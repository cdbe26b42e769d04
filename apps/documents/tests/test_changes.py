"""What auditors read of a change: words of the office, not names of columns."""

from __future__ import annotations

import pytest
from django.db import connection

from apps.documents.domain.changes import DERIVED, WORDS, changes, models_by_table

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


def test_a_telephone_that_is_revoked_is_told_in_spanish() -> None:
    before = {"holder_id": 3, "revoked_by": ""}
    told = changes("fieldwork_device", before, {"holder_id": 3, "revoked_by": "jefa"})
    assert [(each.title, each.after) for each in told] == [("dado de baja por", "jefa")]
