"""A supply calendar as it is filled in: two times a day at which water runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.water.actions import Hours
from apps.water.domain.refusals import BadHours
from apps.water.models import Rationing
from apps.water.terms import Weekday
from geo.pages.fields import day

TIMES_A_DAY: Final = 2
MIDNIGHT: Final = ("24:00", "00:00", "")
"""What people write for the end of a day; a browser has no 24:00."""


class CalendarForm(forms.Form):
    """From when a calendar counts, and why water is rationed."""

    first_day = day(gettext_lazy("First day"))
    reason = forms.CharField(label=gettext_lazy("Why water is rationed"), max_length=200)


def typed_week(data: QueryDict) -> list[tuple[Weekday, list[tuple[str, str]]]]:
    """The times of each day as they were typed."""
    return [
        (weekday, list(zip(*_columns(data, weekday), strict=True))) for weekday in Weekday
    ]


def kept_week(rows: Sequence[Rationing]) -> list[tuple[Weekday, list[tuple[str, str]]]]:
    """The times of each day as a calendar has them, to begin with."""
    week = []
    for weekday in Weekday:
        times = [
            (f"{row.starts:%H:%M}", f"{row.ends:%H:%M}" if row.ends else "24:00")
            for row in rows
            if row.weekday == weekday
        ]
        week.append((weekday, [*times, ("", ""), ("", "")][:TIMES_A_DAY]))
    return week


def read_hours(data: QueryDict) -> list[Hours]:
    """When water runs; days left empty have none.

    Raises:
        BadHours: something is no time, or ends before it begins.
    """
    hours = []
    for weekday, times in typed_week(data):
        for starts, ends in times:
            if starts or ends:
                hours.append(_read(weekday, starts, ends))
    return hours


def _columns(data: QueryDict, weekday: Weekday) -> list[list[str]]:
    columns = []
    for name in ("desde", "hasta"):
        typed = [text.strip()[:5] for text in data.getlist(f"{name}-{weekday}")]
        columns.append([*typed, *[""] * TIMES_A_DAY][:TIMES_A_DAY])
    return columns


def _read(weekday: Weekday, starts: str, ends: str) -> Hours:
    try:
        first = dt.time.fromisoformat(starts)
        last = None if ends in MIDNIGHT else dt.time.fromisoformat(ends)
    except ValueError:
        raise BadHours(
            _("%(day)s: write times as 05:00") % {"day": weekday.label}
        ) from None
    if last is not None and last <= first:
        raise BadHours(_("%(day)s: it ends before it begins") % {"day": weekday.label})
    return Hours(weekday=weekday, starts=first, ends=last)
