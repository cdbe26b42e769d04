"""Writing one entry: its legs, what they change, and whoever wants to know of it.

Acts outside this package do not book; they call the act that does.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import IntegrityError

from apps.treasury.domain.chart import ADVANCES, RECEIVABLE, REFUNDS
from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.refusals import PeriodClosed, TooEarly
from apps.treasury.domain.settling import Settled, tell_reopened, tell_settled
from apps.treasury.models import Entry, Leg
from apps.treasury.terms import EntryKind
from geo import sql
from geo.access import Viewer
from geo.acting import where

SQL: Final = Path(__file__).parents[1] / "sql"
BOOK: Final = SQL / "book"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One leg to be: so much to an account, from it if negative."""

    account: str
    amount: Decimal
    party_id: int | None = None
    obligation_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """What every entry says of itself."""

    kind: EntryKind
    on: dt.date
    why: str
    by: Viewer


@dataclass(frozen=True, kw_only=True)
class Held:
    """One party's balance, locked until the transaction ends."""

    party_id: int
    owed: Decimal
    advances: Decimal
    refunds: Decimal


@dataclass(frozen=True, kw_only=True)
class _Changed:
    """One row of `book/obligations.sql`."""

    id: int
    key: str
    about_kind: str
    about_id: str
    debtor_id: int
    outstanding: Decimal
    change: Decimal


@dataclass(frozen=True, kw_only=True)
class _Last:
    """One row of `book/last.sql`."""

    key: str
    last: dt.date


def hold_balances(parties: Iterable[int]) -> dict[int, Held]:
    """Lock the balances of `parties` in one order, making those that are missing."""
    asked = sorted(set(parties))
    held = sql.rows(Held, BOOK / "lock.sql", parties=asked)
    if len(held) < len(asked):
        sql.execute(BOOK / "first.sql", parties=asked)
        held = sql.rows(Held, BOOK / "lock.sql", parties=asked)
    return {each.party_id: each for each in held}


@contextmanager
def open_period(day: dt.date) -> Iterator[None]:
    """Say in our own words what the database refuses to book on `day`.

    Raises:
        PeriodClosed: the period of `day` is closed.
    """
    try:
        yield
    except IntegrityError as error:
        if "entry_is_in_an_open_period" in str(error):
            raise PeriodClosed(day) from error
        raise


def write_entry(act: Act, *, pk: int | None = None, reverses: Entry | None = None) -> Entry:
    """Write the head of an entry; its legs follow in the same transaction.

    Raises:
        PeriodClosed: the day lies in a closed period.
    """
    entry = Entry(
        pk=pk,
        kind=act.kind,
        booked_on=act.on,
        recorded_by=act.by.name or "–",
        person_id=act.by.person_id,
        recorded_from=where(),
        why=act.why,
        reverses=reverses,
    )
    with open_period(act.on):
        entry.save(force_insert=True)
    return entry


def book(act: Act, moves: Iterable[Move], *, reverses: Entry | None = None) -> Entry:
    """Write one entry with its legs and bring obligations and balances up to date.

    The balances of all parties that it moves are locked by the caller.

    Raises:
        PeriodClosed: the day lies in a closed period.
        TooEarly: something is booked on one of the obligations after that day.
    """
    merged = _merged(moves)
    entry = write_entry(act, reverses=reverses)
    changed = _change_obligations(merged, act.on)
    _change_balances(merged)
    Leg.objects.bulk_create(
        Leg(
            entry=entry,
            account_id=move.account,
            amount=move.amount,
            party_id=move.party_id,
            obligation_id=move.obligation_id,
        )
        for move in merged
    )
    if act.kind is not EntryKind.ANNULMENT:
        _tell(changed, entry, act.by)
    return entry


def _merged(moves: Iterable[Move]) -> list[Move]:
    """The moves with one leg for each account, party and obligation; none of nothing."""
    totals: dict[tuple[str, int | None, int | None], Decimal] = defaultdict(lambda: NOTHING)
    for move in moves:
        totals[move.account, move.party_id, move.obligation_id] += move.amount
    return [
        Move(account=account, amount=amount, party_id=party, obligation_id=obligation)
        for (account, party, obligation), amount in totals.items()
        if amount
    ]


def _change_obligations(moves: list[Move], on: dt.date) -> list[_Changed]:
    touched = {
        move.obligation_id: move.amount for move in moves if move.obligation_id is not None
    }
    if not touched:
        return []
    order = sorted(touched)
    for each in sql.rows(_Last, BOOK / "last.sql", obligations=order, on=on):
        raise TooEarly(on, each.key, each.last)
    return sql.rows(
        _Changed,
        BOOK / "obligations.sql",
        obligations=order,
        amounts=[touched[each] for each in order],
    )


def _change_balances(moves: list[Move]) -> None:
    changes: dict[int, dict[str, Decimal]] = defaultdict(
        lambda: defaultdict(lambda: NOTHING)
    )
    for move in moves:
        if move.party_id is not None:
            changes[move.party_id][move.account] += move.amount
    if changes:
        _write_balances(changes)


def _write_balances(changes: Mapping[int, Mapping[str, Decimal]]) -> None:
    parties = sorted(changes)
    sql.execute(
        BOOK / "balances.sql",
        parties=parties,
        owed=[changes[party][RECEIVABLE] for party in parties],
        advances=[-changes[party][ADVANCES] for party in parties],
        refunds=[-changes[party][REFUNDS] for party in parties],
    )


def _tell(changed: list[_Changed], entry: Entry, by: Viewer) -> None:
    """Tell the systems which of their obligations this entry settled or reopened."""
    for each in sorted(changed, key=lambda change: change.id):
        fact = Settled(
            obligation_id=each.id,
            key=each.key,
            about_kind=each.about_kind,
            about_id=each.about_id,
            debtor_id=each.debtor_id,
            entry_id=entry.pk,
            by=by,
        )
        if each.outstanding == 0:
            tell_settled(fact)
        elif each.outstanding == each.change:
            tell_reopened(fact)
