"""Writing down what happened at the door."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from apps.signin.domain.addresses import Origin
from apps.signin.models import Event
from apps.signin.terms import Happening


def record(
    kind: Happening,
    user: User | None,
    *,
    origin: Origin,
    at: datetime,
    note: str = "",
    by: str = "",
) -> None:
    """Add one thing to the sign-in record; never what was typed."""
    Event.objects.create(
        at=at,
        kind=kind,
        user=user,
        by=by,
        address=origin.address or None,
        agent=printable(origin.agent, 200),
        note=printable(note, 300),
    )


def printable(text: str, longest: int) -> str:
    """One line of `text`, so that nobody writes lines of their own into a record."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:longest]
