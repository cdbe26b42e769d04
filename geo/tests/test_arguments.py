"""What is typed after a command is understood, or answered with an example."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from geo.management.arguments import count, day, month


def test_a_day_a_month_and_a_number_are_read() -> None:
    assert day("2026-08-15") == dt.date(2026, 8, 15)
    assert month("2026-05") == dt.date(2026, 5, 1)
    assert count("60") == 60


@pytest.mark.parametrize(
    ("read", "text", "example"),
    [
        (day, "15/08/2026", "2026-08-15"),
        (day, "2026-02-30", "2026-08-15"),
        (month, "2026-13", "2026-05"),
        (month, "2026-05-02", "2026-05"),
        (count, "0", "1"),
        (count, "-3", "1"),
        (count, "2.5", "1"),
    ],
)
def test_what_is_none_is_answered_with_an_example(
    read: Callable[[str], object], text: str, example: str
) -> None:
    with pytest.raises(ArgumentTypeError, match=example):
        read(text)
