"""How long to wait before a text is sent again."""

from __future__ import annotations

import datetime as dt
from typing import Final

FIRST: Final = dt.timedelta(minutes=1)
GROWTH: Final = 5
LONGEST: Final = dt.timedelta(hours=12)


def pause_after(attempts: int) -> dt.timedelta:
    """The pause after so many attempts: 1, 5 and 25 minutes, 2 hours, 10, then 12.

    >>> [str(pause_after(attempts)) for attempts in (1, 2, 3, 9)]
    ['0:01:00', '0:05:00', '0:25:00', '12:00:00']
    """
    times: int = GROWTH ** min(attempts - 1, 6)
    return min(FIRST * times, LONGEST)
