"""Money back: acknowledging that it is due, and paying it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from apps.treasury.actions.booking import Act, Move, book, hold_balances
from apps.treasury.domain.chart import ADVANCES, CASH_OF, REFUNDS
from apps.treasury.domain.money import amount_of
from apps.treasury.domain.refusals import AdvanceSpent, RefundPaid
from apps.treasury.models import Refund, RefundPayment
from apps.treasury.permissions import REFUND
from apps.treasury.terms import EntryKind, Means
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Money that must go back to a party, and for what it had been paid."""

    party_id: int
    amount: Decimal
    reason: str
    about_kind: str = ""
    about_id: str = ""


@transaction.atomic
def owe_refund(claim: Claim, *, on: dt.date, by: Viewer) -> Refund:
    """Acknowledge that money a party has in advance must be given back.

    Raises:
        NotAllowed: `by` may not refund.
        BadAmount: no amount of money.
        AdvanceSpent: the party has not so much in advance.
        PeriodClosed: the day lies in a closed period.
    """
    REFUND.require(by)
    amount = amount_of(claim.amount)
    left = hold_balances([claim.party_id])[claim.party_id].advances
    if amount > left:
        raise AdvanceSpent(amount, left)
    act = Act(kind=EntryKind.REFUND_DUE, on=on, why=claim.reason, by=by)
    entry = book(
        act,
        [
            Move(account=ADVANCES, amount=amount, party_id=claim.party_id),
            Move(account=REFUNDS, amount=-amount, party_id=claim.party_id),
        ],
    )
    return Refund.objects.create(
        party_id=claim.party_id,
        amount=amount,
        reason=claim.reason,
        about_kind=claim.about_kind,
        about_id=claim.about_id,
        entry=entry,
    )


@transaction.atomic
def pay_refund(
    refund: Refund, *, means: Means, on: dt.date, reference: str = "", by: Viewer
) -> RefundPayment:
    """Give the money back; it happens once.

    `reference` is what the bank calls the transfer, or the number of the cheque; the entry
    says it after the reason.

    Raises:
        NotAllowed: `by` may not refund.
        RefundPaid: it was paid before.
        PeriodClosed: the day lies in a closed period.
    """
    REFUND.require(by)
    hold_balances([refund.party_id])
    if RefundPayment.objects.filter(refund=refund).exists():
        raise RefundPaid(refund.pk)
    why = " · ".join(filter(None, (refund.reason, reference)))
    act = Act(kind=EntryKind.REFUND, on=on, why=why, by=by)
    entry = book(
        act,
        [
            Move(account=REFUNDS, amount=refund.amount, party_id=refund.party_id),
            Move(account=CASH_OF[means], amount=-refund.amount),
        ],
    )
    return RefundPayment.objects.create(refund=refund, means=means, entry=entry)
