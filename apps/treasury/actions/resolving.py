"""Settling by hand what a bank told of and what fitted nothing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models.functions import Now

from apps.treasury.actions.paying import use_advance
from apps.treasury.actions.refunding import Claim, owe_refund
from apps.treasury.domain.refusals import AlreadyResolved, NothingOwed
from apps.treasury.models import Obligation, QueuedPayment
from apps.treasury.permissions import RESOLVE
from apps.treasury.terms import Resolution
from geo.access import Viewer
from geo.acting import acting


@transaction.atomic
def resolve_payment(
    queued: QueuedPayment, resolution: Resolution, *, on: dt.date, by: Viewer
) -> QueuedPayment:
    """Settle a payment that waited: put it to what is owed, refund it, or keep it.

    Raises:
        NotAllowed: `by` may not settle such payments (or not refund), or not there.
        AlreadyResolved: somebody did before.
        AdvanceSpent: the money was put to something else meanwhile.
        NothingOwed: there is nothing to put it to.
    """
    asked_for = Obligation.objects.filter(intent_shares__intent=queued.event.intent_id)
    RESOLVE.require_throughout(by, asked_for.district_numbers())
    present = QueuedPayment.objects.select_for_update().get(pk=queued.pk)
    if present.resolution:
        raise AlreadyResolved(present.resolved_by)
    payment, refund = present.payment, None
    if resolution == Resolution.REFUND:
        claim = Claim(
            party_id=payment.debtor_id,
            amount=payment.amount,
            reason=present.get_reason_display(),
        )
        refund = owe_refund(claim, on=on, by=by)
    elif resolution == Resolution.APPLIED and not use_advance(
        payment.debtor_id, on=on, by=by
    ):
        raise NothingOwed
    with acting(by):
        QueuedPayment.objects.filter(pk=present.pk).update(
            resolution=resolution,
            refund=refund,
            resolved_at=Now(),
            resolved_by=by.name,
        )
    present.refresh_from_db()
    return present
