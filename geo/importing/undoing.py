"""A whole import taken back: exactly the rows it made, or what stands against that."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from geo.access import Viewer
from geo.errors import Refusal
from geo.exchange.ledger import digest, key_of
from geo.exchange.outages import explained
from geo.exchange.register import Importable, Obstacle, TakenUp, get_importable
from geo.exchange.scratch import Sql, fetch
from geo.exchange.scratch import run as execute
from geo.importing.dependents import Dependent, Fate, dependents_of
from geo.importing.rights import require
from geo.importing.running import SETTLE
from geo.jobs import soon
from geo.jobs.acts import Run
from geo.models import ImportedRow, ImportRun
from geo.sql import one_at_a_time

LISTED: Final = 20
"""Rows named in a refusal."""
_CHECKED, _REMOVED = 40, 95
"""How far the work is, in percent, when nothing stands against it and when it is done."""


class NotUndoable(Refusal):
    """Undoing the import would lose what others did afterwards."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__(
            _("This import cannot be undone any more, because later work would be lost.")
        )

    def in_full(self) -> str:
        """The refusal with its obstacles, where there is no page to list them."""
        told = [
            f"{each.title}: {each.count} ({', '.join(each.rows)})."
            for each in self.obstacles
        ]
        return " ".join([str(self), *told])


class AlreadyUndone(Refusal):
    """Somebody undid the import before."""

    def __init__(self) -> None:
        super().__init__(_("This import was undone already."))


class TableChanged(Refusal):
    """The layer has other columns than when the import was made."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The layer's table was changed by an update of the platform since this "
                "import, so nobody can tell whether its rows were edited. It stays."
            )
        )


def undo(token: UUID, *, by: Viewer, now: dt.datetime, job: Run | None = None) -> ImportRun:
    """Remove every row that an import put in, and write down who did.

    Its rows are locked first, so that nobody can edit one, or lean on one, between the
    question and the act. Rows that somebody deleted meanwhile are gone as wished.

    Raises:
        NotAllowed: `by` may not import to the layer.
        AlreadyUndone, TableChanged: as they say.
        NotUndoable: rows were edited, or others depend on them; nothing was removed.
        DatabaseStopped, DatabaseRefused: as an import; nothing was removed.
        Dismissed: nobody wants the `job` any more; nothing was removed.
    """
    with explained() as outcome, transaction.atomic():
        run = ImportRun.objects.select_for_update().get(token=token)
        into = get_importable(run.layer)
        require(into, by)
        if run.undone_at is not None:
            raise AlreadyUndone
        one_at_a_time(f"import.{into.model._meta.db_table}")
        work = _Undoing(
            run, into, TakenUp(layer=run.layer, now=now, run=run.pk, by=by.name)
        )
        work.lock()
        obstacles = work.obstacles()
        if obstacles:
            raise NotUndoable(obstacles)
        _tell(job, _CHECKED, _("Nothing stands against it; its rows are being removed."))
        run.removed = work.remove()
        _tell(job, _REMOVED, _("The rows are gone."))
        run.undone_by, run.undone_at, run.settled = by.name, now, False
        run.save(update_fields=["removed", "undone_by", "undone_at", "settled"])
        soon(SETTLE)
        outcome.committing = True
    return run


def _tell(job: Run | None, percent: int, message: str) -> None:
    if job is not None:
        job.step(percent, message)


class _Undoing:
    """One import on its way out."""

    def __init__(self, run: ImportRun, into: Importable, taken: TakenUp) -> None:
        self.run = run
        self.taken = taken
        self.into = into
        self.table = sql.Identifier(into.model._meta.db_table)
        self.key = sql.Identifier(key_of(into.model))
        self.dependents = dependents_of(into)
        known = {field.column for field in into.model._meta.concrete_fields}
        if not known.issuperset(run.columns):
            raise TableChanged

    def lock(self) -> None:
        """Keep everybody else from the rows until the transaction ends."""
        execute(
            sql.SQL(
                "SELECT count(*) FROM (SELECT FROM {table} t JOIN {mine} "
                "ON l.row = t.{key} ORDER BY t.{key} FOR UPDATE OF t) locked"
            ).format(table=self.table, mine=self._mine(), key=self.key)
        )

    def obstacles(self) -> list[Obstacle]:
        """What stands against undoing it: edits first."""
        found = [self._edited()]
        found += [
            self._leaning(each) for each in self.dependents if each.fate is Fate.STAYS
        ]
        if self.into.upshot is not None:
            found += self.into.upshot.obstacles(self.taken)
        return [each for each in found if each.count]

    def _edited(self) -> Obstacle:
        keys = fetch(
            sql.SQL(
                "SELECT t.{key} FROM {table} t JOIN {mine} ON l.row = t.{key} "
                "WHERE {digest} <> l.digest ORDER BY t.{key}"
            ).format(
                key=self.key,
                table=self.table,
                mine=self._mine(),
                digest=digest(self.run.columns, row="t"),
            )
        )
        few = [key for (key,) in keys[:LISTED]]
        return Obstacle(
            title=_("Rows of this import that were edited afterwards"),
            count=len(keys),
            rows=_named(self.into.model._default_manager.filter(pk__in=few)),
        )

    def _leaning(self, dependent: Dependent) -> Obstacle:
        mine = ImportedRow.objects.filter(run=self.run).values("row")
        leaning = dependent.model._default_manager.filter(
            **{f"{dependent.field}__in": mine}
        )
        return Obstacle(
            title=_("Rows of “%(kind)s” that depend on rows of this import")
            % {"kind": dependent.title},
            count=leaning.count(),
            rows=_named(leaning.order_by("pk")[:LISTED]),
        )

    def remove(self) -> int:
        """Delete the rows, and what is made anew from them; returns how many rows."""
        for dependent in self.dependents:
            self._let_go(dependent)
        if self.into.upshot is not None:
            self.into.upshot.take_back(self.taken)
        removed = execute(
            sql.SQL("DELETE FROM {table} t USING {mine} WHERE l.row = t.{key}").format(
                table=self.table, mine=self._mine(), key=self.key
            )
        )
        # Whatever still leans on them says so now, not after everything was done.
        execute(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"))
        execute(sql.SQL("SET CONSTRAINTS ALL DEFERRED"))
        ImportedRow.objects.filter(run=self.run).delete()
        return removed

    def _let_go(self, dependent: Dependent) -> None:
        if dependent.fate is Fate.STAYS:
            return
        statement = (
            "DELETE FROM {table} t USING {mine} WHERE t.{column} = l.row"
            if dependent.fate is Fate.MADE_ANEW
            else "UPDATE {table} t SET {column} = NULL FROM {mine} WHERE t.{column} = l.row"
        )
        execute(
            sql.SQL(statement).format(
                table=sql.Identifier(dependent.model._meta.db_table),
                column=sql.Identifier(dependent.column),
                mine=self._mine(),
            )
        )

    def _mine(self) -> Sql:
        """The ledger's rows of this run, called `l`."""
        return sql.SQL(
            "(SELECT {row}, digest FROM {ledger} WHERE run_id = {run}) l"
        ).format(
            row=sql.Identifier("row"),
            ledger=sql.Identifier(ImportedRow._meta.db_table),
            run=sql.Literal(self.run.pk),
        )


def _named(rows: models.QuerySet[models.Model]) -> tuple[str, ...]:
    return tuple(f"{row} (n.º {row.pk})" for row in rows)
