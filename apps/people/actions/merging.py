"""Making one party of two, with everything that points to the duplicate.

Which columns point to parties is read from the database's catalogue
(`docs/decisions/0014-merging-people.md`), so registers above are moved unasked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql as compose

from apps.people.actions.refusals import CannotMerge
from apps.people.models import Organisation, Party, PartyMerge, Person
from apps.people.permissions import MERGE
from apps.people.terms import STAYS_WHEN_MERGED, PartyKind
from geo import sql
from geo.access import Viewer
from geo.broken_rules import rule_of

SQL: Final = Path(__file__).parent.parent / "sql" / "merging"

PATIENCE_MS: Final = 800
"""Less than PostgreSQL's `deadlock_timeout` of a second."""

_MOVE: Final = compose.SQL(
    "UPDATE {table} SET {column} = %s WHERE {column} = %s"
    " RETURNING jsonb_build_array({key})"
)


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """A column that points to parties, people or organisations."""

    schema_name: str
    table_name: str
    column_name: str
    key_columns: list[str]

    @property
    def name(self) -> str:
        """The column as the log of merges calls it."""
        return f"{self.table_name}.{self.column_name}"

    def move(self, merged: int, survivor: int) -> list[Any]:
        """Point its rows to the survivor; returns their keys."""
        with connection.cursor() as cursor:
            cursor.execute(
                _MOVE.format(
                    table=compose.Identifier(self.schema_name, self.table_name),
                    column=compose.Identifier(self.column_name),
                    key=compose.SQL(", ").join(map(compose.Identifier, self.key_columns)),
                ),
                [survivor, merged],
            )
            return [json.loads(key) for (key,) in cursor.fetchall()]


def pointers() -> list[Pointer]:
    """Every column that moves when parties are merged, from the database's catalogue."""
    return sql.rows(Pointer, SQL / "pointers.sql", stays=STAYS_WHEN_MERGED)


@transaction.atomic
def merge_parties(duplicate: Party, *, into: Party, reason: str, by: Viewer) -> PartyMerge:
    """Make `duplicate` one with the party `into`, which keeps what it says of itself.

    Everything that points to the duplicate points to the survivor afterwards; the row
    stays and says who it is. A document or date the survivor lacks is taken over.

    Raises:
        NotAllowed: `by` may not.
        CannotMerge: they are of two kinds, merged already, the same, or both hold what
            only one can; the message says which.
    """
    MERGE.require(by)
    moving = pointers()
    _stop_writers(moving)
    merged, survivor = _locked(duplicate, into)
    before = json.loads(sql.rows(_Before, SQL / "before.sql", party=merged.pk)[0].said)
    sql.execute(SQL / "fold_contacts.sql", merged=merged.pk, survivor=survivor.pk)
    moved = _moved(moving, merged, survivor)
    Party.objects.filter(survivor=merged).update(survivor=survivor)
    merged.survivor = survivor
    merged.save(update_fields=["survivor"])
    _take_over(merged, survivor)
    if not reason.strip():
        raise CannotMerge(_("Say how you know that they are one. Nothing was changed."))
    return PartyMerge.objects.create(
        merged=merged,
        survivor=survivor,
        reason=reason.strip(),
        moved=moved,
        before=before,
        by=by.name or "-",
    )


@transaction.atomic
def move_stragglers(*, by: Viewer) -> int:
    """Move rows that were written for a duplicate after it was merged; returns how many.

    Raises:
        NotAllowed: `by` may not.
        CannotMerge: a row cannot be moved; the message says which.
    """
    MERGE.require(by)
    moving = pointers()
    lost = Party.objects.filter(survivor__isnull=False).select_for_update().order_by("pk")
    return sum(
        len(keys)
        for party in lost.select_related("survivor")
        if party.survivor is not None
        for keys in _moved(moving, party, party.survivor).values()
    )


@dataclass(frozen=True, kw_only=True)
class _Before:
    """One row of `before.sql`."""

    said: str


def _stop_writers(moving: Sequence[Pointer]) -> None:
    """Wait for rows that are being written and hold up new ones until the merge is done.

    A foreign key that is checked at the end of a transaction locks nothing before, so the
    tables are locked. Whoever would wait longer than a deadlock takes to be found gives
    up: it is this rare act that is repeated, never a payment.
    """
    tables = {(pointer.schema_name, pointer.table_name) for pointer in moving}
    names = compose.SQL(", ").join(compose.Identifier(*each) for each in sorted(tables))
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_MS}ms"]
            )
            cursor.execute(
                compose.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names)
            )
    except OperationalError as error:
        sentence = _("Others are writing at this moment. Nothing was changed; try again.")
        raise CannotMerge(sentence) from error


def _locked(duplicate: Party, into: Party) -> tuple[Party, Party]:
    """Both, locked against new rows that point to them, if they can become one."""
    keys = {duplicate.pk, into.pk}
    found = {
        party.pk: party
        for party in Party.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(keys) < 2:
        raise CannotMerge(_("That is one and the same party. Choose the other one."))
    merged, survivor = found[duplicate.pk], found[into.pk]
    if merged.kind != survivor.kind:
        sentence = _("A person and an organisation cannot be one. Nothing was changed.")
        raise CannotMerge(sentence)
    for party in (merged, survivor):
        if party.survivor_id is not None:
            sentence = _("“%(name)s” was merged before. Nothing was changed.")
            raise CannotMerge(sentence % {"name": party.name})
    return merged, survivor


def _moved(
    moving: Sequence[Pointer], merged: Party, survivor: Party
) -> dict[str, list[Any]]:
    return {
        pointer.name: keys
        for pointer in moving
        if (keys := _move(pointer, merged, survivor))
    }


def _move(pointer: Pointer, merged: Party, survivor: Party) -> list[Any]:
    try:
        with transaction.atomic():
            return pointer.move(merged.pk, survivor.pk)
    except IntegrityError as error:
        sentence = _(
            "Both have rows in “%(table)s” that only one may have (%(rule)s). Nothing was "
            "changed; settle that first, then merge."
        )
        rule = rule_of(error).replace("_", " ")
        said = {"table": pointer.table_name, "rule": rule}
        raise CannotMerge(sentence % said) from error


_DOCUMENT: Final = ("document_kind", "document_number", "complement", "issued_in")
_DATES: Final = ("born_on", "died_on")


def _take_over(merged: Party, survivor: Party) -> None:
    """Give the survivor the papers that only the duplicate has."""
    if merged.kind == PartyKind.PERSON:
        _give(Person, merged, survivor, _DOCUMENT, "document_number")
        for name in _DATES:
            _give(Person, merged, survivor, (name,), name)
    else:
        _give(Organisation, merged, survivor, ("nit",), "nit")


def _give(
    model: type[Person] | type[Organisation],
    merged: Party,
    survivor: Party,
    columns: tuple[str, ...],
    by: str,
) -> None:
    lost = model._default_manager.filter(party=merged).first()
    kept = model._default_manager.filter(party=survivor).first()
    if lost is None or kept is None or getattr(kept, by) or not getattr(lost, by):
        return
    values = {name: getattr(lost, name) for name in columns}
    if by not in _DATES:  # a document is somebody's alone; a date is not
        model._default_manager.filter(party=merged).update(**dict.fromkeys(columns, ""))
    model._default_manager.filter(party=survivor).update(**values)
