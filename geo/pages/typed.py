"""Keys and days that a form or a link gives: whatever else stands there names nothing."""

from __future__ import annotations

import datetime as dt
from typing import Final

MOST_DIGITS: Final = 18
"""More are no key of a row, and Python itself reads no number of thousands of digits."""
FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2199, 12, 31)
"""Days outside these are slips of the finger. What is reckoned from a day stays a day:
the database knows years after 9999, Python does not."""


def key_in(text: str) -> int:
    """The key of a row; 0, which no row has, where the text is none.

    >>> key_in("12")
    12
    >>> key_in("²"), key_in("-1"), key_in("9" * 5000)
    (0, 0, 0)
    """
    is_key = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_key else 0


def day_in(text: str) -> dt.date:
    """A day as the browser's own calendar sends it.

    >>> day_in("2026-05-04")
    datetime.date(2026, 5, 4)

    Raises:
        ValueError: it is none, or no day that anybody means.
    """
    day = dt.date.fromisoformat(text.strip())
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day
