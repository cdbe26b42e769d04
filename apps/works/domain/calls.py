"""A call as a source hands it over, before it belongs to a work."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Self

from apps.works.terms import State

_CUCE: Final = re.compile(r"(\d{2})-(\d{4})-(\d{2})-(\d{1,7})-(\d{1,2})-([0-9E]{1,2})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cuce:
    """SICOES's code of a call: year, entity, unit, number, call, publication."""

    text: str
    base: str
    """Year, entity, unit and number, as written: what a work is called by."""
    process: str
    """The same without the year: a second call in January keeps the number."""
    entity: str
    year: int
    """In which it was numbered."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The code in `text`, or None if it is none.

        >>> Cuce.read("12-1302-00-287213-2-1").process
        '1302-00-287213'
        >>> Cuce.read("1302-00") is None
        True
        """
        found = _CUCE.fullmatch(text.strip())
        if found is None:
            return None
        year, entity, unit, number, _, _ = found.groups()
        process = f"{entity}-{unit}-{number}"
        return cls(
            text=found.group(),
            base=f"{year}-{process}",
            process=process,
            entity=entity,
            year=2000 + int(year),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class CallRow:
    """One publication of one call for works, as its source words it."""

    cuce: Cuce
    object: str
    modality: str
    state: State
    published_on: dt.date | None
    bids_due_on: dt.date | None = None
    decided_on: dt.date | None = None

    @property
    def called_on(self) -> dt.date:
        """The day it was published, or the first of the year its code names."""
        return self.published_on or dt.date(self.cuce.year, 1, 1)
