"""Codes to scan, as pages show them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from apps.treasury.models import PaymentIntent


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
