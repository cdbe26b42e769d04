"""The `datetime` parameter: an instant, a day or an interval, open ends included.

Source: OGC 17-069r4, clause 7.15.4; RFC 3339, section 5.6.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from geo.published.refusals import BadParameter

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+ -]\d\d:\d\d)"
)
_OPEN: Final = {"", ".."}
_UNCLEAR = _(
    "“datetime” needs a date, a time with its zone (2026-03-01T12:00:00Z) or two of "
    "them separated by “/”; this is not: “%(value)s”."
)
_BACKWARDS = _("“datetime” begins after it ends.")


@dataclass(frozen=True, kw_only=True)
class Times:
    """The span asked for, both ends included; None where it is open. Always UTC."""

    first: dt.datetime | None
    last: dt.datetime | None


def parse_instant(text: str) -> dt.datetime:
    """The moment that `text` names; a zone is compulsory.

    Raises:
        BadParameter: not an RFC 3339 date-time.
    """
    if not _INSTANT.fullmatch(text):
        raise BadParameter(_UNCLEAR, value=text)
    # A "+" that was not percent-encoded arrives as a blank.
    clean = re.sub(r" (?=\d\d:\d\d$)", "+", text.upper()).replace(" ", "T", 1)
    clean = re.sub(r"(\.\d{6})\d+", r"\1", clean)
    try:
        return dt.datetime.fromisoformat(clean).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise BadParameter(_UNCLEAR, value=text) from error


def parse_day(text: str) -> dt.date:
    """The day that `text` names.

    Raises:
        BadParameter: not an RFC 3339 full-date.
    """
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(_UNCLEAR, value=text) from error


def _span(text: str) -> tuple[dt.datetime, dt.datetime]:
    if not _DAY.fullmatch(text):
        instant = parse_instant(text)
        return instant, instant
    day = parse_day(text)
    return (
        dt.datetime.combine(day, dt.time.min, dt.UTC),
        dt.datetime.combine(day, dt.time.max, dt.UTC),
    )


def parse_times(text: str) -> Times:
    """The span that `datetime=text` means.

    >>> parse_times("../2020-01-31").last
    datetime.datetime(2020, 1, 31, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc)

    Raises:
        BadParameter: not a date, an instant or an interval of them.
    """
    ends = text.split("/")
    if len(ends) > 2 or set(ends) <= _OPEN:
        raise BadParameter(_UNCLEAR, value=text)
    if len(ends) == 1:
        first, last = _span(text)
        return Times(first=first, last=last)
    begin, end = ends
    opened = None if begin in _OPEN else _span(begin)[0]
    closed = None if end in _OPEN else _span(end)[1]
    if opened is not None and closed is not None and opened > closed:
        raise BadParameter(_BACKWARDS)
    return Times(first=opened, last=closed)
