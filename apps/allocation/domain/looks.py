"""Other ways to look at parts of an offering: the system that drew its plan knows them.

A system registers a function when it is ready, so this register knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.allocation.models import Offering


@dataclass(frozen=True, kw_only=True)
class Look:
    """A page that shows some spaces in its own way: a grandstand seen from the route."""

    title: str
    address: str


lookers: Final[list[Callable[[Offering], Sequence[Look]]]] = []
"""What to ask for the looks at an offering."""


def looks_at(offering: Offering) -> list[Look]:
    """Every page that shows part of an offering in its own way."""
    return [look for tell in lookers for look in tell(offering)]
