"""What stands on the territory finds its place again when the territory changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.models import Field, Model
from django.utils.functional import Promise
from psycopg import sql as compose

from apps.territory.queries.standing import stage_standing
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql" / "standing"
KINDS: Final = ("district", "zone", "otb", "street")


@dataclass(frozen=True, kw_only=True)
class Follower:
    """A kind of thing that stands on the territory."""

    title: str | Promise
    """What people call many of them."""
    place: Callable[[], int]
    """Finds the place of all anew; returns how many stand elsewhere now."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many things of a kind stand elsewhere now."""

    title: str
    count: int


_followers: list[Follower] = []


def follows(follower: Follower) -> None:
    """Have things placed anew whenever the territory settles; once for each act."""
    if all(each.place is not follower.place for each in _followers):
        _followers.append(follower)


def place_followers() -> list[Moved]:
    """Place everything that stands on the territory anew."""
    return [Moved(title=str(each.title), count=each.place()) for each in _followers]


@transaction.atomic
def place_again(model: type[Model], *, at: str = "position") -> int:
    """Put each row of `model` where the territory has its shape `at` now.

    Sets those of `district`, `zone`, `otb` and `street` that the model has, and touches no
    row that is right. Rows at one spot are looked for once. Returns how many moved.
    """
    names = [name for name in KINDS if any(each.name == name for each in _columns(model))]
    table, shape = compose.Identifier(model._meta.db_table), compose.Identifier(at)
    links = [compose.Identifier(f"{name}_id") for name in names]
    sql.execute(SQL / "stage.sql")
    with connection.cursor() as cursor:
        cursor.execute(
            compose.SQL(
                "INSERT INTO standing_place (place) "
                "SELECT DISTINCT {shape} FROM {table} WHERE {shape} IS NOT NULL"
            ).format(shape=shape, table=table)
        )
    stage_standing(SQL / "points.sql", into="standing_found")
    now = [compose.SQL("nullif(found.{}, 0)").format(link) for link in links]
    with connection.cursor() as cursor:
        cursor.execute(
            compose.SQL(
                "UPDATE {table} thing SET {new} FROM standing_place stood "
                "LEFT JOIN standing_found found USING (ordinal) "
                "WHERE thing.{shape} = stood.place "
                "AND ({old}) IS DISTINCT FROM ({now})"
            ).format(
                table=table,
                shape=shape,
                new=compose.SQL(", ").join(
                    compose.SQL("{} = {}").format(*pair)
                    for pair in zip(links, now, strict=True)
                ),
                old=compose.SQL(", ").join(
                    compose.SQL("thing.{}").format(link) for link in links
                ),
                now=compose.SQL(", ").join(now),
            )
        )
        return int(cursor.rowcount)


def _columns(model: type[Model]) -> Iterator[Field[object, object]]:
    return (each for each in model._meta.concrete_fields if each.is_relation)
