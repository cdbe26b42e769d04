"""Everything that is held of one person, for whoever asks for what is theirs.

Which tables that are is read from the models: each row with a foreign key to the person.
So a register that is new is in it the day it is made. Acts of staff are not theirs but the
office's: who did what is in the history.

Source: Constitution of Bolivia, art. 130 (acción de protección de privacidad).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Field, Model, Q
from django.utils.encoding import force_str

from apps.documents.models import HistoryRow
from apps.documents.permissions import AUDIT
from apps.people.actions import note_looks
from apps.people.models import Organisation, Party, Person
from apps.people.terms import Door
from geo.access import Viewer

WHO: Final = (Party, Person, Organisation)
DOOR: Final = "export_person"


def links() -> Iterator[tuple[type[Model], list[str]]]:
    """Every table with the columns by which its rows say whose they are."""
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if field.related_model in WHO
        ]
        if names and model._meta.managed:
            yield model, names


def held_of(party: Party, *, by: Viewer) -> dict[str, Any]:
    """All rows about `party` and its merged duplicates by table, and their history.

    A row that names two people, as a household does, is held of both.

    Raises:
        NotAllowed: `by` may not read the history.
    """
    AUDIT.require(by)
    parties = Party.objects.filter(Q(pk=party.pk) | Q(survivor=party))
    keys = list(parties.values_list("pk", flat=True))
    note_looks(keys, door=Door.COMMAND, detail=DOOR, by=by)
    found = {Party._meta.db_table: _table(Party, list(parties.order_by("pk")))}
    for model, names in links():
        theirs = Q.create([(f"{name}__in", keys) for name in names], connector=Q.OR)
        rows = list(model._base_manager.filter(theirs).order_by("pk"))
        if rows:
            found.setdefault(model._meta.db_table, _table(model, rows))
    history = [
        {"table": each.table_name, "record": each.record, "at": each.at, "act": each.act}
        | {"before": each.before, "after": each.after, "why": each.why}
        for table, told in found.items()
        if table.startswith("people_")
        for each in HistoryRow.objects.filter(
            table_name=table, record__in=[str(row["pk"]) for row in told["rows"]]
        ).order_by("pk")
    ]
    return {"of": party.name, "tables": found, "history": history}


def _table(model: type[Model], rows: list[Any]) -> dict[str, Any]:
    fields = list(model._meta.concrete_fields)
    return {
        "title": force_str(model._meta.verbose_name),
        "columns": {each.name: force_str(each.verbose_name) for each in fields},
        "rows": [_row(each, fields) for each in rows],
    }


def _row(row: Model, fields: list[Field[Any, Any]]) -> dict[str, Any]:
    values = {each.name: each.value_from_object(row) for each in fields}
    return {"pk": row.pk} | {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    """What JSON can hold: positions as WKT (EPSG:4326), bytes as hexadecimal digits."""
    if isinstance(value, GEOSGeometry):
        return value.wkt
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
