"""Payments through banks: codes to scan, asking what became of them, reconciling a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext as _

from apps.treasury.actions.confirming import (
    Notice,
    ask_payment,
    confirm_payment,
    disable_intent,
)
from apps.treasury.domain.banks.known import banks, provider_called
from apps.treasury.domain.banks.port import Asked, BankAway, BankState, Order, Paid
from apps.treasury.models import Obligation, PaymentIntent, ProviderEvent
from apps.treasury.permissions import RECEIVE
from geo.access import Viewer

REMEMBERED: Final = dt.timedelta(days=2)
"""How long after it expired a code is still asked about: somebody may have paid late."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One payment on which the bank and the books disagree."""

    kind: str
    """missing, unknown, amount, double or not-at-bank."""
    name: str
    """Our alias, or the bank's reference where there is none."""
    at_bank: Decimal | None
    booked: Decimal | None


def show_code(
    provider: str,
    debtor_id: int,
    shares: Mapping[int, Decimal],
    *,
    lasts: dt.timedelta,
    by: Viewer,
) -> PaymentIntent:
    """A code that a payer may scan; the open one for the same shares is given again.

    The intent is committed before the bank is asked, and the bank outside any transaction:
    a notice that comes before the bank's answer finds what it is about, and a bank that
    does not answer leaves an intent that is asked again under the same alias.

    Raises:
        NotAllowed: `by` may not receive payments.
        NoSuchBank, BankAway: nobody made a code.
        BadAmount, ObligationSettled, NotTheirObligation, MoreThanOwed: as `ask_payment`.
    """
    bank = provider_called(provider)
    intent = ask_payment(provider, debtor_id, shares, lasts=lasts, by=by)
    if intent.reference:
        return intent
    order = Order(
        alias=str(intent.alias),
        amount=intent.amount,
        gloss=_("Municipal payment"),
        expires_on=intent.expires_at.date(),
        callback=f"{settings.PUBLIC_ADDRESS}/pagos/aviso/{provider}/",
    )
    code = bank.create(order)
    PaymentIntent.objects.filter(pk=intent.pk, reference="").update(
        reference=code.reference, image=code.image
    )
    intent.refresh_from_db()
    return intent


def withdraw_code(intent: PaymentIntent, *, by: Viewer) -> None:
    """Withdraw a code at the bank, then here; what was on its way is queued.

    Raises:
        NotAllowed: `by` may not receive payments.
        NoSuchBank, BankAway: the bank was not told, so the code still stands.
    """
    asked_for = Obligation.objects.filter(intent_shares__intent=intent)
    RECEIVE.require_throughout(by, asked_for.district_numbers())
    if intent.reference:
        provider_called(intent.provider).disable(_asked(intent))
    disable_intent(intent, by=by)


def _asked(intent: PaymentIntent) -> Asked:
    return Asked(alias=str(intent.alias), reference=intent.reference, amount=intent.amount)


def poll_banks(*, on: dt.date, by: Viewer) -> int:
    """Ask about every code that may have been paid; returns how many payments were new.

    Banks that call back are asked too: a notice can get lost.

    Raises:
        NotAllowed: `by` may not receive payments.
        BankAway: a bank does not answer; what the others told is booked.
    """
    RECEIVE.require(by)
    waiting = PaymentIntent.objects.filter(
        provider__in=banks(), payment=None, expires_at__gt=Now() - REMEMBERED
    ).exclude(reference="")
    found, away = 0, set()
    for intent in waiting.order_by("pk"):
        if intent.provider in away:
            continue
        try:
            found += _polled(intent, on=on, by=by)
        except BankAway:
            away.add(intent.provider)
    if away:
        raise BankAway
    return found


def _polled(intent: PaymentIntent, *, on: dt.date, by: Viewer) -> int:
    bank, asked = provider_called(intent.provider), _asked(intent)
    if bank.status(asked) is not BankState.PAID:
        return 0
    found = bank.paid([asked], made_on=intent.asked_at.date()) if bank.calls_back else []
    amount = found[0].amount if found else intent.amount  # fixed in the code, else
    _book(intent.provider, str(intent.alias), amount, how="poll", on=on, by=by)
    return 1


def _book(
    provider: str, alias: str, amount: Decimal, *, how: str, on: dt.date, by: Viewer
) -> ProviderEvent:
    notice = Notice(
        provider=provider,
        event=f"{how}:{alias}",
        alias=alias,
        amount=amount,
        payload={"found_by": how},
    )
    return confirm_payment(notice, on=on, by=by)


def reconcile_bank(
    provider: str, *, made_on: dt.date, books: dt.date | None = None, by: Viewer
) -> list[Fault]:
    """Where the bank and the books disagree about the codes made on a day.

    With `books` given, what is only missing is booked on that day, by the same act as a
    notice; all else is for a person to look at.

    Raises:
        NotAllowed: `by` may not receive payments.
        NoSuchBank, BankAway: there is nobody to compare with.
    """
    RECEIVE.require(by)
    bank = provider_called(provider)
    made = PaymentIntent.objects.filter(provider=provider).exclude(reference="")
    ours = {
        str(intent.alias): intent
        for intent in made.annotate(day=TruncDate("asked_at"))
        .filter(day=made_on)
        .select_related("payment")
    }
    theirs = bank.paid([_asked(each) for each in ours.values()], made_on=made_on)
    faults = list(_faults(theirs, ours))
    for fault in faults if books is not None else ():
        if fault.kind == "missing" and fault.at_bank is not None and books is not None:
            _book(provider, fault.name, fault.at_bank, how="found", on=books, by=by)
    return faults


def _faults(theirs: list[Paid], ours: Mapping[str, PaymentIntent]) -> Iterator[Fault]:
    times = Counter(each.alias or each.reference for each in theirs)
    seen: set[str] = set()
    for each in theirs:
        name = each.alias or each.reference
        if name in seen:
            continue
        seen.add(name)
        intent = ours.get(name)
        payment = intent.payment if intent is not None else None
        booked = payment.amount if payment is not None else None
        kind = _kind(intent, booked, each.amount, times[name])
        if kind:
            yield Fault(kind=kind, name=name, at_bank=each.amount, booked=booked)
    for name, intent in ours.items():
        if intent.payment is not None and name not in seen:
            booked = intent.payment.amount
            yield Fault(kind="not-at-bank", name=name, at_bank=None, booked=booked)


def _kind(
    intent: PaymentIntent | None, booked: Decimal | None, at_bank: Decimal, times: int
) -> str:
    if intent is None:
        return "unknown"
    if booked is None:
        return "missing"
    if booked != at_bank:
        return "amount"
    return "double" if times > 1 else ""
