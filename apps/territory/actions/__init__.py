"""Acts on the territory. Each function is one act, done whole or not at all."""

from apps.territory.actions.replacing import (
    LAYERS,
    BetterKnown,
    Delivery,
    forget,
    make_room,
    take_over,
)
from apps.territory.actions.settling import (
    record_findings,
    settle_territory,
)

__all__ = [
    "LAYERS",
    "BetterKnown",
    "Delivery",
    "forget",
    "make_room",
    "record_findings",
    "settle_territory",
    "take_over",
]
