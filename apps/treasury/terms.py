"""Words of the treasury, as the Dirección de Recaudaciones uses them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """On which side of the books an account grows (NB-SCI, DS 27327 and its annexes)."""

    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    INCOME = "income", _("income")


class EntryKind(TextChoices):
    """The act that an entry of the ledger records."""

    CHARGE = "charge", _("charge")
    PAYMENT = "payment", _("payment")
    APPLICATION = "application", _("advance put to use")
    REVERSAL = "reversal", _("reversal")
    FORGIVENESS = "forgiveness", _("forgiveness")
    ANNULMENT = "annulment", _("annulment")
    REFUND_DUE = "refund_due", _("refund acknowledged")
    REFUND = "refund", _("refund paid")
    DIFFERENCE = "difference", _("difference of a cash count")


class ObligationState(TextChoices):
    """Where an obligation stands; follows from what is outstanding and from annulment."""

    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")
    ANNULLED = "annulled", _("annulled")


class LateKind(TextChoices):
    """What paying late costs (Ley 2492, arts. 47 and 165, as far as a rule cites them)."""

    SURCHARGE = "surcharge", _("surcharge, once")
    INTEREST = "interest", _("interest, every month")


class RemissionKind(TextChoices):
    """Why an obligation is not collected in full: always an act with a legal basis."""

    ANNULMENT = "annulment", _("annulled: it should not have been charged")
    FORGIVENESS = "forgiveness", _("forgiven by a rule of the council")
    PRESCRIPTION = "prescription", _("prescribed")


class Means(TextChoices):
    """What money comes in as."""

    CASH = "cash", _("cash")
    QR = "qr", _("QR")
    TRANSFER = "transfer", _("bank transfer")


class IntentState(TextChoices):
    """State of a payment asked of a bank. Expiry is read off the clock, not kept here."""

    OPEN = "open", _("waiting for the payer")
    PAID = "paid", _("paid")
    DISABLED = "disabled", _("withdrawn")


class Outcome(TextChoices):
    """What came of one notice of a bank."""

    PAID = "paid", _("became a payment")
    QUEUED = "queued", _("became an advance that somebody must look at")
    UNKNOWN = "unknown", _("names no payment of ours")
    REPEATED = "repeated", _("tells of a payment that was booked before")


class QueueReason(TextChoices):
    """Why money from a bank could not be put to what it was asked for."""

    EXPIRED = "expired", _("paid after the code had expired")
    DISABLED = "disabled", _("paid after the code was withdrawn")
    AMOUNT = "amount", _("another amount than was asked")
    CHANGED = "changed", _("what was owed has changed meanwhile")


class Resolution(TextChoices):
    """How somebody settled a payment that was waiting in the queue."""

    APPLIED = "applied", _("put to an obligation")
    REFUND = "refund", _("to be refunded")
    KEPT = "kept", _("kept as an advance")
