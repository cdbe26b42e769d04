"""Papers that other systems give for a hold that was paid: where each is fetched.

A system registers a function when it is ready, so this register knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apps.allocation.models import Hold


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper that whoever bought can fetch."""

    title: str
    address: str


papers: Final[list[Callable[[Hold], Paper | None]]] = []
"""What to ask about a hold that was paid; the first paper that somebody knows is shown."""


def paper_of(hold: Hold) -> Paper | None:
    """The paper for a hold, if a system gives one."""
    found = (tell(hold) for tell in papers)
    return next((paper for paper in found if paper is not None), None)
