"""Booking a list of payments at once: what a collecting agent or a bank hands over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from apps.treasury.actions.booking import SQL, hold_balances, open_period
from apps.treasury.domain.chart import CASH_OF
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import KeyTaken, PaymentsRefused
from apps.treasury.domain.settling import Settled, listened_to, tell_settled
from apps.treasury.domain.shares import Tender
from apps.treasury.permissions import RECEIVE
from geo import sql
from geo.access import Viewer
from geo.acting import where

LIST = SQL / "receive"
_COLUMNS = ("key", "debtor_id", "amount", "means", "cash", "payer")


@dataclass(frozen=True, kw_only=True)
class Received:
    """What a list came to."""

    new: int
    known: int
    """Payments that had been booked under their key already."""
    total: Decimal
    """Of the new ones."""


@dataclass(frozen=True, kw_only=True)
class _Known:
    key: str
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class _Fault:
    key: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class _Id:
    id: int


@dataclass(frozen=True, kw_only=True)
class _Settled:
    id: int
    key: str
    about_kind: str
    about_id: str
    debtor_id: int
    entry_id: int


@transaction.atomic
def receive_payments(tenders: Iterable[Tender], *, on: dt.date, by: Viewer) -> Received:
    """Book many payments of the day `on`, all or none, each with an entry of its own.

    Each is put to what its debtor owes, due first settled first, as `receive_payment` does;
    a debtor has one payment a list, none leaves an advance, and none is given a receipt:
    the agent that took the money gave one. The same list again changes nothing.

    Raises:
        NotAllowed: `by` may not receive payments.
        BadAmount: nothing, negative, or finer than a centavo.
        KeyTaken: a key stands for another payment.
        PaymentsRefused: one is more than is owed, of a debtor twice, or too early.
        PeriodClosed: the day lies in a closed period.
    """
    RECEIVE.require(by)
    sql.execute(LIST / "open.sql")
    count = sql.copy("receiving", _COLUMNS, map(_row, tenders))
    known = sql.rows(_Known, LIST / "known.sql")
    if known and not known[0].agrees:
        raise KeyTaken(known[0].key)
    sql.execute(LIST / "forget_known.sql")
    hold_balances(each.id for each in sql.rows(_Id, LIST / "parties.sql"))
    sql.execute(LIST / "shares.sql")
    for broken in sql.rows(_Fault, LIST / "faults.sql", on=on):
        raise PaymentsRefused(broken.key, _why(broken.fault))
    with open_period(on):
        sql.execute(
            LIST / "write.sql",
            on=on,
            by=by.name or "–",
            person=by.person_id,
            where=where(),
            why=_("Payment received"),
        )
    _tell(by)
    (total,) = sql.rows(_Total, LIST / "total.sql")
    return Received(new=count - len(known), known=len(known), total=total.total or NOTHING)


@dataclass(frozen=True, kw_only=True)
class _Total:
    total: Decimal | None


def _row(tender: Tender) -> tuple[object, ...]:
    if tender.shares is not None or tender.keeps_surplus or tender.number_id is not None:
        raise ValueError("a list of payments settles what is due first, and no more")
    return (
        *(tender.key, tender.debtor_id, amount_of(tender.amount), tender.means.value),
        *(CASH_OF[tender.means], tender.payer),
    )


def _tell(by: Viewer) -> None:
    """Tell the systems that listen which of their obligations the list settled."""
    kinds = listened_to()
    if not kinds:
        return
    for each in sql.rows(_Settled, LIST / "settled.sql", kinds=kinds):
        tell_settled(
            Settled(
                obligation_id=each.id,
                key=each.key,
                about_kind=each.about_kind,
                about_id=each.about_id,
                debtor_id=each.debtor_id,
                entry_id=each.entry_id,
                by=by,
            )
        )


def _why(fault: str) -> str:
    return {
        "twice": _("its debtor stands on the list twice"),
        "much": _("it is more than its debtor owes"),
        "early": _("something is booked on what it settles after this day"),
    }[fault]
