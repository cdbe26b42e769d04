"""Paying at the desk, as one provider among the others: the cashier is the bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from apps.treasury.domain.banks.port import (
    Announced,
    Asked,
    BadNotice,
    BankState,
    Code,
    Order,
    Paid,
)


class AtTheDesk:
    """Orders to pay at a cash desk; they are settled by `take_cash`, never by a notice."""

    name = "cash"
    calls_back = True

    def create(self, order: Order) -> Code:
        """Nothing to scan: one goes to the desk."""
        return Code(reference=order.alias, image=b"")

    def status(self, asked: Asked) -> BankState:
        """What the books say is what there is."""
        return BankState.WAITING

    def disable(self, asked: Asked) -> None:
        """Nobody to tell."""

    def announced(
        self, body: bytes, headers: Mapping[str, str], *, now: float
    ) -> Announced:
        """Nothing: no notice can stand for cash.

        Raises:
            BadNotice: always.
        """
        raise BadNotice

    def paid(self, asked: Sequence[Asked], *, made_on: dt.date) -> list[Paid]:
        """No bank holds it for us."""
        return []
