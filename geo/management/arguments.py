"""What is typed after a command, understood or refused with an example."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError

from django.utils.translation import gettext as _


def day(text: str) -> dt.date:
    """A day as 2026-08-15.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("Write a day as 2026-08-15.")) from error


def month(text: str) -> dt.date:
    """The first day of a month written as 2026-05.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError(_("Write a month as 2026-05.")) from error


def count(text: str) -> int:
    """A whole number from one up.

    Raises:
        ArgumentTypeError: it is none.
    """
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(_("Write a whole number from 1 up."))
