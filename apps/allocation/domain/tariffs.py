"""What buyers call the tariffs of an offering: the system that drew its plan knows.

A system registers a function when it is ready, so this register knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.allocation.models import Offering

namers: Final[list[Callable[[Offering], Mapping[str, str]]]] = []
"""What to ask for the names of an offering's tariffs, by tariff."""


def tariff_names(offering: Offering) -> dict[str, str]:
    """Names of an offering's tariffs, as far as a system knows them."""
    return {tariff: name for tell in namers for tariff, name in tell(offering).items()}
