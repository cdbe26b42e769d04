"""What to tell people when the database fails in the middle of an import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import django.db
import psycopg
from django.utils.translation import gettext as _
from psycopg import errors

from geo.exchange.refusals import DatabaseRefused, DatabaseStopped

FULL: Final = (errors.DiskFull, errors.OutOfMemory, errors.ConfigurationLimitExceeded)


@dataclass(kw_only=True)
class Outcome:
    """How far an import came, for what can be said about it afterwards."""

    committing: bool = False


@contextmanager
def explained() -> Iterator[Outcome]:
    """Turn the database's failures into what happened, what was kept and what to do.

    Raises:
        DatabaseStopped: it went away, or its disk is full.
        DatabaseRefused: a rule of the database refused the rows as a whole.
    """
    outcome = Outcome()
    try:
        yield outcome
    except (psycopg.Error, django.db.Error) as error:
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        if isinstance(cause, FULL):
            raise DatabaseStopped(
                _(
                    "The database has no room left. Nothing was written: the register is "
                    "as it was. Free some disk space and run the same import again."
                )
            ) from error
        if isinstance(cause, errors.IntegrityError | errors.DataError):
            raise DatabaseRefused(
                _(
                    "The database refused the rows as a whole: %(why)s. Nothing was "
                    "written; mend the file and import it again."
                )
                % {"why": cause.diag.message_primary or type(cause).__name__}
            ) from error
        if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
            raise _stopped(outcome) from error
        raise


def _stopped(outcome: Outcome) -> DatabaseStopped:
    if outcome.committing:
        return DatabaseStopped(
            _(
                "The database stopped at the very end, and it is not known whether the "
                "rows were written. Look before you import the file again."
            )
        )
    return DatabaseStopped(
        _(
            "The database stopped while importing. Nothing was written: the register is "
            "as it was. When the database runs again, run the same import again."
        )
    )
