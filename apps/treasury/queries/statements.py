"""Questions of who keeps the books: how somebody stands, and what moved what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Count, QuerySet, Sum

from apps.people.models import Party
from apps.people.queries import survivor_of
from apps.treasury.domain.money import NOTHING
from apps.treasury.models import CashTaken, Leg, Obligation, Payment, Refund
from apps.treasury.queries.desks import debtors_found
from apps.treasury.queries.standing import identities
from apps.treasury.querysets import VIEW, ObligationQuerySet
from geo.access import Viewer

MOST_MOVES: Final = 500
"""No debt is moved by more acts than this."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Money that must go back and was not paid back yet."""

    refunds: int
    amount: Decimal


def parties_found(text: str, viewer: Viewer) -> list[Party]:
    """Parties that a text may mean, of those whose debts `viewer` may see."""
    return [each for each in debtors_found(text) if may_see(each, viewer)]


def may_see(party: Party, viewer: Viewer) -> bool:
    """Whether `viewer` sees how the party stands, or some of what it owes."""
    return viewer.may(VIEW) or obligations_of(party, viewer).exists()


def payments_numbered(text: str, viewer: Viewer) -> list[Payment]:
    """Payments whose receipt bears this number; two offices may print one alike."""
    seen = Payment.objects.visible_to(viewer)
    return list(seen.filter(receipt__number__text=text).order_by("pk")[:2])


def obligations_of(party: Party, viewer: Viewer) -> ObligationQuerySet:
    """What was ever charged to a party, as far as `viewer` sees it, duplicates included."""
    of_theirs = identities(survivor_of(party).pk)
    return Obligation.objects.visible_to(viewer).filter(debtor__in=of_theirs)


def payments_of(party: Party, viewer: Viewer) -> QuerySet[Payment]:
    """What came in for a party, with receipt and reversal."""
    seen = Payment.objects.visible_to(viewer)
    of_theirs = seen.filter(debtor__in=identities(survivor_of(party).pk))
    return of_theirs.select_related("entry__reversed_by", "receipt__number")


def refunds_waiting(party: Party | None = None) -> QuerySet[Refund]:
    """Refunds that were acknowledged and not paid, of everybody or of one party."""
    rows = Refund.objects.filter(paid=None).select_related("party", "entry")
    if party is None:
        return rows
    return rows.filter(party__in=identities(survivor_of(party).pk))


def waiting() -> Waiting:
    """How many refunds wait to be paid, and how much that is."""
    told = refunds_waiting().aggregate(count=Count("pk"), sum=Sum("amount"))
    return Waiting(refunds=told["count"], amount=told["sum"] or NOTHING)


def moves_of(obligation: Obligation) -> list[Leg]:
    """What moved a debt, from its charge on, each with the act that did it."""
    rows = Leg.objects.filter(obligation=obligation).select_related(
        "entry__payment__receipt__number"
    )
    return list(rows.order_by("entry__booked_on", "entry_id")[:MOST_MOVES])


def settled_with(payment: Payment) -> list[Leg]:
    """What a payment was put to; what it left over stands on the party's advances."""
    rows = payment.entry.legs.exclude(obligation=None).select_related("obligation__concept")
    return list(rows.order_by("obligation__due_on", "obligation_id"))


def lies_in_a_drawer(payment: Payment) -> bool:
    """Whether the money is cash of a desk that was not counted yet."""
    return CashTaken.objects.filter(payment=payment, shift__closed_at=None).exists()
