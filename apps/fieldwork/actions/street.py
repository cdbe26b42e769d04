"""Cash taken in the street: booked by the treasury, whatever happened meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.documents.models import Number
from apps.documents.terms import NumberState
from apps.fieldwork.domain.kinds import Applied
from apps.fieldwork.domain.refusals import NotBooked
from apps.fieldwork.models import Event, StreetCash
from apps.fieldwork.terms import Outcome
from apps.treasury.actions import receive_payment
from apps.treasury.actions.booking import hold_balances
from apps.treasury.actions.receipts import let_draw
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import PeriodClosed, TooEarly
from apps.treasury.domain.shares import Tender, oldest_first
from apps.treasury.domain.wording import written
from apps.treasury.models import Obligation, Payment
from apps.treasury.permissions import RECEIVE, vested
from apps.treasury.queries import identities
from apps.treasury.terms import Means
from geo.access import Viewer
from geo.errors import Refusal


@dataclass(frozen=True, kw_only=True)
class StreetMoney:
    """Cash that a debtor gave to a collector for one thing."""

    amount: Decimal
    debtor_id: int
    about_kind: str
    about_id: str
    number_id: int | None = None
    """Of the receipt that was given out."""
    shares: Mapping[int, Decimal] | None = None
    """Wished shares by obligation; the oldest first if None."""
    payer: str = ""


@transaction.atomic
def take_in_street(event: Event, money: StreetMoney, *, by: Viewer) -> Applied:
    """Book what was paid in the street; the money exists, so it is never turned away.

    What is more than owed on the thing stays in the debtor's favour; a number that
    cannot be used leaves the payment without a receipt. Both are said. What cannot be
    booked at all is kept to be counted: call it outside of what a refusal undoes.

    Raises:
        BadAmount: nothing, negative, or finer than a centavo.
    """
    amount = amount_of(money.amount)
    number, remarks = _usable(event, money.number_id)
    cash = StreetCash.objects.filter(event=event).first()
    if cash is not None and cash.payment_id is not None:
        return Applied(outcome=Outcome(event.outcome), message=event.message)
    cash = cash or StreetCash(event=event, amount=amount)
    cash.number = number
    parties = identities(money.debtor_id)
    hold_balances(parties)
    shares = _shares(parties, money, amount)
    surplus = amount - sum(shares.values(), NOTHING)
    if surplus:
        remarks.append(_kept(amount, surplus))
    tender = Tender(
        key=f"field:{event.pk}",
        debtor_id=money.debtor_id,
        amount=amount,
        means=Means.CASH,
        shares=shares,
        keeps_surplus=True,
        payer=money.payer,
        number_id=None if number is None else number.pk,
    )
    cash.payment = _booked(tender, event, by)
    cash.save()
    let_draw(cash.payment)
    outcome = Outcome.CONFLICT if remarks else Outcome.APPLIED
    return Applied(outcome=outcome, message=" ".join(remarks))


def _kept(amount: Decimal, surplus: Decimal) -> str:
    said = _(
        "Of Bs %(amount)s only Bs %(put)s were owed by then; Bs %(surplus)s stay in the "
        "holder's favour."
    )
    sums = {"amount": amount, "put": amount - surplus, "surplus": surplus}
    return said % {name: written(each) for name, each in sums.items()}


def keep_cash(event: Event, amount: Decimal, refusal: Refusal) -> Applied:
    """Keep cash that could not be booked, so that it is counted and seen to."""
    StreetCash.objects.get_or_create(event=event, defaults={"amount": amount_of(amount)})
    said = str(NotBooked(amount_of(amount), str(refusal)))
    return Applied(outcome=Outcome.REFUSED, message=said)


def _usable(event: Event, number_id: int | None) -> tuple[Number | None, list[str]]:
    """The number, if this telephone may give it out, else what to say about it."""
    if number_id is None:
        return None, []
    rows = Number.objects.select_for_update(of=("self",)).filter(pk=number_id)
    number = rows.filter(block__lent_to__device=event.device_id).first()
    if number is not None and number.state == NumberState.RESERVED:
        return number, []
    if number is None:
        said = _("The receipt number is none of this telephone's.")
    elif number.state == NumberState.ANNULLED:
        said = _("Receipt %s was annulled at the count.") % number.text
    else:
        said = _("Receipt %s was given out before.") % number.text
    kept = _("The payment was booked without it; give your supervisor the paper.")
    return None, [f"{said} {kept}"]


def _shares(parties: list[int], money: StreetMoney, amount: Decimal) -> dict[int, Decimal]:
    """What goes to which obligation on the thing, as they stand now."""
    rows = Obligation.objects.open().filter(debtor__in=parties)
    owed = list(rows.about(money.about_kind, money.about_id).order_by("due_on", "pk"))
    wished = money.shares
    if wished:
        owed.sort(key=lambda each: each.pk not in wished)
    return oldest_first(amount, ((each.pk, each.outstanding) for each in owed))


def _booked(tender: Tender, event: Event, by: Viewer) -> Payment:
    """Book it on the day it happened, or on that it came, if that one is closed."""
    clerk = vested(by, RECEIVE)
    happened, came = _day(event.happened_at), _day(event.received_at)
    try:
        with transaction.atomic():
            return receive_payment(tender, on=happened, by=clerk)
    except (PeriodClosed, TooEarly):
        return receive_payment(tender, on=came, by=clerk)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
