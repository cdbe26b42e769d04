"""Codes to scan: as pages show them, and whose receipts they get."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from apps.treasury.models import CashDesk, PaymentIntent


@dataclass(frozen=True, kw_only=True)
class Scannable:
    """A code that a bank made."""

    alias: str
    """Our name for the payment at the bank."""
    picture: str
    """The code as the address of a picture (`data:`)."""


def scannable(intent: PaymentIntent | None) -> Scannable | None:
    """The code of a payment that is asked for; None while the bank has made none."""
    if intent is None or not intent.image:
        return None
    image = base64.b64encode(bytes(intent.image)).decode()
    return Scannable(alias=str(intent.alias), picture=f"data:image/png;base64,{image}")


def office_of(intent: PaymentIntent) -> int | None:
    """The office whose receipts it gets: that of the concept of its oldest obligation.

    Where no concept names one it is that of the first cash desk: who pays gets a receipt.
    """
    shares = intent.shares.order_by("obligation__due_on", "obligation_id")
    offices = shares.exclude(obligation__concept__office=None)
    named = offices.values_list("obligation__concept__office", flat=True).first()
    desks = CashDesk.objects.order_by("pk").values_list("office", flat=True)
    return named or desks.first()
