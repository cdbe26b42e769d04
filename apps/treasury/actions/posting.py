"""Charging: one obligation or a hundred thousand, by the same statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.treasury.actions.booking import SQL, Act, write_entry
from apps.treasury.actions.placing import find_places
from apps.treasury.domain.charging import Charge
from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.refusals import ChargesRefused, KeyTaken
from apps.treasury.models import Obligation
from apps.treasury.permissions import CHARGE
from apps.treasury.terms import EntryKind
from geo import sql
from geo.access import Viewer

POST: Final = SQL / "post"
MANY: Final = 500
"""From so many charges on the planner is told how many there are."""

_CHARGE: Final = (
    *("key", "debtor_id", "concept_id", "due_on", "priced_on", "about_kind", "about_id"),
    "place",
)
_LINE: Final = ("key", "ordinal", "price_id", "text", "quantity")


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What a posting came to."""

    new: int
    """Obligations that were not there before."""
    known: int
    """Those that had been posted under their key already, and were left alone."""
    total: Decimal
    """Amount of the new ones."""


@dataclass(frozen=True, kw_only=True)
class _Fault:
    key: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class _Key:
    key: str


@dataclass(frozen=True, kw_only=True)
class _Sum:
    new: int
    total: Decimal


def post_obligation(
    charge: Charge, *, on: dt.date, by: Viewer, why: str = ""
) -> Obligation:
    """Post one obligation on the day `on`; the same key again gives what is there.

    Raises:
        NotAllowed, ChargesRefused, KeyTaken, PeriodClosed: as `post_obligations`.
    """
    post_obligations([charge], on=on, by=by, why=why)
    return Obligation.objects.get(key=charge.key)


def post_obligations(
    charges: Iterable[Charge],
    *,
    on: dt.date,
    by: Viewer,
    why: str = "",
    batch: int | None = None,
) -> Posted:
    """Post any number of obligations on the day `on`, set-based.

    Without `batch` they are one act with one entry: all or none. With it, so many at a
    time are; a run that is killed is simply repeated, for what has a key already is left
    alone.

    Raises:
        NotAllowed: `by` may not charge, or not in the district of each place.
        ChargesRefused: a charge has no line, an unknown debtor, a price not in force …
        KeyTaken: a key stands for another charge.
        PeriodClosed: the day lies in a closed period.
    """
    CHARGE.require_somewhere(by)
    new, known, total = 0, 0, NOTHING
    asked = iter(charges)
    while some := list(islice(asked, batch)):
        with transaction.atomic():
            open_posting()
            sql.copy("posting_charge", _CHARGE, _charge_rows(some, on))
            sql.copy("posting_line", _LINE, _line_rows(some))
            posted = post_staged(on=on, by=by, why=why)
        new, known = new + posted.new, known + posted.known
        total += posted.total
    return Posted(new=new, known=known, total=total)


def open_posting() -> None:
    """Make the tables that `post_staged` posts from, empty: see `sql/post/open.sql`."""
    sql.execute(POST / "open.sql")


@transaction.atomic
def post_staged(*, on: dt.date, by: Viewer, why: str = "") -> Posted:
    """Post what the caller has put into `posting_charge` and `posting_line`.

    Raises:
        NotAllowed, ChargesRefused, KeyTaken, PeriodClosed: as `post_obligations`.
    """
    CHARGE.require_somewhere(by)
    sql.execute(POST / "price.sql")
    if _count() >= MANY:
        sql.execute(POST / "analyze.sql")
    _refuse_faults(on)
    known = sql.execute(POST / "forget_known.sql")
    if not _count():
        return Posted(new=0, known=known, total=NOTHING)
    find_places()
    CHARGE.require_throughout(by, _districts())
    entry = _next_entry()
    sql.execute(POST / "obligations.sql", entry=entry, on=on)
    (posted,) = sql.rows(_Sum, POST / "posted.sql")
    if posted.new:
        act = Act(kind=EntryKind.CHARGE, on=on, why=why or _("Charged"), by=by)
        write_entry(act, pk=entry)
        sql.execute(POST / "lines.sql")
        sql.execute(POST / "legs.sql", entry=entry)
        sql.execute(POST / "balances.sql")
    return Posted(new=posted.new, known=known, total=posted.total)


def _charge_rows(charges: Iterable[Charge], on: dt.date) -> Iterator[tuple[object, ...]]:
    for each in charges:
        place = None if each.place is None else each.place.hexewkb.decode()
        priced_on = each.priced_on or on
        yield (
            *(each.key, each.debtor_id, each.concept_id, each.due_on, priced_on),
            *(each.about_kind, each.about_id, place),
        )


def _line_rows(charges: Iterable[Charge]) -> Iterator[tuple[object, ...]]:
    for charge in charges:
        for ordinal, line in enumerate(charge.lines, start=1):
            yield charge.key, ordinal, line.price_id, line.text, line.quantity


def _districts() -> Iterator[int | None]:
    """Numbers of the districts of what is to be posted; asks when it is read."""
    for (number,) in sql.tuples(POST / "districts.sql"):
        yield number


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM posting_charge")
        return int(cursor.fetchone()[0])


def _next_entry() -> int:
    """A number for the entry, which is written when it is known that it has legs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('treasury_entry', 'id'))")
        return int(cursor.fetchone()[0])


def _refuse_faults(on: dt.date) -> None:
    """Refuse the whole posting if any of its charges cannot be booked."""
    faults = sql.rows(_Fault, POST / "faults.sql", on=on)
    if faults:
        raise ChargesRefused([f"{each.key}: {_fault(each.fault)}" for each in faults])
    taken = sql.rows(_Key, POST / "taken.sql")
    if taken:
        raise KeyTaken(taken[0].key)


def _fault(code: str) -> str:
    """What is wrong with a charge, as people read it."""
    return {
        "lines": _("it has no line"),
        "price": _("its price does not exist"),
        "amount": _("a line comes to nothing or less, or to too much"),
        "days": _("its price is not in force on that day"),
        "due": _("it is due before it is charged"),
        "about": _("it does not say what it is for"),
        "place": _("its place is empty or crosses itself"),
        "twice": _("it is asked for twice"),
        "debtor": _("its debtor is not registered"),
        "concept": _("its concept does not exist"),
    }[code]
