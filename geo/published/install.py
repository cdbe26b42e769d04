"""Puts published views, their readers' rights and SQL functions into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import InternalError, OperationalError
from django.utils.translation import gettext as _
from psycopg import errors, sql

from geo.access import Audience
from geo.errors import Refusal
from geo.layers import published
from geo.published.coarsening import FORGOTTEN, INDEX_PREFIX, MASKING, upkeep
from geo.published.compile import CompiledView, compile_view
from geo.published.counters import COUNTS_VIEW, FUNCTIONS, counter, counts_view
from geo.published.roles import ensure_roles, role_of, schema_of
from geo.sql import one_at_a_time

LOCK_WAIT: Final = "10s"
"""How long to wait for readers of a view before giving up, so that nobody hangs."""


class ViewsInUse(Refusal):
    """Somebody reads or writes what would have to change."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The published views could not be changed because somebody is using "
                "them (a long download or import). Nothing was changed; try again."
            )
        )


class ViewsNeeded(Refusal):
    """Something outside the published schemas was built upon a published view."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _(
                "A published view cannot be replaced because other objects of the "
                "database stand on it. Nothing was changed. Remove these first: %(detail)s"
            )
            % {"detail": detail}
        )


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What the database should hold after `sync_sql`."""

    views: tuple[CompiledView, ...]
    functions: tuple[str, ...]
    upkeep: tuple[str, ...] = ()
    """Indexes and triggers of the layers that anyone sees less exactly."""

    def of(self, audience: Audience) -> list[CompiledView]:
        """The views of one audience."""
        return [view for view in self.views if view.audience is audience]

    def counted(self, audience: Audience) -> dict[str, str]:
        """Counted table of each layer of `audience` that shows a whole table."""
        return {view.layer.name: view.table for view in self.of(audience) if view.table}

    @property
    def digest(self) -> str:
        """Changes whenever anything to be installed does."""
        parts = [FUNCTIONS, MASKING, *self.functions, *self.upkeep]
        for audience in Audience:
            parts += [role_of(audience), str(sorted(self.counted(audience).items()))]
        parts += [f"{v.audience}.{v.layer.view}{v.columns}{v.select}" for v in self.views]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def named_functions() -> tuple[str, ...]:
    """Texts of every app's `sql/functions/*.sql`, in order of app and name."""
    folders = [Path(app.path) / "sql" / "functions" for app in apps.get_app_configs()]
    files = [file for folder in folders for file in sorted(folder.glob("*.sql"))]
    return tuple(file.read_text(encoding="utf-8") for file in files)


def planned() -> Installation:
    """What the registered layers and SQL files ask for."""
    views = [
        compile_view(layer, audience)
        for audience in Audience
        for layer in published(audience)
    ]
    kept = filter(None, map(upkeep, published(Audience.ANYONE)))
    return Installation(
        views=tuple(views),
        functions=named_functions(),
        upkeep=tuple(each.as_string(None) for each in kept),
    )


def _views_in(cursor: CursorWrapper, schema: str) -> list[str]:
    cursor.execute(
        "SELECT viewname FROM pg_views WHERE schemaname = %s ORDER BY 1", [schema]
    )
    return [name for (name,) in cursor.fetchall()]


def _is_installed(cursor: CursorWrapper, plan: Installation) -> bool:
    for audience in Audience:
        cursor.execute(
            "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')",
            [schema_of(audience)],
        )
        if cursor.fetchone() != (f"llajta {plan.digest}",):
            return False
        wanted = {view.layer.view for view in plan.of(audience)} | {COUNTS_VIEW}
        if set(_views_in(cursor, schema_of(audience))) != wanted:
            return False
    return True


def _drop(cursor: CursorWrapper, audience: Audience) -> None:
    schema = schema_of(audience)
    names = [sql.Identifier(schema, name) for name in _views_in(cursor, schema)]
    if names:
        cursor.execute(sql.SQL("DROP VIEW {}").format(sql.SQL(", ").join(names)))


def _create(cursor: CursorWrapper, plan: Installation, audience: Audience) -> None:
    schema = sql.Identifier(schema_of(audience))
    for view in plan.of(audience):
        columns = sql.SQL(", ").join(map(sql.Identifier, view.columns))
        cursor.execute(
            sql.SQL("CREATE VIEW {}.{} ({}) AS {}").format(
                schema, sql.Identifier(view.layer.view), columns, sql.SQL(view.select)
            )
        )
    cursor.execute(counts_view(schema_of(audience), plan.counted(audience)))
    role = sql.Identifier(role_of(audience))
    for statement in (
        "REVOKE ALL ON SCHEMA {schema} FROM PUBLIC",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    ):
        cursor.execute(sql.SQL(statement).format(schema=schema, role=role))
    cursor.execute(
        sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
            schema, sql.Literal(f"llajta {plan.digest}")
        )
    )


def _set_patience(cursor: CursorWrapper) -> None:
    cursor.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(LOCK_WAIT)))


def _keep_coarse(cursor: CursorWrapper, plan: Installation) -> None:
    """Make the indexes and triggers of coarse positions anew, without those of before."""
    cursor.execute(FORGOTTEN)
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'i' AND starts_with(relname, %s)",
        [INDEX_PREFIX],
    )
    wanted = "\n".join(plan.upkeep)
    for (name,) in cursor.fetchall():
        if name not in wanted:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for statement in plan.upkeep:
        cursor.execute(sql.SQL(statement))


def _replace(cursor: CursorWrapper, plan: Installation) -> None:
    _set_patience(cursor)
    for audience in Audience:
        schema = sql.Identifier(schema_of(audience))
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
        _drop(cursor, audience)
    for script in (FUNCTIONS, MASKING, *plan.functions):
        cursor.execute(script)
    _keep_coarse(cursor, plan)
    for table in sorted({view.table for view in plan.views if view.table}):
        cursor.execute(counter(table))
    for audience in Audience:
        _create(cursor, plan, audience)


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    """One transaction in which nobody else installs; its failures made into refusals."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            one_at_a_time("geo.published")
            yield cursor
    except OperationalError as error:
        if isinstance(error.__cause__, errors.LockNotAvailable):
            raise ViewsInUse from error
        raise
    except InternalError as error:
        if isinstance(error.__cause__, errors.DependentObjectsStillExist):
            raise ViewsNeeded(error.__cause__.diag.message_detail or "") from error
        raise


def install(*, force: bool = False) -> bool:
    """Bring roles, views, rights, counters and functions up to date, wholly or not at all.

    Returns whether anything had to change.

    Raises:
        RolesForbidden: the database user may not create the reading roles.
        ViewsInUse: readers or writers held a lock for too long.
        ViewsNeeded: something else in the database depends on a view.
    """
    plan = planned()
    with _alone() as cursor:
        ensure_roles()
        if not force and _is_installed(cursor, plan):
            return False
        _replace(cursor, plan)
    return True


def uninstall() -> None:
    """Drop every published view, so that a migration may change the tables below.

    Raises:
        ViewsInUse: readers held a lock for too long.
        ViewsNeeded: something else in the database depends on a view.
    """
    with _alone() as cursor:
        _set_patience(cursor)
        for audience in Audience:
            _drop(cursor, audience)
        cursor.execute(FORGOTTEN)
