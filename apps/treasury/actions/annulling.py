"""Not collecting what was charged: always an act with a legal basis and a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from apps.treasury.actions.booking import Act, Move, book, hold_balances
from apps.treasury.domain.chart import ADVANCES, FORGIVEN, RECEIVABLE
from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import (
    GivenFor,
    LateChargesPaid,
    MoreThanOwed,
    ObligationAnnulled,
    ObligationSettled,
)
from apps.treasury.domain.settling import listened_to
from apps.treasury.models import Obligation, Remission
from apps.treasury.permissions import REMIT
from apps.treasury.terms import EntryKind, ObligationState, RemissionKind
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why something owed is not collected."""

    legal_basis: str
    reason: str


@transaction.atomic
def annul_obligation(
    obligation: Obligation, ground: Ground, *, on: dt.date, by: Viewer
) -> Remission:
    """Annul what should not have been charged, with the late charges on it.

    What was paid on it becomes an advance of the debtor, to be put to something else or
    refunded.

    Raises:
        NotAllowed: `by` may not annul, or not in the district of its place.
        ObligationAnnulled: it was annulled before.
        LateChargesPaid: something was paid on its late charges; annul those first.
        PeriodClosed, TooEarly: the day cannot be booked on.
    """
    present = _held(obligation, by)
    late = present.late_charges.exclude(state=ObligationState.ANNULLED)
    for each in late.order_by("pk"):
        if each.outstanding < each.amount:
            raise LateChargesPaid(present.key)
        _annul(each, ground, on=on, by=by)
    return _annul(present, ground, on=on, by=by)


@transaction.atomic
def annul_charge(
    obligation: Obligation, ground: Ground, *, on: dt.date, by: Viewer
) -> Remission:
    """Annul at the treasury, unless something was given for what was paid.

    A system above that gives something for a debt that is settled (a stand, a seat) also
    takes it back, and annuls the debt with it.

    Raises:
        GivenFor: it was settled, and somebody was given something for it.
        NotAllowed, ObligationAnnulled, LateChargesPaid, PeriodClosed, TooEarly: as
            `annul_obligation`.
    """
    present = _held(obligation, by)
    if present.state == ObligationState.SETTLED and present.about_kind in listened_to():
        raise GivenFor(present.key)
    return annul_obligation(present, ground, on=on, by=by)


def _held(obligation: Obligation, by: Viewer) -> Obligation:
    """The obligation as it is now, alone with its debtor, if it can be given up by `by`."""
    rows = Obligation.objects.filter(pk=obligation.pk)
    REMIT.require_throughout(by, rows.district_numbers())
    hold_balances([obligation.debtor_id])
    present = rows.get()
    if present.state == ObligationState.ANNULLED:
        raise ObligationAnnulled(present.key)
    return present


def _annul(obligation: Obligation, ground: Ground, *, on: dt.date, by: Viewer) -> Remission:
    act = Act(kind=EntryKind.ANNULMENT, on=on, why=ground.reason, by=by)
    entry = book(act, _annulling(obligation))
    Obligation.objects.filter(pk=obligation.pk).update(state=ObligationState.ANNULLED)
    return Remission.objects.create(
        obligation=obligation,
        entry=entry,
        kind=RemissionKind.ANNULMENT,
        amount=obligation.outstanding,
        legal_basis=ground.legal_basis,
        reason=ground.reason,
    )


def _annulling(obligation: Obligation) -> Iterator[Move]:
    """Income given back, the rest wiped out, what was paid kept for the debtor."""
    forgiven = obligation.remissions.aggregate(sum=Sum("amount"))["sum"] or NOTHING
    paid = obligation.amount - obligation.outstanding - forgiven
    for line in obligation.lines.select_related("concept"):
        yield Move(account=line.concept.income_id, amount=line.amount)
    yield Move(account=FORGIVEN, amount=-forgiven)
    yield Move(account=ADVANCES, amount=-paid, party_id=obligation.debtor_id)
    yield _less(obligation, obligation.outstanding)


def _less(obligation: Obligation, amount: Decimal) -> Move:
    """So much less is owed on the obligation."""
    return Move(
        account=RECEIVABLE,
        amount=-amount,
        party_id=obligation.debtor_id,
        obligation_id=obligation.pk,
    )


@transaction.atomic
def forgive_obligation(
    obligation: Obligation,
    ground: Ground,
    *,
    amount: Decimal | None = None,
    kind: RemissionKind = RemissionKind.FORGIVENESS,
    on: dt.date,
    by: Viewer,
) -> Remission:
    """Give up part of what is outstanding, or all of it if no amount is named.

    Raises:
        NotAllowed: `by` may not forgive, or not in the district of its place.
        BadAmount: no amount of money.
        ObligationAnnulled, ObligationSettled: nothing is outstanding.
        MoreThanOwed: more than is outstanding.
        PeriodClosed, TooEarly: the day cannot be booked on.
    """
    present = _held(obligation, by)
    if present.state == ObligationState.SETTLED:
        raise ObligationSettled(present.key)
    part = present.outstanding if amount is None else amount_of(amount)
    if part > present.outstanding:
        raise MoreThanOwed(part, present.outstanding)
    debt = _less(present, part)
    act = Act(kind=EntryKind.FORGIVENESS, on=on, why=ground.reason, by=by)
    return Remission.objects.create(
        obligation=present,
        entry=book(act, [Move(account=FORGIVEN, amount=part), debt]),
        kind=kind,
        amount=part,
        legal_basis=ground.legal_basis,
        reason=ground.reason,
    )
