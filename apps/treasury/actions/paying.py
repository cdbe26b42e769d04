"""Money in: payments, what they settle, their receipts, and taking a payment back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.documents.actions.numbering import checked_reason
from apps.treasury.actions.booking import Act, Held, Move, book, hold_balances
from apps.treasury.actions.receipts import annul_receipt, give_receipt, number_for
from apps.treasury.domain.chart import ADVANCES, CASH_OF, RECEIVABLE
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import (
    AdvanceSpent,
    AlreadyReversed,
    KeyTaken,
    MoreThanOwed,
    NotTheirObligation,
    ObligationAnnulled,
    ObligationSettled,
)
from apps.treasury.domain.shares import Tender, checked_shares, oldest_first
from apps.treasury.models import Entry, Leg, Obligation, Payment
from apps.treasury.permissions import RECEIVE, REVERSE
from apps.treasury.queries import identities
from apps.treasury.terms import EntryKind, ObligationState
from geo.access import Viewer


@transaction.atomic
def receive_payment(tender: Tender, *, on: dt.date, by: Viewer) -> Payment:
    """Book money that came in on the day `on` and put it to what its debtor owes.

    Acts on one debtor stand in line, so two desks never settle one obligation twice. The
    same key again gives the payment that is there. Its receipt is numbered last, in the
    same transaction: a payment that is undone takes no number.

    Raises:
        NotAllowed: `by` may not receive payments, or not for what lies in each district.
        NotReserved: the number of a device was given out before, or annulled.
        BadAmount: nothing, negative, or finer than a centavo.
        KeyTaken: the key stands for another payment.
        ObligationAnnulled, ObligationSettled, NotTheirObligation: nothing to pay there.
        MoreThanReceived: the shares add up to more than the payment.
        MoreThanOwed: more than is outstanding, and it is not to be kept as an advance.
        PeriodClosed, TooEarly: the day cannot be booked on.
    """
    RECEIVE.require_somewhere(by)
    amount = amount_of(tender.amount)
    parties = identities(tender.debtor_id)
    hold_balances(parties)
    known = _known(tender, amount)
    if known is not None:
        return known
    owed = _owed(parties, tender.shares, amount)
    shares = _shares(tender, amount, owed)
    _require_there(shares, amount, by)
    cash = Move(account=CASH_OF[tender.means], amount=amount)
    surplus = amount - sum(shares.values(), NOTHING)
    credit = Move(account=ADVANCES, amount=-surplus, party_id=tender.debtor_id)
    act = Act(kind=EntryKind.PAYMENT, on=on, why=_("Payment received"), by=by)
    payment = _record(tender, amount, book(act, [cash, credit, *_settling(shares, owed)]))
    number = number_for(tender, year=on.year, by=by)
    if number is not None:
        give_receipt(payment, number, by=by)
    return payment


def _known(tender: Tender, amount: Decimal) -> Payment | None:
    """The payment of this key, if it was booked before."""
    known = Payment.objects.filter(key=tender.key).first()
    if known is not None and (known.debtor_id, known.amount, known.means) != (
        tender.debtor_id,
        amount,
        tender.means,
    ):
        raise KeyTaken(tender.key)
    return known


def _owed(
    parties: list[int], shares: Mapping[int, Decimal] | None, amount: Decimal
) -> dict[int, Obligation]:
    """The obligations that the money may settle, in the order in which it does."""
    if shares is None:
        open_ones = Obligation.objects.open().filter(debtor__in=parties)
        return {each.pk: each for each in open_ones.order_by("due_on", "pk")}
    checked_shares(shares, amount)
    found = {each.pk: each for each in Obligation.objects.filter(pk__in=shares)}
    for number in shares:
        each = found.get(number)
        if each is None or each.debtor_id not in parties:
            raise NotTheirObligation(each.key if each else str(number))
        if each.state == ObligationState.ANNULLED:
            raise ObligationAnnulled(each.key)
        if each.state == ObligationState.SETTLED:
            raise ObligationSettled(each.key)
    return found


def _shares(
    tender: Tender, amount: Decimal, owed: Mapping[int, Obligation]
) -> dict[int, Decimal]:
    """How much goes to which obligation; what is left over stays with the debtor."""
    if tender.shares is None:
        shares = oldest_first(
            amount, ((each.pk, each.outstanding) for each in owed.values())
        )
    else:
        shares = checked_shares(tender.shares, amount)
    for number, share in shares.items():
        if share > owed[number].outstanding:
            raise MoreThanOwed(share, owed[number].outstanding)
    total = sum(shares.values(), NOTHING)
    if total < amount and not tender.keeps_surplus:
        raise MoreThanOwed(amount, total)
    return shares


def _require_there(shares: Mapping[int, Decimal], amount: Decimal, by: Viewer) -> None:
    """Refuse money for what lies where `by` may not take it; an advance lies nowhere.

    Raises:
        NotAllowed: some of it does.
    """
    there = Obligation.objects.filter(pk__in=shares).district_numbers()
    nowhere = [] if sum(shares.values(), NOTHING) == amount else [None]
    RECEIVE.require_throughout(by, chain(there, nowhere))


def _settling(
    shares: Mapping[int, Decimal], owed: Mapping[int, Obligation]
) -> Iterator[Move]:
    for number, share in shares.items():
        yield Move(
            account=RECEIVABLE,
            amount=-share,
            party_id=owed[number].debtor_id,
            obligation_id=number,
        )


def _record(tender: Tender, amount: Decimal, entry: Entry) -> Payment:
    try:
        return Payment.objects.create(
            key=tender.key,
            debtor_id=tender.debtor_id,
            payer=tender.payer,
            amount=amount,
            means=tender.means,
            entry=entry,
        )
    except IntegrityError as error:  # two desks, one key, two debtors
        if "treasury_payment_key" in str(error):
            raise KeyTaken(tender.key) from error
        raise


@transaction.atomic
def use_advance(
    debtor_id: int,
    *,
    shares: Mapping[int, Decimal] | None = None,
    on: dt.date,
    by: Viewer,
) -> Entry | None:
    """Put money paid in advance to what its party owes; None if there is nothing to do.

    Raises:
        NotAllowed: `by` may not receive payments.
        AdvanceSpent: the shares are more than the advance that is left.
        ObligationAnnulled, ObligationSettled, NotTheirObligation, MoreThanOwed: as
            `receive_payment`.
        PeriodClosed, TooEarly: the day cannot be booked on.
    """
    RECEIVE.require_somewhere(by)
    parties = identities(debtor_id)
    held = hold_balances(parties)
    left = sum((each.advances for each in held.values()), NOTHING)
    asked = left if shares is None else sum(shares.values(), NOTHING)
    if asked > left:
        raise AdvanceSpent(asked, left)
    owed = _owed(parties, shares, asked)
    tender = Tender(
        key="", debtor_id=debtor_id, amount=asked, means=_ANY, shares=shares,
        keeps_surplus=True,
    )  # fmt: skip
    given = _shares(tender, asked, owed)
    total = sum(given.values(), NOTHING)
    if not total:
        return None
    _require_there(given, total, by)
    act = Act(kind=EntryKind.APPLICATION, on=on, why=_("Advance put to use"), by=by)
    return book(act, [*_taken(held.values(), total), *_settling(given, owed)])


_ANY = next(iter(CASH_OF))
"""No money moves when an advance is put to use."""


def _taken(held: Iterable[Held], total: Decimal) -> Iterator[Move]:
    """Take `total` out of the advances, the first row's first."""
    for each in held:
        part = min(total, each.advances)
        total -= part
        yield Move(account=ADVANCES, amount=part, party_id=each.party_id)


