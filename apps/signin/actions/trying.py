"""Counting tries, so that guessing gets slower and slower."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from apps.signin.domain.delays import (
    FORGOTTEN_SECONDS,
    LONGEST_SECONDS,
    Counted,
    delay_seconds,
)
from apps.signin.domain.refusals import WaitFirst
from apps.signin.models import Throttle
from geo import sql

COUNT: Final = Path(__file__).resolve().parent.parent / "sql" / "count_try.sql"


@dataclass(frozen=True, kw_only=True)
class _Failures:
    failures: int


@transaction.atomic
def count_try(counted: Iterable[Counted], *, at: datetime) -> None:
    """Count a try as made in vain, before what it brought is looked at.

    Keys are taken in one order by everybody, so two tries never wait for each other. A
    try that must wait counts nowhere: refusals cost nobody anything.

    Raises:
        WaitFirst: the next try is not due yet.
    """
    for each in sorted(counted, key=lambda one: one.key):
        found = sql.rows(
            _Failures,
            COUNT,
            key=each.key,
            at=at,
            free=each.free,
            forgotten=FORGOTTEN_SECONDS,
            longest=LONGEST_SECONDS,
        )
        if not found:
            raise WaitFirst(_seconds_to_wait(each, at))


def _seconds_to_wait(counted: Counted, at: datetime) -> int:
    seen = Throttle.objects.get(key=counted.key)
    due = seen.last_at + timedelta(seconds=delay_seconds(seen.failures, counted.free))
    return max(1, ceil((due - at).total_seconds()))


@transaction.atomic
def forgive(counted: Iterable[Counted]) -> None:
    """Take back what was counted against somebody who turned out to be right.

    Of an address that others share only their own try is taken back; else an attacker
    could clear it with an account of their own.
    """
    for each in sorted(counted, key=lambda one: one.key):
        found = Throttle.objects.filter(key=each.key)
        if each.shared:
            found.update(failures=Greatest(F("failures") - 1, 0))
        else:
            found.delete()
