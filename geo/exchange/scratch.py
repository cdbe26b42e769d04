"""The working tables of one import, made in its transaction and gone after it.

Their names and columns depend on the file, so their SQL is composed with psycopg's
`sql` module, which quotes every name and value; nothing from a file becomes SQL.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Final

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql

from geo.exchange.plan import Joining, Plan
from geo.exchange.positions import Box
from geo.exchange.register import Ground

Sql = sql.Composable

SETTINGS: Final = {"work_mem": "64MB", "maintenance_work_mem": "256MB", "jit": "off"}
"""For one import: room to sort and index; compiling its statements takes longer than
running them."""


@dataclass(frozen=True, kw_only=True)
class Scratch:
    """Names of one import's tables; `token` keeps imports that run at once apart."""

    token: str = dataclass_field(default_factory=lambda: secrets.token_hex(4))

    def table(self, name: str) -> sql.Identifier:
        """The working table called `name`."""
        return sql.Identifier(f"import_{self.token}_{name}")

    @property
    def staging(self) -> sql.Identifier:
        """Every row of the file: line, fault, detail, shape and the staged texts."""
        return self.table("staging")

    @property
    def refused(self) -> sql.Identifier:
        """What is wrong with which line, and where."""
        return self.table("refused")

    @property
    def mended(self) -> sql.Identifier:
        """Shapes that were repaired, with their areas before and after."""
        return self.table("mended")

    @property
    def spots(self) -> sql.Identifier:
        """Where the words of rows without coordinates say that they are."""
        return self.table("spots")

    @property
    def remarked(self) -> sql.Identifier:
        """What somebody should look at about rows that come in, by check and line."""
        return self.table("remarked")

    def link(self, joining: Joining) -> sql.Identifier:
        """The row found for each line through one link."""
        return self.table(f"link_{joining.link.field}")


def run(query: Sql) -> int:
    """Execute a composed statement; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return max(int(cursor.rowcount), 0)


def fetch(query: Sql) -> list[tuple[Any, ...]]:
    """The rows a composed query answers with."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def refuse(scratch: Scratch, found: Sql) -> None:
    """Add what a query finds (line, fault, field, detail, place) to the refusals.

    It goes through a table of its own, because PostgreSQL asks several processors only
    when it creates one.
    """
    table = scratch.table("found")
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line, fault, field, detail, place) AS {}"
        ).format(table, found)
    )
    run(sql.SQL("INSERT INTO {} TABLE {}").format(scratch.refused, table))
    run(sql.SQL("DROP TABLE {}").format(table))


def staged(name: str) -> sql.Identifier:
    """Column of the staging table with the text for field `name`."""
    return sql.Identifier(f"f_{name}")


def named(name: str) -> sql.Identifier:
    """Column of the staging table with the text that names a link's other row."""
    return sql.Identifier(f"l_{name}")


def found_out(name: str) -> sql.Identifier:
    """Column of the staging table for a field that no column of a file fills."""
    return sql.Identifier(f"h_{name}")


def create(scratch: Scratch, plan: Plan) -> None:
    """Make the staging table and the list of refusals, without indexes or WAL."""
    for setting, value in SETTINGS.items():
        run(
            sql.SQL("SET LOCAL {} = {}").format(sql.Identifier(setting), sql.Literal(value))
        )
    # An invalid shape is reported once by us, not once a row by the server's notices.
    run(sql.SQL("SET LOCAL client_min_messages = error"))
    texts = [staged(filling.target.name) for filling in plan.staged]
    texts += [named(joining.link.field) for joining in plan.named]
    if plan.into.finder is not None:
        texts.append(found_out(plan.into.finder.how))
    columns = sql.SQL("").join(sql.SQL(", {} text").format(name) for name in texts)
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} "
            "(line bigint, fault text, detail text, shape geometry{})"
        ).format(scratch.staging, columns)
    )
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint, fault text, field text, detail text, "
            "place geometry)"
        ).format(scratch.refused)
    )
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (line bigint, ordinal int, detail text, "
            "place geometry)"
        ).format(scratch.remarked)
    )


def drop(scratch: Scratch, plan: Plan) -> None:
    """Leave nothing behind in the database."""
    tables = [scratch.staging, scratch.refused, scratch.mended]
    tables += [scratch.spots, scratch.remarked]
    tables += [scratch.link(joining) for joining in plan.joinings]
    run(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.SQL(", ").join(tables)))


def column_of(model: type[Model], field: str) -> str:
    """Name of the column in the database of a field of `model`."""
    found = model._meta.get_field(field)
    assert isinstance(found, Field)
    return str(found.column)


def title_of(model: type[Model], field: str) -> str:
    """What people call a field of `model`."""
    return str(getattr(model._meta.get_field(field), "verbose_name", field))


def area(ground: Ground) -> Sql:
    """Scalar subquery with the whole ground as one shape, computed once a statement."""
    return sql.SQL("(SELECT ST_Union({}) FROM {})").format(
        sql.Identifier(ground.geometry), sql.Identifier(ground.model._meta.db_table)
    )


def extent(ground: Ground) -> Box | None:
    """West, south, east and north of the ground; None when there is none yet."""
    box = fetch(
        sql.SQL("SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM {} t").format(
            sql.SQL("(SELECT ST_Extent({}) AS e FROM {})").format(
                sql.Identifier(ground.geometry), sql.Identifier(ground.model._meta.db_table)
            )
        )
    )[0]
    return None if box[0] is None else (box[0], box[1], box[2], box[3])
