"""Acts on feasts. Each is done whole or not at all."""

from apps.festivals.actions.custody import Handing, hand_on
from apps.festivals.actions.drawing import Order, draw_modules
from apps.festivals.actions.editing import (
    block_modules,
    merge_modules,
    move_module,
    remove_modules,
    renumber_modules,
    split_module,
    unblock_modules,
)
from apps.festivals.actions.fining import charge_infraction
from apps.festivals.actions.patents import issue_patent
from apps.festivals.actions.planning import (
    announce,
    close_street,
    keep_clear,
    new_plan,
    open_festival,
)
from apps.festivals.actions.publishing import publish_plan
from apps.festivals.actions.services import (
    Beat,
    place_service,
    remove_service,
    send_inspector,
)

__all__ = [
    "Beat",
    "Handing",
    "Order",
    "announce",
    "block_modules",
    "charge_infraction",
    "close_street",
    "draw_modules",
    "hand_on",
    "issue_patent",
    "keep_clear",
    "merge_modules",
    "move_module",
    "new_plan",
    "open_festival",
    "place_service",
    "publish_plan",
    "remove_modules",
    "remove_service",
    "renumber_modules",
    "send_inspector",
    "split_module",
    "unblock_modules",
]
