"""Tables of the treasury."""

from apps.treasury.models.catalogue import Concept, LateRule, Price
from apps.treasury.models.desks import CashDesk, CashTaken, CountLine, Shift
from apps.treasury.models.intents import (
    IntentShare,
    PaymentIntent,
    ProviderEvent,
    QueuedPayment,
)
from apps.treasury.models.ledger import Account, Balance, DaySeal, Entry, Leg, Period
from apps.treasury.models.obligations import Line, Obligation, Remission
from apps.treasury.models.payments import Payment, Receipt, Refund, RefundPayment

__all__ = [
    "Account",
    "Balance",
    "CashDesk",
    "CashTaken",
    "Concept",
    "CountLine",
    "DaySeal",
    "Entry",
    "IntentShare",
    "LateRule",
    "Leg",
    "Line",
    "Obligation",
    "Payment",
    "PaymentIntent",
    "Period",
    "Price",
    "ProviderEvent",
    "QueuedPayment",
    "Receipt",
    "Refund",
    "RefundPayment",
    "Remission",
    "Shift",
]
