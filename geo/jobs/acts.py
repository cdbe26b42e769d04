"""The register of acts that may run in the background, each declared once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from geo.access import Permission, Viewer
from geo.layers import Text

if TYPE_CHECKING:
    from geo.jobs.models import Job


class Run(Protocol):
    """One run under way, as the function that works knows it."""

    viewer: Viewer
    """Who asked, with the rights of this moment."""

    def step(self, percent: float, message: Text = "") -> None:
        """Say how far the work is. Call it often: here it ends when nobody wants it.

        Raises:
            Dismissed: whoever asked does not want it any more.
            OverTime: the time for it is over.
        """


Arguments = Mapping[str, Any]
Work = Callable[[Run, Arguments], Any]
"""From what was asked for to what it came to; both are JSON."""


def _no_page(job: Job) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that is done for somebody in the background."""

    name: str
    """Like `app.verb`: it stands in the database for ever."""
    title: Callable[[Job], Text]
    """What people call one run of it."""
    work: Work
    permission: Permission | None = None
    """What whoever asks must hold, when asking and when it runs."""
    whole: bool = True
    """Whether all that it writes and its end are one transaction: then its effects are
    there exactly once, whatever falls in the middle. False is for work that reads only,
    or that keeps its own account of what it has done."""
    tries: int = 3
    """A run that was broken off by a fault of ours, or that lost its worker, is begun so
    often in all; a refusal is final at once."""
    again_after_fault: bool = True
    """False: only a lost worker is a reason to begin anew."""
    seconds: float = 600.0
    """A run that takes longer is stopped at its next step."""
    kept_days: int = 7
    priority: int = 0
    """Those of higher priority are run first."""
    page: Callable[[Job], str] = _no_page
    """Address where one run of it is shown; empty: the jobs' own page."""


_NAME: Final = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_register: Final[dict[str, Act]] = {}


def declare(act: Act) -> Act:
    """Add `act` to the register, so that it can be asked for by its name."""
    if not _NAME.fullmatch(act.name):
        raise ValueError(f"act {act.name!r} is not called like “app.verb”")
    if _register.setdefault(act.name, act) is not act:
        raise ValueError(f"act {act.name!r} is declared twice")
    return act


def get_act(name: str) -> Act:
    """The act of this name.

    Raises:
        LookupError: nothing of this name is declared.
    """
    return _register[name]


def find_act(name: str) -> Act | None:
    """The act of this name; None after an update that dropped it."""
    return _register.get(name)
