"""Bringing calls into the register of works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.works.actions.placing import Placed, place_works
from apps.works.domain.calls import CallRow
from apps.works.domain.kinds import kind_of
from apps.works.domain.objects import object_key
from apps.works.domain.repair import Lexicon
from apps.works.models import Call
from apps.works.permissions import IMPORT_CALLS
from apps.works.queries import has_real_works
from geo import sql
from geo.access import Viewer
from geo.errors import Refusal

SQL: Final = Path(__file__).parents[1] / "sql" / "calls"
DEMO: Final = "demo"

DAYS_AFTER_CONTRACT: Final = 90
"""A call of the same object this soon after a contract is the same work, recorded twice."""
DAYS_WAITING: Final = 730
"""How long a work without a contract waits for its next call."""
ALIKE: Final = 0.25
"""Trigram similarity below which two calls of one process are different works."""

_BATCH: Final = 2000


class RealWorksPresent(Refusal):
    """Demonstration works were offered to a register that holds real ones."""

    def __init__(self) -> None:
        super().__init__(
            _("This register holds real works; demonstration works are not added to it.")
        )


@dataclass(frozen=True, kw_only=True)
class Written:
    """Rows that one statement added and changed."""

    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What one import of calls did."""

    calls_read: int
    conflicts: int
    """Codes that came more than once with differing content; the last one counted."""
    demo_removed: int
    works: Written
    calls: Written
    placed: Placed


@transaction.atomic
def import_calls(
    rows: Iterable[CallRow],
    *,
    source: str,
    by: Viewer,
    lexicon: Lexicon | None = None,
) -> Imported:
    """Bring calls into the register: one work for each thing built, however often called.

    A call that is known changes only if the source says something new; a work never
    changes its code nor loses a call. The first real call removes demonstration works.
    `lexicon` may have learnt words elsewhere; it goes on learning from `rows`.

    Raises:
        NotAllowed: `by` may not import calls.
        RealWorksPresent: `source` is demo, and the register holds real works.
    """
    IMPORT_CALLS.require(by)
    sql.one_at_a_time("works.import")
    if source == DEMO and has_real_works():
        raise RealWorksPresent
    lexicon = lexicon or Lexicon()
    calls_read, conflicts = _stage(rows, lexicon)
    is_real = calls_read > 0 and source != DEMO
    demo_removed = sql.execute(SQL / "remove_demo.sql") if is_real else 0
    sql.execute(SQL / "add_stored.sql", source=source)
    _word(lexicon)
    _tell_works_apart()
    works = sql.rows(Written, SQL / "write_works.sql", source=source)[0]
    calls = sql.rows(Written, SQL / "write_calls.sql")[0]
    sql.execute(SQL / "drop.sql")
    return Imported(
        calls_read=calls_read,
        conflicts=conflicts,
        demo_removed=demo_removed,
        works=works,
        calls=calls,
        placed=place_works(),
    )


def _stage(rows: Iterable[CallRow], lexicon: Lexicon) -> tuple[int, int]:
    """Stage the calls, the last of each code.

    Returns: how many there were, and how many codes came with differing content.
    """
    sql.execute(SQL / "stage.sql")
    calls_read = sql.copy("works_staged", _STAGED, _staged(rows, lexicon))
    conflicts = sql.rows(_Count, SQL / "count_conflicts.sql")[0].count
    sql.execute(SQL / "keep_last.sql")
    return calls_read, conflicts


_STAGED: Final = (
    "line",
    "cuce",
    "base",
    "process",
    "object",
    "modality",
    "state",
    "called_on",
    "published_on",
    "bids_due_on",
    "decided_on",
)


def _staged(rows: Iterable[CallRow], lexicon: Lexicon) -> Iterator[tuple[object, ...]]:
    for line, row in enumerate(rows, start=1):
        lexicon.learn(row.object)
        yield (
            line,
            row.cuce.text,
            row.cuce.base,
            row.cuce.process,
            row.object,
            row.modality,
            row.state.value,
            row.called_on,
            row.published_on,
            row.bids_due_on,
            row.decided_on,
        )


@dataclass(frozen=True, kw_only=True)
class _Count:
    count: int


def _word(lexicon: Lexicon) -> None:
    """Repair, fold and classify every wording once."""
    _learn_names(lexicon)
    with connection.chunked_cursor() as cursor:
        cursor.execute((SQL / "texts.sql").read_text(encoding="utf-8"))
        while texts := cursor.fetchmany(_BATCH):
            sql.copy("works_worded", _WORDED, [_worded(text, lexicon) for (text,) in texts])


_WORDED: Final = ("object", "repaired", "object_key", "kind", "is_doubtful")


def _worded(text: str, lexicon: Lexicon) -> tuple[object, ...]:
    repaired = lexicon.repair(text)
    return (
        text,
        repaired.text,
        object_key(repaired.text),
        kind_of(repaired.text).value,
        repaired.is_doubtful,
    )


def _learn_names(lexicon: Lexicon) -> None:
    """Learn the words of the gazetteer and of what is stored already."""
    names = sql.rows(_Name, SQL / "names.sql")
    for name in names:
        lexicon.learn(name.name)
    for text in Call.objects.values_list("object", flat=True).iterator(chunk_size=_BATCH):
        lexicon.learn(text)


@dataclass(frozen=True, kw_only=True)
class _Name:
    name: str


def _tell_works_apart() -> None:
    """Label the staged calls by work and name the works."""
    sql.execute(
        SQL / "link.sql",
        alike=ALIKE,
        days_after_contract=DAYS_AFTER_CONTRACT,
        days_waiting=DAYS_WAITING,
    )
    spread = True
    while spread:
        spread = bool(
            sql.execute(SQL / "spread_by_object.sql")
            + sql.execute(SQL / "spread_by_process.sql")
        )
    sql.execute(SQL / "name_works.sql")
