"""Seal the books by the day, and compare them with their seals.

A day is sealed once no transaction that began in it is left. The seal is a row of its own
that never changes and whose writing is in the history, so it lies under the history's chain
of seals, whose digests stand on issued papers (decision 0017): whoever changes the books
would have to change those papers too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from apps.treasury.models import DaySeal
from geo import sql
from geo.access import Viewer
from geo.acting import acting
from geo.sql import one_at_a_time

SQL: Final = Path(__file__).resolve().parents[1] / "sql" / "seal"
SEALER: Final = Viewer(name="seal_days")


@dataclass(frozen=True, kw_only=True)
class Day:
    """What the books say was recorded on a day."""

    day: dt.date
    entries: int
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A day that is not as it was sealed."""

    day: dt.date
    sealed: int
    """Entries when it was sealed; 0 on a day that had none."""
    found: int


@dataclass(frozen=True, kw_only=True)
class _Open:
    day: dt.date


@transaction.atomic
def seal_days() -> int:
    """Seal every day that is over; returns how many days that were."""
    one_at_a_time("treasury.seal")
    until = first_open(settings.TIME_ZONE)
    last = DaySeal.objects.aggregate(last=Max("day"))["last"]
    since = None if last is None else last + dt.timedelta(days=1)
    days = [each for each in _days(since) if each.day < until]
    with acting(SEALER, why="The day is over"):
        DaySeal.objects.bulk_create(DaySeal(**vars(each)) for each in days)
    return len(days)


def first_open(zone: str) -> dt.date:
    """The first day, by the clock of `zone`, on which something may still be recorded."""
    with connection.cursor() as cursor:  # or it is what was going on when this one began
        cursor.execute("SELECT pg_stat_clear_snapshot()")
    (found,) = sql.rows(_Open, SQL / "over.sql", zone=zone)
    return found.day


def broken_days() -> Iterator[Broken]:
    """The days that are not as they were sealed: an entry or a leg of them was changed,
    removed or slipped in past every guard.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # one picture of the books, whatever is sealed meanwhile
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        sealed = {each.day: each for each in DaySeal.objects.all()}
        found = {each.day: each for each in _days(None)}
    if not sealed:
        return
    last = max(sealed)
    for day in sorted(sealed.keys() | {day for day in found if day <= last}):
        seal, books = sealed.get(day), found.get(day)
        if not seal or not books or bytes(seal.digest) != books.digest:
            yield Broken(
                day=day,
                sealed=seal.entries if seal else 0,
                found=books.entries if books else 0,
            )


def _days(first: dt.date | None) -> list[Day]:
    return sql.rows(Day, SQL / "days.sql", first=first, zone=settings.TIME_ZONE)
