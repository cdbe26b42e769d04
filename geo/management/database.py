"""What a database that does not go along means for whoever has typed a command."""

from __future__ import annotations

from typing import Final

import psycopg
from django.db import Error as DjangoError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

LOST: Final = (
    *(OperationalError, InterfaceError),
    *(psycopg.OperationalError, psycopg.InterfaceError),
)
"""A database that is gone, as Django says it and as COPY does."""
ANOTHER_VERSION: Final = ("42P01", "42703", "42883")
"""No such table, column, function."""
BUSY: Final = ("40001", "40P01", "55P03")
"""Cannot be put in line, deadlock, lock not to be had."""
FULL: Final = "53100"


def database_says(error: Exception) -> str:
    """What `error` of the database means; empty when it is none, or a fault of ours.

    Source: PostgreSQL, appendix A (error codes).
    """
    own = error.__cause__ if isinstance(error, DjangoError) else error
    code = own.sqlstate if isinstance(own, psycopg.Error) else None
    if code in ANOTHER_VERSION:
        return _(
            "The database is of another version of Llajta than the code. Run ./llajta up "
            "once, then the command again."
        )
    if code in BUSY:
        return _("Somebody else was writing to the same rows. Run the command again.")
    if code == FULL:
        return _("The disk of the database is full. Make room and run the command again.")
    gone = code is None or code.startswith(("08", "57P"))
    if isinstance(error, LOST) and gone:
        return _(
            "The database stopped answering. What was not finished was undone. Start it "
            "and run the command again."
        )
    return ""
