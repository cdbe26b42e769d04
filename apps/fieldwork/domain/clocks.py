"""When something happened, as far as can be told from a clock that may be wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from apps.fieldwork.terms import Flag

TOLERATED: Final = dt.timedelta(minutes=2)
LATE: Final = dt.timedelta(days=7)
BEFORE_ENROLMENT: Final = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A time to work with, and what was found about the clock."""

    at: dt.datetime
    flags: tuple[Flag, ...]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """The times that the server knows of a delivery."""

    received: dt.datetime
    sent: dt.datetime | None
    """By the telephone's clock, where it said so."""
    enrolled: dt.datetime

    @property
    def offset(self) -> dt.timedelta:
        """What must be added to the telephone's clock; nothing if it is about right."""
        if self.sent is None:
            return dt.timedelta()
        off = self.received - self.sent
        return off if abs(off) > TOLERATED else dt.timedelta()


def judged(said: dt.datetime, delivery: Delivery) -> Judged:
    """When it happened: the telephone's time, corrected; never after it was received.

    A time before the telephone was enrolled cannot be true either: the battery was out.
    """
    off = delivery.offset
    flags = set()
    if off:
        flags.add(Flag.CLOCK_AHEAD if off < dt.timedelta() else Flag.CLOCK_BEHIND)
    try:
        at = said + off
    except OverflowError:
        at = delivery.received
    if at > delivery.received + TOLERATED:
        flags.add(Flag.CLOCK_AHEAD)
    if at < delivery.enrolled - BEFORE_ENROLMENT:
        flags.add(Flag.CLOCK_BEHIND)
        at = delivery.received
    at = min(at, delivery.received)
    if delivery.received - at > LATE:
        flags.add(Flag.LATE)
    return Judged(at=at, flags=tuple(sorted(flags)))