@transaction.atomic
def reverse_payment(payment: Payment, *, on: dt.date, why: str, by: Viewer) -> Entry:
    """Take a payment back: what it settled is owed again, and its receipt is annulled.

    Whoever verifies the receipt is told so; its number stays in its series. What the
    payment had paid of an obligation that was annulled since is an advance by now, and is
    taken from there.

    Raises:
        NotAllowed: `by` may not reverse payments, or not of what lies in each district.
        NoReason: `why` says nothing.
        AlreadyReversed: it was reversed before.
        AdvanceSpent: it left an advance that was put to use or refunded since.
        PeriodClosed, TooEarly: the day cannot be booked on.
    """
    settled = Obligation.objects.filter(legs__entry=payment.entry_id)
    REVERSE.require_throughout(by, settled.district_numbers())
    why = checked_reason(why)
    legs = list(payment.entry.legs.select_related("obligation"))
    parties = {leg.party_id for leg in legs if leg.party_id is not None}
    held = hold_balances(parties)
    if Entry.objects.filter(reverses=payment.entry).exists():
        raise AlreadyReversed(payment.key)
    moves = [_undoing(leg) for leg in legs]
    for party, balance in held.items():
        needed = sum(
            (m.amount for m in moves if (m.account, m.party_id) == (ADVANCES, party)),
            NOTHING,
        )
        if needed > balance.advances:
            raise AdvanceSpent(needed, balance.advances)
    act = Act(kind=EntryKind.REVERSAL, on=on, why=why, by=by)
    entry = book(act, moves, reverses=payment.entry)
    annul_receipt(payment, why=why, by=by)
    return entry


def _undoing(leg: Leg) -> Move:
    annulled = (
        leg.obligation is not None and leg.obligation.state == ObligationState.ANNULLED
    )
    return Move(
        account=ADVANCES if annulled else leg.account_id,
        amount=-leg.amount,
        party_id=leg.party_id,
        obligation_id=None if annulled else leg.obligation_id,
    )
