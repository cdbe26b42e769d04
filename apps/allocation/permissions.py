"""Acts of the allocation register that can be granted."""

from __future__ import annotations

from typing import Final

from apps.allocation import querysets
from geo.access import Permission

PLAN: Final = Permission(name=querysets.PLAN, title="Draw and change what is offered")
SELL: Final = Permission(name="allocation.sell", title="Hold and sell spaces for others")
GRANT: Final = Permission(
    name="allocation.grant", title="Give and end titles without a payment"
)
TIDY: Final = Permission(name="allocation.tidy", title="Clear away holds that ran out")
