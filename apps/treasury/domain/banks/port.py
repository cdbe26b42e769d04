"""What the treasury asks of whoever takes payments for it, whatever bank that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _

from geo.errors import Refusal


class BankAway(Refusal):
    """The bank does not answer, or not as it should."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The bank does not answer at the moment. Nothing was charged; try again in "
                "some minutes, or pay at the desk."
            )
        )


class NoSuchBank(Refusal):
    """No bank of this name is set up here."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Payments through “%s” are not set up here.") % name)


class BadNotice(Refusal):
    """A notice that the bank did not sign, that is too old, or that cannot be read."""

    def __init__(self) -> None:
        super().__init__(_("This notice is not signed by the bank, or is too old."))


class BankState(StrEnum):
    """What a bank says of one code."""

    WAITING = "waiting"
    PAID = "paid"
    DISABLED = "disabled"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A payment to be asked of a bank."""

    alias: str
    amount: Decimal
    gloss: str
    """What the payer reads; no personal data."""
    expires_on: dt.date
    callback: str
    """Where the bank is to tell that it was paid."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A code that was asked of a bank, by our name for it and the bank's."""

    alias: str
    reference: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Code:
    """What the bank made: its name for it, and the picture that is scanned."""

    reference: str
    image: bytes


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One payment that the bank says it holds for us."""

    alias: str
    """Empty where the bank knows its own name only."""
    reference: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A payment that a bank tells of by itself."""

    event: str
    alias: str
    amount: Decimal
    payload: Mapping[str, object]


class PaymentProvider(Protocol):
    """Somebody who takes payments for the municipality."""

    name: str
    calls_back: bool
    """Whether it tells by itself; else it is asked every minute."""

    def create(self, order: Order) -> Code:
        """Make a code; asked twice under one alias, the bank makes one."""

    def status(self, asked: Asked) -> BankState:
        """What became of a code."""

    def disable(self, asked: Asked) -> None:
        """Withdraw a code, so that nobody can pay it any more."""

    def announced(
        self, body: bytes, headers: Mapping[str, str], *, now: float
    ) -> Announced:
        """Read what came to the door; `now` in seconds since 1970."""

    def paid(self, asked: Sequence[Asked], *, made_on: dt.date) -> list[Paid]:
        """What was paid of the codes made on a day, for reconciling."""
