"""Payments through a bank: asking for one, and booking what its notices tell, once."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.treasury.actions.booking import hold_balances
from apps.treasury.actions.paying import receive_payment
from apps.treasury.actions.receipts import let_draw
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import (
    MoreThanOwed,
    NotTheirObligation,
    ObligationAnnulled,
    ObligationSettled,
)
from apps.treasury.domain.settling import Late, takes_late, tell_late
from apps.treasury.domain.shares import Tender
from apps.treasury.models import (
    IntentShare,
    Obligation,
    Payment,
    PaymentIntent,
    ProviderEvent,
    QueuedPayment,
)
from apps.treasury.permissions import RECEIVE
from apps.treasury.queries import identities
from apps.treasury.queries.codes import office_of
from apps.treasury.terms import (
    IntentState,
    Means,
    ObligationState,
    Outcome,
    QueueReason,
    Resolution,
)
from geo.access import Viewer
from geo.acting import acting


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a bank tells: somebody paid this much under this alias."""

    provider: str
    event: str
    """The bank's number of the notice."""
    alias: str
    amount: Decimal
    payload: Mapping[str, Any]
    """As it came, for the log."""


@transaction.atomic
def ask_payment(
    provider: str,
    debtor_id: int,
    shares: Mapping[int, Decimal],
    *,
    lasts: dt.timedelta,
    by: Viewer,
) -> PaymentIntent:
    """Ask for a payment through a bank; an open one for the same shares is given again.

    Whether one has expired is for the database's clock to say.

    Raises:
        NotAllowed: `by` may not receive payments, or not for what lies in each district.
        BadAmount: a share is no amount of money.
        ObligationAnnulled, ObligationSettled, NotTheirObligation, MoreThanOwed: a share
            cannot be paid.
    """
    asked_for = Obligation.objects.filter(pk__in=shares)
    RECEIVE.require_throughout(by, asked_for.district_numbers())
    exact = {number: amount_of(share) for number, share in sorted(shares.items())}
    hold_balances([debtor_id])
    _refuse_unpayable(exact, debtor_id)
    purpose = _purpose(exact)
    asked = PaymentIntent.objects.filter(provider=provider, purpose=purpose)
    still = asked.filter(state=IntentState.OPEN)
    with acting(by):
        still.filter(expires_at__lte=Now()).update(state=IntentState.DISABLED)
        if (live := still.first()) is not None:
            return live
        intent = PaymentIntent.objects.create(
            provider=provider,
            debtor_id=debtor_id,
            amount=sum(exact.values(), NOTHING),
            purpose=purpose,
            expires_at=Now() + lasts,
        )
    _share_out(intent, exact)
    intent.refresh_from_db()
    return intent


def _share_out(intent: PaymentIntent, shares: Mapping[int, Decimal]) -> None:
    """Write down how much of a code is meant for which obligation."""
    IntentShare.objects.bulk_create(
        IntentShare(intent=intent, obligation_id=number, amount=share)
        for number, share in shares.items()
    )


def _refuse_unpayable(shares: Mapping[int, Decimal], debtor_id: int) -> None:
    parties = identities(debtor_id)
    found = {each.pk: each for each in Obligation.objects.filter(pk__in=shares)}
    for number, share in shares.items():
        each = found.get(number)
        if each is None or each.debtor_id not in parties:
            raise NotTheirObligation(each.key if each else str(number))
        if share > each.outstanding:
            raise MoreThanOwed(share, each.outstanding)


def _purpose(shares: Mapping[int, Decimal]) -> str:
    text = ";".join(f"{number}={share}" for number, share in shares.items())
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def disable_intent(intent: PaymentIntent, *, by: Viewer) -> None:
    """Withdraw a code that was not paid; money that comes for it all the same is queued."""
    asked_for = Obligation.objects.filter(intent_shares__intent=intent)
    RECEIVE.require_throughout(by, asked_for.district_numbers())
    still = PaymentIntent.objects.filter(pk=intent.pk, state=IntentState.OPEN)
    with acting(by):
        still.update(state=IntentState.DISABLED)


@transaction.atomic
def confirm_payment(notice: Notice, *, on: dt.date, by: Viewer) -> ProviderEvent:
    """Book what a bank's notice tells; the same notice again changes nothing.

    Notices of one code stand in line and the number of a notice is unique, so of a hundred
    equal ones at once one acts and the others find what it did. Money that came late for
    things that know what to do with it (`on_late`) is put to them. What cannot be put to
    what it was asked for becomes an advance and waits in a queue; none is turned away.

    Raises:
        NotAllowed: `by` may not receive payments.
        BadAmount: no amount of money.
    """
    RECEIVE.require(by)
    amount = amount_of(notice.amount)
    intent = _intent(notice)
    known = ProviderEvent.objects.filter(
        provider=notice.provider, event=notice.event
    ).first()
    if known is not None:
        return known
    if intent is None:
        return _log(notice, amount, None, Outcome.UNKNOWN, None)
    if intent.payment is not None:
        return _log(notice, amount, intent, Outcome.REPEATED, intent.payment)
    reason = _reason(intent, amount)
    if reason is None or (reason is QueueReason.EXPIRED and _knows_late(intent, amount)):
        payment = _settle(intent, on=on, by=by)
        if payment is not None:
            return _log(notice, amount, intent, Outcome.PAID, payment)
        reason = QueueReason.CHANGED
    return _queue(notice, amount, intent, reason, on=on, by=by)


