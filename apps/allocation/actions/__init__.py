"""Acts of the allocation register. Each is done whole or not at all."""

from apps.allocation.actions.booking_jobs import ask_booking, last_booking
from apps.allocation.actions.booking_lists import ListFile, book_list, receive_list
from apps.allocation.actions.checking_out import check_out
from apps.allocation.actions.codes import ask_for_code
from apps.allocation.actions.drawing_lots import (
    Wish,
    apply_for_draw,
    call_off_draw,
    draw_lots,
    open_draw,
    refuse_application,
    seal_draw,
)
from apps.allocation.actions.entitling import end_title, give_title
from apps.allocation.actions.handovers import (
    appoint_substitute,
    transfer_title,
    withdraw_substitute,
)
from apps.allocation.actions.holding import hold_spaces, release_hold, turn_away_late
from apps.allocation.actions.paying_lists import ListPaid, pay_list
from apps.allocation.actions.planning import (
    Drawn,
    announce,
    block_spaces,
    draw_spaces,
    move_space,
    open_offering,
    redraw_space,
    set_sale,
    split_space,
    unblock_spaces,
    withdraw_spaces,
)
from apps.allocation.actions.renewing import offer_renewals
from apps.allocation.actions.selling import Counter, Sold, hold_paid, sell_at_counter
from apps.allocation.actions.tidying import tidy_holds
from apps.allocation.actions.windows import (
    admit,
    change_window,
    remove_window,
    set_window,
    withdraw_admission,
)

__all__ = [
    "Counter",
    "Drawn",
    "ListFile",
    "ListPaid",
    "Sold",
    "Wish",
    "admit",
    "announce",
    "apply_for_draw",
    "appoint_substitute",
    "ask_booking",
    "ask_for_code",
    "block_spaces",
    "book_list",
    "call_off_draw",
    "change_window",
    "check_out",
    "draw_lots",
    "draw_spaces",
    "end_title",
    "give_title",
    "hold_paid",
    "hold_spaces",
    "last_booking",
    "move_space",
    "offer_renewals",
    "open_draw",
    "open_offering",
    "pay_list",
    "receive_list",
    "redraw_space",
    "refuse_application",
    "release_hold",
    "remove_window",
    "seal_draw",
    "sell_at_counter",
    "set_sale",
    "set_window",
    "split_space",
    "tidy_holds",
    "transfer_title",
    "turn_away_late",
    "unblock_spaces",
    "withdraw_admission",
    "withdraw_spaces",
    "withdraw_substitute",
]
