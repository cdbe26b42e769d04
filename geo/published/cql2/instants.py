"""Dates, timestamps and the ends of intervals as a filter writes them.

Source: OGC 21-065r2, clause 6.3.3 (temporal literals).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.published.cql2.tree import BadFilter, Instant, Interval, Node, Place, Property
from geo.published.refusals import BadParameter
from geo.published.times import parse_day, parse_instant

OPEN: Final = ".."

_NO_DATE = _("“%(value)s” is not a date that exists, such as 2026-03-01.")
_NO_TIMESTAMP = _(
    "“%(value)s” is not a moment that exists, such as 2026-03-01T12:00:00Z; "
    "the zone is compulsory."
)
_BACKWARDS = _("this interval ends before it begins.")
_NO_END = _("an interval is between dates, timestamps or properties; “..” leaves it open.")


def read_date(place: Place, text: str) -> Instant:
    """The day that `DATE('text')` means.

    Raises:
        BadFilter: there is no such day.
    """
    try:
        return Instant(place=place, value=parse_day(text))
    except BadParameter as error:
        raise BadFilter(place, _NO_DATE, value=text) from error


def read_timestamp(place: Place, text: str) -> Instant:
    """The moment that `TIMESTAMP('text')` means.

    Raises:
        BadFilter: there is no such moment, or it names no zone.
    """
    try:
        return Instant(place=place, value=parse_instant(text))
    except BadParameter as error:
        raise BadFilter(place, _NO_TIMESTAMP, value=text) from error


def read_end(place: Place, text: str) -> Instant | None:
    """The end of an interval that `text` means; None when it is open.

    Raises:
        BadFilter: neither open, nor a date, nor a timestamp.
    """
    if text == OPEN:
        return None
    if "T" in text.upper():
        return read_timestamp(place, text)
    return read_date(place, text)


def interval(place: Place, first: Node | None, last: Node | None) -> Interval:
    """From `first` to `last`.

    Raises:
        BadFilter: one of them is no instant, or both are written and the last is earlier.
    """
    ends: list[Instant | Property | None] = []
    for end in (first, last):
        if end is not None and not isinstance(end, Instant | Property):
            raise BadFilter(end.place, _NO_END)
        ends.append(end)
    if _is_backwards(ends[0], ends[1]):
        raise BadFilter(place, _BACKWARDS)
    return Interval(place=place, first=ends[0], last=ends[1])


def _is_backwards(
    first: Instant | Property | None, last: Instant | Property | None
) -> bool:
    """Whether two written ends are in the wrong order; days and moments meet as days."""
    if not isinstance(first, Instant) or not isinstance(last, Instant):
        return False
    if type(first.value) is type(last.value):
        return first.value > last.value
    return _day(first) > _day(last)


def _day(instant: Instant) -> dt.date:
    """The day of an instant in UTC, as filters count days."""
    value = instant.value
    return value.date() if isinstance(value, dt.datetime) else value
