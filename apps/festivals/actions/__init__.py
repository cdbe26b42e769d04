"""Acts on feasts. Each is done whole or not at all."""

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
from apps.festivals.actions.frontages import admit_frontage
from apps.festivals.actions.patents import issue_patent
from apps.festivals.actions.planning import (
    announce,
    close_street,
    keep_clear,
    new_plan,
    open_festival,
)
from apps.festivals.actions.publishing import publish_plan

__all__ = [
    "Order",
    "admit_frontage",
    "announce",
    "block_modules",
    "close_street",
    "draw_modules",
    "issue_patent",
    "keep_clear",
    "merge_modules",
    "move_module",
    "new_plan",
    "open_festival",
    "publish_plan",
    "remove_modules",
    "renumber_modules",
    "split_module",
    "unblock_modules",
]
