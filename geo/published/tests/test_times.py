"""The datetime parameter becomes the span that was meant, or is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.published.refusals import BadParameter
from geo.published.times import Times, parse_times

NOON = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2021, 5, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2020-05-01T12:00:00Z", NOON, NOON, id="an instant"),
        pytest.param("2020-05-01T08:00:00-04:00", NOON, NOON, id="in Bolivian time"),
        pytest.param("2020-05-01T14:00:00 02:00", NOON, NOON, id="a plus lost on the way"),
        pytest.param("2020-05-01t12:00:00z", NOON, NOON, id="small letters"),
        pytest.param("2020-05-01T12:00:00Z/2021-05-01T12:00:00Z", NOON, LATER, id="two"),
        pytest.param("2020-05-01T12:00:00Z/..", NOON, None, id="open end"),
        pytest.param("2020-05-01T12:00:00Z/", NOON, None, id="empty end"),
        pytest.param("../2020-05-01T12:00:00Z", None, NOON, id="open beginning"),
        pytest.param("/2020-05-01T12:00:00Z", None, NOON, id="empty beginning"),
    ],
)
def test_a_span_is_what_was_meant(
    text: str, first: dt.datetime | None, last: dt.datetime | None
) -> None:
    assert parse_times(text) == Times(first=first, last=last)


def test_a_day_lasts_until_its_last_moment() -> None:
    found = parse_times("2020-02-29")
    assert found.first == dt.datetime(2020, 2, 29, tzinfo=dt.UTC)
    assert found.last == dt.datetime(2020, 2, 29, 23, 59, 59, 999_999, tzinfo=dt.UTC)


def test_the_calendars_last_day_is_how_some_leave_an_end_open() -> None:
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    for end in ("9999-12-31", "9999-12-31T23:59:59.999999Z"):
        assert parse_times(f"2020-05-01T12:00:00Z/{end}") == Times(first=NOON, last=last)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ayer", id="a word"),
        pytest.param("2021-02-30", id="30 February"),
        pytest.param("2020-13-45T00:00:00Z", id="month 13"),
        pytest.param("2020-05-01T12:00:00", id="no time zone"),
        pytest.param("2021-05-01/2020-05-01", id="backwards"),
        pytest.param("..", id="open on its own"),
        pytest.param("../..", id="open on both sides"),
        pytest.param("2020-05-01/2020-06-01/2020-07-01", id="three"),
        pytest.param("", id="empty"),
        pytest.param("0001-01-01T00:00:00+10:00", id="before the calendar"),
        pytest.param("9999-12-31T23:59:59-00:01", id="after the calendar"),
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        parse_times(text)
