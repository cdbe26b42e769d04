"""Debts paid in instalments, complaints, and holders who are protected from cuts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Now

from apps.people.models import Party
from apps.treasury.models import Obligation
from apps.treasury.terms import ObligationState
from apps.water.domain.agreeing import (
    AgreementStands,
    ClaimClosed,
    NoHolder,
    NothingOwed,
    WordsMissing,
)
from apps.water.domain.instalments import Share, Terms, plan
from apps.water.models import Account, Agreement, Bill, Claim, Instalment, ProtectedHolder
from apps.water.permissions import AGREE, HEAR, PROTECT
from apps.water.queries.collecting import SQL
from apps.water.terms import (
    ACCOUNT,
    AgreementState,
    ClaimKind,
    ClaimOutcome,
    Protection,
)
from geo import sql
from geo.access import Viewer
from geo.acting import acting

NOTHING: Final = Decimal("0.00")


@transaction.atomic
def agree_on_instalments(
    account: Account, terms: Terms, *, legal_basis: str, on: dt.date, by: Viewer
) -> Agreement:
    """Agree that all that is overdue on an account is paid in instalments.

    The debts stay as they were charged, and payments settle the oldest first; while the
    agreement is kept they are no reason for a cut.

    Raises:
        NotAllowed: `by` may not agree.
        WordsMissing: the norm that allows it is not named.
        NoHolder: nobody holds the account.
        NothingOwed: nothing is overdue.
        BadPlan: the debt cannot be cut in this way.
        AgreementStands: the account has a standing agreement.
    """
    AGREE.require(by)
    if not legal_basis.strip():
        raise WordsMissing
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    holding = account.holdings.on(on).first()
    if holding is None:
        raise NoHolder(account.number)
    debts = _overdue(account, on)
    total = sum((each.outstanding for each in debts), NOTHING)
    if not total:
        raise NothingOwed(account.number)
    shares = plan(total, terms, signed_on=on)
    agreement = Agreement(
        account=account,
        party_id=holding.party_id,
        signed_on=on,
        total=total,
        legal_basis=legal_basis,
        recorded_by=by.name,
    )
    return _kept(agreement, debts, shares, by=by)


def _kept(
    agreement: Agreement,
    debts: Sequence[Obligation],
    shares: Sequence[Share],
    *,
    by: Viewer,
) -> Agreement:
    try:
        with transaction.atomic(), acting(by):
            agreement.save(force_insert=True)
    except IntegrityError as error:
        raise AgreementStands(agreement.account.number) from error
    agreement.obligations.set(debts)
    Instalment.objects.bulk_create(
        Instalment(
            agreement=agreement,
            ordinal=share.ordinal,
            due_on=share.due_on,
            amount=share.amount,
        )
        for share in shares
    )
    return agreement


def _overdue(account: Account, on: dt.date) -> Sequence[Obligation]:
    about = Obligation.objects.filter(about_kind=ACCOUNT, about_id=str(account.pk))
    open_ones = about.filter(state=ObligationState.OPEN, due_on__lt=on)
    return list(open_ones.order_by("due_on", "pk"))


@transaction.atomic
def review_agreements(*, on: dt.date, by: Viewer) -> int:
    """Say of standing agreements which were fulfilled or broken by the day `on`.

    Returns how many do not stand any more.

    Raises:
        NotAllowed: `by` may not agree.
    """
    AGREE.require(by)
    with acting(by):
        return sql.execute(SQL / "agreements.sql", on=on)


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, why: str, by: Viewer) -> Agreement:
    """Take an agreement back; its debts are overdue as before.

    Raises:
        NotAllowed: `by` may not agree.
        WordsMissing: it is not said why.
    """
    AGREE.require(by)
    if not why.strip():
        raise WordsMissing
    with acting(by, why=why):
        Agreement.objects.filter(pk=agreement.pk, state=AgreementState.STANDING).update(
            state=AgreementState.CANCELLED
        )
    agreement.refresh_from_db()
    return agreement


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What somebody complains about."""

    kind: ClaimKind
    text: str
    bill: Bill | None = None


@transaction.atomic
def open_claim(account: Account, complaint: Complaint, *, by: Viewer) -> Claim:
    """Receive a complaint; until it is answered the account is neither cut nor noticed.

    Raises:
        NotAllowed: `by` may not receive complaints.
        WordsMissing: it says nothing.
    """
    HEAR.require(by)
    if not complaint.text.strip():
        raise WordsMissing
    with acting(by):
        return Claim.objects.create(
            account=account,
            bill=complaint.bill,
            kind=complaint.kind,
            text=complaint.text,
            opened_by=by.name,
        )


@transaction.atomic
def close_claim(claim: Claim, outcome: ClaimOutcome, answer: str, *, by: Viewer) -> Claim:
    """Answer a complaint.

    Raises:
        NotAllowed: `by` may not settle complaints.
        WordsMissing: there is no answer.
        ClaimClosed: it was answered before.
    """
    HEAR.require(by)
    if not answer.strip():
        raise WordsMissing
    with acting(by):
        closed = Claim.objects.filter(pk=claim.pk, closed_at=None).update(
            closed_at=Now(), closed_by=by.name, outcome=outcome, answer=answer
        )
    if not closed:
        raise ClaimClosed
    claim.refresh_from_db()
    return claim


@transaction.atomic
def protect_holder(
    party: Party,
    kind: Protection,
    *,
    reason: str,
    days: tuple[dt.date, dt.date | None],
    by: Viewer,
) -> ProtectedHolder:
    """Spare a party from cuts on these days, whatever is owed.

    Raises:
        NotAllowed: `by` may not protect.
        WordsMissing: it is not said why.
    """
    PROTECT.require(by)
    if not reason.strip():
        raise WordsMissing
    with acting(by):
        return ProtectedHolder.objects.create(
            party=party,
            kind=kind,
            reason=reason,
            days=DateRange(*days),
            recorded_by=by.name,
        )
