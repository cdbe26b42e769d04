"""Acts of the allocation register. Each is done whole or not at all."""

from apps.allocation.actions.checking_out import check_out
from apps.allocation.actions.entitling import end_title, give_title
from apps.allocation.actions.handovers import (
    appoint_substitute,
    transfer_title,
    withdraw_substitute,
)
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
from apps.allocation.actions.renewing import offer_renewals
from apps.allocation.actions.tidying import tidy_holds
from apps.allocation.actions.windows import (
    admit,
    change_window,
    remove_window,
    set_window,
    withdraw_admission,
)

__all__ = [
    "Drawn",
    "admit",
    "announce",
    "appoint_substitute",
    "block_spaces",
    "change_window",
    "check_out",
    "draw_spaces",
    "end_title",
    "give_title",
    "hold_spaces",
    "move_space",
    "offer_renewals",
    "open_offering",
    "release_hold",
    "remove_window",
    "set_window",
    "split_space",
    "tidy_holds",
    "transfer_title",
    "unblock_spaces",
    "withdraw_admission",
    "withdraw_spaces",
    "withdraw_substitute",
]
