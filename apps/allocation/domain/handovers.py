"""What is refused of transfers and substitutes, and whom to tell when a title changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from geo.access import Viewer
from geo.errors import Conflict, Refusal

if TYPE_CHECKING:
    from apps.allocation.models import Hold


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A title of a hold that papers say something else of by now."""

    hold: Hold
    heir: Hold | None = None
    """What stands for the new holder, where the title went to somebody else."""
    why: str
    on: dt.date
    by: Viewer


on_changed: Final[list[Callable[[Changed], None]]] = []
"""Whom to tell, in the transaction of the act: systems that give papers for holds."""


def tell(change: Changed) -> None:
    """Let every system renew the papers it gave."""
    for hear in on_changed:
        hear(change)


class TitleOver(Conflict):
    """A title that ended, or whose time is over."""

    def __init__(self) -> None:
        super().__init__(
            _("This title is in force no more. Nothing was changed; look who has it now.")
        )


class SameHolder(Refusal):
    """A transfer to whoever has it, or a substitute for oneself."""

    def __init__(self) -> None:
        super().__init__(_("They have it already. Nothing was changed; choose another."))


class NoReasonGiven(Refusal):
    """An act without its reason."""

    def __init__(self) -> None:
        super().__init__(_("Write the reason; it stays with the act. Nothing was changed."))


class SubstituteOutside(Refusal):
    """Days on which the holder has no title."""

    def __init__(self) -> None:
        super().__init__(
            _("The days lie outside those of the title. Nothing was changed; see its days.")
        )


class SubstituteThere(Conflict):
    """Two substitutes on one day."""

    def __init__(self) -> None:
        super().__init__(
            _("On one of these days another stands in. Nothing was changed; withdraw them.")
        )


def said(why: str) -> str:
    """The reason of an act, without blanks around it.

    Raises:
        NoReasonGiven: it says nothing.
    """
    if not why.strip():
        raise NoReasonGiven
    return why.strip()