def _intent(notice: Notice) -> PaymentIntent | None:
    """The intent that a notice names, held until the transaction ends."""
    try:
        alias = uuid.UUID(notice.alias)
    except ValueError:
        return None
    named = PaymentIntent.objects.filter(provider=notice.provider, alias=alias)
    return named.select_for_update(of=("self",)).first()


def _reason(intent: PaymentIntent, amount: Decimal) -> QueueReason | None:
    """Why the money cannot be put to what it was asked for; None if it can."""
    if intent.state == IntentState.DISABLED:
        return QueueReason.DISABLED
    if PaymentIntent.objects.filter(pk=intent.pk, expires_at__lte=Now()).exists():
        return QueueReason.EXPIRED
    return QueueReason.AMOUNT if amount != intent.amount else None


def _knows_late(intent: PaymentIntent, amount: Decimal) -> bool:
    """Whether all that was asked for knows what to do with money that comes too late."""
    shares = intent.shares.select_related("obligation")
    kinds = {each.obligation.about_kind for each in shares}
    return amount == intent.amount and all(map(takes_late, kinds))


def _settle(intent: PaymentIntent, *, on: dt.date, by: Viewer) -> Payment | None:
    """The payment of an intent, or None if what was owed has changed meanwhile."""
    shares = {each.obligation_id: each.amount for each in intent.shares.all()}
    try:
        payment = receive_payment(_tender(intent, intent.amount, shares), on=on, by=by)
    except (ObligationAnnulled, ObligationSettled, MoreThanOwed):
        return None
    _mark_paid(intent, payment, by)
    return payment


def _tender(
    intent: PaymentIntent, amount: Decimal, shares: Mapping[int, Decimal]
) -> Tender:
    return Tender(
        key=f"intent:{intent.alias}",
        debtor_id=intent.debtor_id,
        amount=amount,
        means=Means.QR,
        shares=shares,
        keeps_surplus=True,
        office_id=office_of(intent),
    )


def _mark_paid(intent: PaymentIntent, payment: Payment, by: Viewer) -> None:
    let_draw(payment)
    intent.state, intent.payment = IntentState.PAID, payment
    with acting(by):
        intent.save(update_fields=["state", "payment"])


def _queue(
    notice: Notice,
    amount: Decimal,
    intent: PaymentIntent,
    reason: QueueReason,
    *,
    on: dt.date,
    by: Viewer,
) -> ProviderEvent:
    payment = receive_payment(_tender(intent, amount, {}), on=on, by=by)
    _mark_paid(intent, payment, by)
    event = _log(notice, amount, intent, Outcome.QUEUED, payment)
    with acting(by):
        queued = QueuedPayment.objects.create(event=event, payment=payment, reason=reason)
        _give_back(queued, intent, on=on, by=by)
    return event


def _give_back(
    queued: QueuedPayment, intent: PaymentIntent, *, on: dt.date, by: Viewer
) -> None:
    """Let whoever knows what was annulled meanwhile owe the money back at once."""
    share = intent.shares.select_related("obligation").first()
    if share is None or share.obligation.state != ObligationState.ANNULLED:
        return
    if intent.shares.count() > 1:
        return
    late = Late(
        obligation_id=share.obligation_id,
        about_kind=share.obligation.about_kind,
        about_id=share.obligation.about_id,
        debtor_id=intent.debtor_id,
        amount=queued.payment.amount,
        on=on,
        by=by,
    )
    refund = tell_late(late)
    if refund is not None:
        QueuedPayment.objects.filter(pk=queued.pk).update(
            resolution=Resolution.REFUND,
            refund=refund,
            resolved_at=Now(),
            resolved_by=by.name,
        )


def _log(
    notice: Notice,
    amount: Decimal,
    intent: PaymentIntent | None,
    outcome: Outcome,
    payment: Payment | None,
) -> ProviderEvent:
    return ProviderEvent.objects.create(
        provider=notice.provider,
        event=notice.event,
        intent=intent,
        amount=amount,
        payload=dict(notice.payload),
        outcome=outcome,
        payment=payment,
    )
