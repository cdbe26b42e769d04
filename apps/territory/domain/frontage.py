"""Which street a thing stands on: the nearest, unless that is too far."""

from __future__ import annotations

from typing import Final

ON_STREET_M: Final = 60.0
"""A thing further than this from every street stands on none."""


def stands_on_it(distance_m: float | None) -> bool:
    """Whether a thing so far from its nearest street stands on that."""
    return distance_m is not None and distance_m <= ON_STREET_M
