"""Questions of the cash desk: who owes, what, and what lies in each drawer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from apps.documents.models import Document
from apps.documents.terms import NumberState
from apps.people.models import Party
from apps.people.queries import search_parties, survivor_of
from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.things import things_found
from apps.treasury.models import (
    CashDesk,
    IntentShare,
    Obligation,
    Payment,
    QueuedPayment,
    Shift,
)
from apps.treasury.permissions import CASH, RESOLVE
from apps.treasury.queries.standing import identities
from geo.access import Viewer

MOST_FOUND: Final = 20
MOST_SHOWN: Final = 200


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """A desk as the supervisor sees it."""

    desk: CashDesk
    open: Shift | None
    """The shift that sits there now."""
    taken: Decimal
    """What that shift has taken."""
    last: Shift | None
    """The latest one that was counted."""


def shift_of(cashier: str) -> Shift | None:
    """The open shift of a cashier."""
    rows = Shift.objects.select_related("desk__office")
    return rows.filter(cashier=cashier, closed_at=None).first()


def debtors_found(text: str) -> list[Party]:
    """Parties that one text may mean: a number of what they owe for, a document, a name.

    Duplicates that were merged are given as who they are by now, each once.
    """
    found_things = things_found(text)
    wanted = Q(key=text) | Q(about_id=text) & ~Q(about_kind__in=found_things)
    for kind, keys in found_things.items():
        wanted |= Q(about_kind=kind, about_id__in=keys)
    owing = Obligation.objects.open().filter(wanted)
    named = Party.objects.filter(pk__in=owing.values("debtor"))
    found = named if named.exists() else search_parties(Party.objects.all(), text)
    rows = found.select_related("survivor", "person", "organisation")
    parties = [survivor_of(each) for each in rows.order_by("name_key", "pk")[:MOST_FOUND]]
    return list({each.pk: each for each in parties}.values())


def debt_of(debtor_id: int, *, at_desk_of: Viewer | None = None) -> list[Obligation]:
    """What a party owes with all that was merged into it, the oldest first.

    A cashier whose grant holds for some districts collects what is owed there.
    """
    owed = Obligation.objects.open().filter(debtor__in=identities(debtor_id))
    if at_desk_of is not None and not at_desk_of.may(CASH.name):
        owed = owed.filter(district__number__in=at_desk_of.districts_of(CASH.name))
    rows = owed.select_related("concept", "street", "otb", "district")
    return list(rows.order_by("due_on", "pk")[:MOST_SHOWN])


def waiting_for(viewer: Viewer) -> QuerySet[QueuedPayment]:
    """Payments by bank that wait or waited for a person, those that `viewer` settles."""
    rows = QueuedPayment.objects.all()
    if viewer.may(RESOLVE.name):
        return rows
    shares = IntentShare.objects.filter(
        intent=OuterRef("event__intent"),
        obligation__district__number__in=viewer.districts_of(RESOLVE.name),
    )
    return rows.filter(Exists(shares))


def without_paper(*, since: dt.date) -> QuerySet[Payment]:
    """Payments booked since then whose receipt has its number and no paper yet."""
    issued = Document.objects.filter(number=OuterRef("receipt__number"), annulled_at=None)
    return Payment.objects.filter(
        ~Exists(issued),
        entry__booked_on__gte=since,
        receipt__number__state=NumberState.DRAWN,
    ).order_by("pk")


def drawers() -> list[Drawer]:
    """Every desk with who sits there, what was taken, and how the last count came out."""
    return [_drawer(desk) for desk in CashDesk.objects.select_related("office")]


def _drawer(desk: CashDesk) -> Drawer:
    shifts = desk.shifts.order_by("-opened_at")
    sitting = shifts.filter(closed_at=None).first()
    taken = NOTHING
    if sitting is not None:
        standing = sitting.taken.filter(payment__entry__reversed_by=None)
        taken = standing.aggregate(sum=Sum("payment__amount"))["sum"] or NOTHING
    last = shifts.exclude(closed_at=None).first()
    return Drawer(desk=desk, open=sitting, taken=taken, last=last)
