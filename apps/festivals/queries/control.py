"""The board of a feast's control: what was found, what is owed, what is kept where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet, Sum

from apps.documents.models import Attachment
from apps.festivals.models import (
    ConfiscatedItem,
    Confiscation,
    Custody,
    Festival,
    Infraction,
    Inspection,
)
from apps.festivals.permissions import INSPECT
from apps.festivals.terms import Step
from apps.fieldwork.models import Event
from apps.fieldwork.queries.devices import collectors
from apps.fieldwork.terms import FILE
from apps.people.models import Party
from apps.people.queries import search_parties, survivor_of
from apps.treasury.terms import ObligationState
from geo.pages.middleware import viewer_for

MOST_ROWS: Final = 100
MOST_FOUND: Final = 20


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Confiscated goods, and who has them now."""

    confiscation: Confiscation
    steps: tuple[Custody, ...]

    @property
    def last(self) -> Custody:
        """The step that says who has them."""
        return self.steps[-1]

    @property
    def is_over(self) -> bool:
        """Whether they were returned or destroyed."""
        return self.last.kind in (Step.RETURNED, Step.DESTROYED)


def inspections_of(festival: Festival) -> QuerySet[Inspection]:
    """Looks at the stands of a feast, the latest first."""
    rows = Inspection.objects.filter(space__offering__code=festival.code)
    return rows.select_related("space", "trade").order_by("-made_at", "-pk")


def infractions_of(festival: Festival) -> QuerySet[Infraction]:
    """Infractions at a feast, the latest first."""
    rows = Infraction.objects.filter(festival=festival)
    known = rows.select_related("kind", "space", "party", "obligation")
    return known.order_by("-committed_at", "-pk")


def infraction_called(festival: Festival, number: int) -> Infraction | None:
    """One infraction of a feast, with its fine."""
    return infractions_of(festival).filter(pk=number).first()


def paid_on(infraction: Infraction) -> Decimal:
    """What was paid on its fine and would be an advance once that is annulled."""
    fine = infraction.obligation
    if fine is None or fine.state == ObligationState.ANNULLED:
        return Decimal(0)
    forgiven = fine.remissions.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return fine.amount - fine.outstanding - forgiven


def kept_of(festival: Festival) -> list[Kept]:
    """Confiscations of a feast with their chain, the latest first."""
    rows = Confiscation.objects.filter(infraction__festival=festival)
    return [_kept(each) for each in _whole(rows).order_by("-made_at", "-pk")[:MOST_ROWS]]


def kept_called(festival: Festival, number: int) -> Kept | None:
    """One confiscation of a feast with its chain."""
    rows = Confiscation.objects.filter(infraction__festival=festival, pk=number)
    found = _whole(rows).first()
    return _kept(found) if found is not None else None


def _whole(rows: QuerySet[Confiscation]) -> QuerySet[Confiscation]:
    return rows.select_related(
        "infraction__kind", "infraction__space", "infraction__obligation"
    ).prefetch_related(
        Prefetch("items", queryset=ConfiscatedItem.objects.order_by("ordinal")),
        Prefetch("custody", queryset=Custody.objects.order_by("ordinal")),
    )


def _kept(confiscation: Confiscation) -> Kept:
    return Kept(confiscation=confiscation, steps=tuple(confiscation.custody.all()))


def inspectors() -> list[User]:
    """Active accounts that may look at stands, by name."""
    return [each for each in collectors() if viewer_for(each).may(INSPECT.name)]


def photos_of(events: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Tokens of the photographs that came with each of these reports."""
    rows = Event.objects.filter(pk__in=list(events)).exclude(files=[])
    owners = {
        file["id"]: each.pk
        for each in rows.only("files")
        for file in each.files
        if file.get("role") == "photo"
    }
    kept = Attachment.objects.filter(about_kind=FILE, about_id__in=list(owners))
    found: dict[UUID, list[str]] = defaultdict(list)
    for photo in kept.filter(withdrawn_at=None).order_by("at", "pk"):
        found[owners[photo.about_id]].append(str(photo.token))
    return found


def find_party(text: str) -> Party | None:
    """The one party that a text means; None if it means nobody, or several."""
    rows = search_parties(Party.objects.all(), text).select_related("survivor")
    found = {survivor_of(each).pk: survivor_of(each) for each in rows[:MOST_FOUND]}
    return next(iter(found.values())) if len(found) == 1 else None
