"""Time limits of statements that the reading roles cannot run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from django.db import OperationalError, connection, transaction

from geo.published.refusals import TookTooLong

STATEMENT_SECONDS: Final = 5
"""As many as the reading roles have."""


@contextmanager
def limited() -> Iterator[None]:
    """Give each statement within as much time as a reading role would have.

    Raises:
        TookTooLong: one of them was not done by then.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            milliseconds = str(STATEMENT_SECONDS * 1000)
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true)", [milliseconds]
            )
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
            raise TookTooLong from error
        raise
