"""What a payment makes of a hold: a title, or money that must go back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from apps.allocation.actions.checking_out import register_acting
from apps.allocation.actions.holding import SQL, binds, end_claims
from apps.allocation.models import Claim, Hold
from apps.allocation.terms import ClaimKind, Outcome
from apps.treasury.actions import annul_obligation, owe_refund
from apps.treasury.actions.annulling import Ground
from apps.treasury.actions.refunding import Claim as RefundClaim
from apps.treasury.domain.settling import Late, Settled
from apps.treasury.models import Entry, Obligation, Refund
from apps.treasury.terms import ObligationState
from geo import sql
from geo.access import Viewer


def settle_hold(paid: Settled) -> None:
    """Give titles for a hold that was paid, or owe the money back, in the same transaction.

    In time or late is one path: what binds of the hold ends now, titles begin now, and the
    exclusion constraint says whether anybody came between. All spaces or none.
    """
    hold = _hold_of(paid)
    if not _is_price(hold, paid) or hold.outcome in (Outcome.SOLD, Outcome.REFUND):
        return
    if _entitled(hold, paid):
        hold.outcome = Outcome.SOLD
        hold.save(update_fields=["outcome"])
        return
    end_claims(hold, ClaimKind.HOLD)
    on = Entry.objects.values_list("booked_on", flat=True).get(pk=paid.entry_id)
    hold.refund = give_up(hold, Outcome.REFUND, on=on, by=paid.by)
    hold.outcome = Outcome.REFUND
    hold.save(update_fields=["outcome", "refund"])


def owe_back(late: Late) -> int:
    """Owe back what came for a hold when what it was charged had been annulled."""
    asked = Hold.objects.select_for_update(of=("self",)).select_related("offering")
    hold = asked.get(token=late.about_id)
    claim = RefundClaim(
        party_id=late.debtor_id,
        amount=late.amount,
        reason=str(Outcome.REFUND.label).capitalize(),
        about_kind=late.about_kind,
        about_id=late.about_id,
    )
    refund = owe_refund(claim, on=late.on, by=register_acting(late.by))
    if hold.refund_id is None:
        hold.outcome, hold.refund = Outcome.REFUND, refund
        hold.save(update_fields=["outcome", "refund"])
    return refund.pk


def reopen_hold(owed: Settled) -> None:
    """Make titles a hold again, when the payment they were given for was taken back.

    Whoever corrects a mistake at the desk has the minutes of a payment for it; then the
    spaces are on offer again.
    """
    hold = _hold_of(owed)
    if not _is_price(hold, owed) or hold.outcome != Outcome.SOLD:
        return
    why = _("Its payment was reversed")
    spaces = sql.execute(
        SQL / "end_bought.sql",
        obligation=owed.obligation_id,
        who=owed.by.name or "-",
        why=why,
    )
    hold.outcome = ""
    hold.save(update_fields=["outcome"])
    if spaces:
        minutes = hold.offering.payment_minutes
        sql.execute(
            SQL / "hold_again.sql",
            hold=hold.pk,
            obligation=owed.obligation_id,
            minutes=minutes,
        )


def _hold_of(fact: Settled) -> Hold:
    """The hold that an obligation is for, locked until the transaction ends."""
    asked = Hold.objects.select_for_update(of=("self",)).select_related("offering")
    return asked.get(token=fact.about_id)


def _is_price(hold: Hold, fact: Settled) -> bool:
    """Whether it is the price of the spaces, and not what paying it late costs."""
    return fact.obligation_id == hold.obligation_id


def _entitled(hold: Hold, paid: Settled) -> bool:
    """Whether titles to all spaces of the hold could be given; none is given otherwise."""
    spaces = Claim.objects.filter(hold=hold).values("space").distinct().count()
    in_time = binds(hold)
    with transaction.atomic():
        end_claims(hold, ClaimKind.HOLD)
        given = sql.execute(
            SQL / "entitle.sql",
            hold=hold.pk,
            party=paid.debtor_id,
            obligation=paid.obligation_id,
            in_time=in_time,
        )
        if given == spaces:
            return True
        transaction.set_rollback(True)
    return False


def give_up(hold: Hold, outcome: Outcome, *, on: dt.date, by: Viewer) -> Refund | None:
    """Annul what a hold was charged, and owe back what was paid of it.

    Raises:
        PeriodClosed: the day lies in a closed period.
    """
    obligation = Obligation.objects.get(hold=hold)
    if obligation.state == ObligationState.ANNULLED:
        return None
    acting = register_acting(by)
    reason = str(outcome.label).capitalize()
    ground = Ground(legal_basis=hold.offering.legal_basis, reason=reason)
    paid = obligation.amount - obligation.outstanding - _forgiven(obligation)
    annul_obligation(obligation, ground, on=on, by=acting)
    if paid <= 0:
        return None
    claim = RefundClaim(
        party_id=obligation.debtor_id,
        amount=paid,
        reason=reason,
        about_kind=obligation.about_kind,
        about_id=obligation.about_id,
    )
    return owe_refund(claim, on=on, by=acting)


def _forgiven(obligation: Obligation) -> Decimal:
    return sum((each.amount for each in obligation.remissions.all()), Decimal("0.00"))
