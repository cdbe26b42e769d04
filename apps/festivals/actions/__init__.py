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
from apps.festivals.actions.frontages import admit_frontage
from apps.festivals.actions.ground import (
    change_festival,
    clear_no_more,
    draw_route,
    keep_known_clear,
    open_street,
    price_trade,
)
from apps.festivals.actions.kinds import Fine, end_kind, enter_kind, set_fine
from apps.festivals.actions.patents import issue_patent
from apps.festivals.actions.placing import give_to_trade, shift_module
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
from apps.festivals.actions.trades import enter_trade, keep_apart, lift_rule, seat_trade
from apps.festivals.actions.undoing import undo_edit
from apps.festivals.actions.withdrawing import annul_infraction

__all__ = [
    "Beat",
    "Fine",
    "Handing",
    "Order",
    "admit_frontage",
    "announce",
    "annul_infraction",
    "block_modules",
    "change_festival",
    "charge_infraction",
    "clear_no_more",
    "close_street",
    "draw_modules",
    "draw_route",
    "end_kind",
    "enter_kind",
    "enter_trade",
    "give_to_trade",
    "hand_on",
    "issue_patent",
    "keep_apart",
    "keep_clear",
    "keep_known_clear",
    "lift_rule",
    "merge_modules",
    "move_module",
    "new_plan",
    "open_festival",
    "open_street",
    "place_service",
    "price_trade",
    "publish_plan",
    "remove_modules",
    "remove_service",
    "renumber_modules",
    "seat_trade",
    "send_inspector",
    "set_fine",
    "shift_module",
    "split_module",
    "unblock_modules",
    "undo_edit",
]
