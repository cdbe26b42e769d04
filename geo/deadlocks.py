"""Acts that the database broke off to let another one through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError

Told = TypeVar("Told")

DEADLOCK: Final = "40P01"
"""Source: PostgreSQL, appendix A."""


def once_more(act: Callable[[], Told]) -> Told:
    """Do `act`, a whole transaction; again if the database chose it as a deadlock's victim.

    Of what it had begun nothing is left, and whoever it stood in the way of is through.
    """
    try:
        return act()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
            raise
        return act()
