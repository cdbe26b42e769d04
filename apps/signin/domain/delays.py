"""How long the next try waits, by how often the ones before were in vain.

Each account, address and known device is counted by itself. Somebody who has signed in
from a browser before is counted by that browser alone, so a stranger's guesses slow down
the stranger.

Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apps.signin.domain.secrets import digest

LONGEST_SECONDS: Final = 900
FORGOTTEN_SECONDS: Final = 24 * 3600
"""A day without a try, and the next one counts as the first."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Something whose tries are counted, and how many cost nothing."""

    key: str
    free: int
    shared: bool = False
    """Whether others try from there too, so that success forgives one try only."""


def delay_seconds(failures: int, free: int) -> int:
    """How long to wait after so many tries in vain.

    >>> [delay_seconds(count, 5) for count in (0, 4, 5, 6, 7, 40)]
    [0, 0, 1, 2, 4, 900]
    """
    if failures < free:
        return 0
    return min(LONGEST_SECONDS, 1 << min(failures - free, 20))


def counted_for(
    door: str, *, account: str, address: str, known_device: str
) -> tuple[Counted, ...]:
    """What a try at `door` counts against."""
    if known_device:
        key = digest("throttle", f"{door}:device:{account}:{known_device}")
        return (Counted(key=key, free=10),)
    return (
        Counted(key=digest("throttle", f"{door}:account:{account}"), free=5),
        Counted(key=digest("throttle", f"{door}:address:{address}"), free=20, shared=True),
    )
