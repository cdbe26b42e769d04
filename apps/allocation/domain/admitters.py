"""Other ways to admit to a window: systems that know whose a space is, by its place.

A system registers a function when it is ready, so this register knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.allocation.models import Window


@dataclass(frozen=True, kw_only=True)
class Admitter:
    """A page on which a desk admits to a window."""

    title: str
    address: str


admitters: Final[list[Callable[[Window], Admitter | None]]] = []
"""What to ask about a window for own spaces."""


def admitters_of(window: Window) -> list[Admitter]:
    """The pages that systems have for a window."""
    found = (tell(window) for tell in admitters)
    return [each for each in found if each is not None]
