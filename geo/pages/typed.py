"""Keys, days and JSON that come from outside: whatever else stands there names nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

from geo.published.values import storable

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


def json_in(body: bytes | str) -> Any:
    """What a JSON text says, as far as the database could keep it.

    >>> json_in(b'{"spaces": ["A-1"]}')
    {'spaces': ['A-1']}

    Raises:
        ValueError: it is none, is nested deeper than anybody needs, or has a text that no
            database keeps (a zero byte, half of a surrogate pair).
    """
    try:
        found = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not all(map(storable, _texts(found))):
        raise ValueError("a text that cannot be kept")
    return found


def _texts(found: Any) -> Iterable[str]:
    """Every text in it, however deep: its depth is bounded by whoever read it."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting.extend(chain(each, each.values()))
        elif isinstance(each, list):
            waiting.extend(each)
