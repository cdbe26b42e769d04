"""Feasts, what must be kept clear at them, and the plans of what is sold there."""

from apps.festivals.models.edits import Edit
from apps.festivals.models.feasts import Festival
from apps.festivals.models.ground import Closure, Zone
from apps.festivals.models.plans import Module, Plan
from apps.festivals.models.seating import Seating
from apps.festivals.models.trades import SpacingRule, Trade

__all__ = [
    "Closure",
    "Edit",
    "Festival",
    "Module",
    "Plan",
    "Seating",
    "SpacingRule",
    "Trade",
    "Zone",
]
