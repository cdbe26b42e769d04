"""Acts of the treasury that can be granted."""

from __future__ import annotations

from typing import Final

from apps.treasury import querysets
from geo.access import Permission

VIEW: Final = Permission(name=querysets.VIEW, title="See what is owed and paid")
SET_PRICES: Final = Permission(
    name="treasury.set_prices", title="Set concepts, prices and late rules"
)
CHARGE: Final = Permission(name="treasury.charge", title="Post obligations")
RECEIVE: Final = Permission(name="treasury.receive", title="Receive payments")
REVERSE: Final = Permission(name="treasury.reverse", title="Reverse payments")
REMIT: Final = Permission(name="treasury.remit", title="Annul and forgive obligations")
REFUND: Final = Permission(name="treasury.refund", title="Refund money")
RESOLVE: Final = Permission(
    name="treasury.resolve", title="Settle payments that came in too late"
)
CLOSE: Final = Permission(name="treasury.close", title="Close periods of the books")
