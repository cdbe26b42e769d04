"""What the database refused, understood by the name of the rule that was broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.db import IntegrityError, transaction

from geo.errors import Refusal


def rule_of(error: IntegrityError) -> str:
    """Name of the constraint that the database says is broken; empty when it says none."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
    return name or ""


@contextmanager
def in_words(known: Mapping[str, Callable[[], Refusal]]) -> Iterator[None]:
    """Do the block whole or not at all, and say in our words what the database refuses.

    The block is a savepoint, so whoever catches the refusal may go on. A rule that is not
    `known` stays what it is: a fault of ours.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if refusal := known.get(rule_of(error)):
            raise refusal() from error
        raise
