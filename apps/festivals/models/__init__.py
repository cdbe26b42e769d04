"""Feasts: their ground and plans, and what inspectors find on the day."""

from apps.festivals.models.edits import Edit
from apps.festivals.models.feasts import Festival
from apps.festivals.models.ground import Closure, Zone
from apps.festivals.models.infractions import (
    ConfiscatedItem,
    Confiscation,
    Custody,
    Infraction,
    InfractionKind,
)
from apps.festivals.models.inspections import (
    Inspection,
    Service,
    UnlicensedVendor,
    WasteWeighing,
)
from apps.festivals.models.plans import Module, Plan
from apps.festivals.models.seating import Seating
from apps.festivals.models.trades import SpacingRule, Trade

__all__ = [
    "Closure",
    "ConfiscatedItem",
    "Confiscation",
    "Custody",
    "Edit",
    "Festival",
    "Infraction",
    "InfractionKind",
    "Inspection",
    "Module",
    "Plan",
    "Seating",
    "Service",
    "SpacingRule",
    "Trade",
    "UnlicensedVendor",
    "WasteWeighing",
    "Zone",
]
