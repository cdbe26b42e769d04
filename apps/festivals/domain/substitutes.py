"""Who may stand in for the holder of a stand: asked of whoever records it.

A register that keeps substitutes on record adds a teller when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

Teller = Callable[[Sequence[int]], Mapping[int, Sequence[str]]]
"""Names of the substitutes for titles, by the title's number; set-based."""

tellers: Final[list[Teller]] = []


def substitutes_for(titles: Sequence[int]) -> dict[int, list[str]]:
    """Names of everybody who may stand in, by the number of the title."""
    found: dict[int, list[str]] = {}
    for tell in tellers:
        for title, names in tell(titles).items():
            found.setdefault(title, []).extend(names)
    return found
