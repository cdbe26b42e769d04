"""Acts of the treasury. Each is done whole or not at all."""

from apps.treasury.actions.annulling import (
    annul_charge,
    annul_obligation,
    forgive_obligation,
)
from apps.treasury.actions.annulling_many import annul_obligations
from apps.treasury.actions.banking import (
    Fault,
    poll_banks,
    reconcile_bank,
    show_code,
    withdraw_code,
)
from apps.treasury.actions.cashing import (
    Handed,
    close_shift,
    open_shift,
    set_up_desk,
    take_cash,
)
from apps.treasury.actions.catalogue import (
    create_concept,
    end_price,
    set_late_rule,
    set_price,
)
from apps.treasury.actions.closing import close_period
from apps.treasury.actions.confirming import (
    ask_payment,
    confirm_payment,
    disable_intent,
)
from apps.treasury.actions.late import charge_late
from apps.treasury.actions.paying import (
    receive_payment,
    reverse_payment,
    use_advance,
)
from apps.treasury.actions.paying_many import Received, receive_payments
from apps.treasury.actions.placing import place_obligations
from apps.treasury.actions.posting import (
    Posted,
    open_posting,
    post_obligation,
    post_obligations,
    post_staged,
)
from apps.treasury.actions.receipts import give_receipt, issue_receipt
from apps.treasury.actions.refunding import owe_refund, pay_refund
from apps.treasury.actions.resolving import resolve_payment
from apps.treasury.actions.sealing import broken_days, seal_days

__all__ = [
    "Fault",
    "Handed",
    "Posted",
    "Received",
    "annul_charge",
    "annul_obligation",
    "annul_obligations",
    "ask_payment",
    "broken_days",
    "charge_late",
    "close_period",
    "close_shift",
    "confirm_payment",
    "create_concept",
    "disable_intent",
    "end_price",
    "forgive_obligation",
    "give_receipt",
    "issue_receipt",
    "open_posting",
    "open_shift",
    "owe_refund",
    "pay_refund",
    "place_obligations",
    "poll_banks",
    "post_obligation",
    "post_obligations",
    "post_staged",
    "receive_payment",
    "receive_payments",
    "reconcile_bank",
    "resolve_payment",
    "reverse_payment",
    "seal_days",
    "set_late_rule",
    "set_price",
    "set_up_desk",
    "show_code",
    "take_cash",
    "use_advance",
    "withdraw_code",
]
