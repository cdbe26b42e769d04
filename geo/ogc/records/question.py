"""Which records are asked for, read as strictly as questions about features.

Source: OGC 20-004r1 (Records), clauses 8.3 (query parameters) and 8.5 (sorting).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from geo.published.bounds import Bounds, parse_bounds
from geo.published.parameters import Parameters, at_most
from geo.published.projections import CRS84
from geo.published.question import DEFAULT_LIMIT, GENERAL, LARGEST_LIMIT, LARGEST_OFFSET
from geo.published.sorting import signed_names
from geo.published.times import Times, parse_times

SORTABLE: Final = ("id", "title", "type")
CHOOSING: Final = ("bbox", "datetime", "q", "ids", "type", "externalIds")
PAGING: Final = ("limit", "offset", "sortby")


@dataclass(frozen=True, kw_only=True)
class RecordQuestion:
    """A page of records: all conditions that are not None hold at once."""

    bounds: Bounds | None = None
    times: Times | None = None
    words: tuple[str, ...] | None = None
    """Folded terms, any of which the text of a record must contain."""
    ids: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None
    external_ids: tuple[str, ...] | None = None
    sorting: tuple[tuple[str, bool], ...] = ()
    """Names to sort by, the most important first, and whether downwards."""
    limit: int = DEFAULT_LIMIT
    offset: int = 0


def folded(text: str) -> str:
    """`text` as it is compared: without case and accents, words one blank apart.

    >>> folded("Áreas  VERDES")
    'areas verdes'
    """
    plain = unicodedata.normalize("NFKD", " ".join(text.casefold().split()))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _listed(given: Parameters, name: str) -> tuple[str, ...] | None:
    text = given.find(name)
    if text is None:
        return None
    return tuple(part.strip() for part in text.split(",") if part.strip())


def parse_record_question(given: Parameters) -> RecordQuestion:
    """The page of records that `given` asks for.

    Raises:
        UnknownParameter: a name this resource does not have.
        BadParameter: a value that cannot be understood.
    """
    given.only([*GENERAL, *CHOOSING, *PAGING])
    bbox, times, words = given.find("bbox"), given.find("datetime"), _listed(given, "q")
    sortby = given.find("sortby")
    limit = given.count("limit", least=1, default=DEFAULT_LIMIT)
    offset = given.count("offset", least=0, default=0)
    return RecordQuestion(
        bounds=None if bbox is None else parse_bounds(bbox, CRS84),
        times=None if times is None else parse_times(times),
        words=None if words is None else tuple(folded(word) for word in words),
        ids=_listed(given, "ids"),
        types=_listed(given, "type"),
        external_ids=_listed(given, "externalIds"),
        sorting=() if sortby is None else tuple(signed_names(sortby, SORTABLE)),
        limit=min(limit, LARGEST_LIMIT),
        offset=at_most("offset", offset, LARGEST_OFFSET),
    )
