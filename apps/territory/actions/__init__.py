"""Acts on the territory. Each function is one act, done whole or not at all."""

from apps.territory.actions.following import Follower, Moved, follows, place_again
from apps.territory.actions.replacing import (
    LAYERS,
    Delivery,
    forget,
    make_room,
    take_over,
)
from apps.territory.actions.settling import (
    record_findings,
    settle_territory,
)
from apps.territory.domain.refusals import BetterKnown

__all__ = [
    "LAYERS",
    "BetterKnown",
    "Delivery",
    "Follower",
    "Moved",
    "follows",
    "forget",
    "make_room",
    "place_again",
    "record_findings",
    "settle_territory",
    "take_over",
]
