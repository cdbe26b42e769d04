"""Acts of the allocation register. Each is done whole or not at all."""

from apps.allocation.actions.checking_out import check_out
from apps.allocation.actions.codes import ask_for_code
from apps.allocation.actions.entitling import end_title, give_title
from apps.allocation.actions.holding import hold_spaces, release_hold
from apps.allocation.actions.planning import (
    Drawn,
    announce,
    block_spaces,
    draw_spaces,
    move_space,
    open_offering,
    split_space,
    unblock_spaces,
    withdraw_spaces,
)
from apps.allocation.actions.tidying import tidy_holds

__all__ = [
    "Drawn",
    "announce",
    "ask_for_code",
    "block_spaces",
    "check_out",
    "draw_spaces",
    "end_title",
    "give_title",
    "hold_spaces",
    "move_space",
    "open_offering",
    "release_hold",
    "split_space",
    "tidy_holds",
    "unblock_spaces",
    "withdraw_spaces",
]
