"""Faults that only the data can show a filter to have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from geo.published.question import Selection
from geo.published.refusals import OutOfRange


@contextmanager
def calculable(selection: Selection) -> Iterator[None]:
    """Read rows of `selection`; its filter may overflow or compare odd geometries.

    Without a filter the same fault would be ours.

    Raises:
        OutOfRange: the database could not calculate the filter.
    """
    try:
        yield
    except (psycopg.DataError, psycopg.errors.InternalError_) as error:
        if selection.filter is None:
            raise
        raise OutOfRange from error
