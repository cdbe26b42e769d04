"""Everything that is announced, and whether one may still, or not yet, have some of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import Now

from apps.allocation.models import Offering, Space
from apps.allocation.terms import Phase, Standing
from geo.access import Viewer

MOST: Final = 50
"""Offerings on one page: a town has a few each year."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One offering as it stands at this moment."""

    offering: Offering
    phase: Phase
    free: int
    """Spaces that can be had now; none before the sale and after it."""


def offers(viewer: Viewer) -> list[Offer]:
    """What `viewer` may see, the latest sale first: two questions, however many it is."""
    phase = Case(
        When(sale__contains=Now(), then=Value(Phase.OPEN)),
        When(sale__startswith__gt=Now(), then=Value(Phase.SOON)),
        default=Value(Phase.OVER),
        output_field=CharField(),
    )
    seen = Offering.objects.visible_to(viewer).annotate(phase=phase)
    found = [
        (each, Phase(each.phase))  # type: ignore[attr-defined]  # an annotation
        for each in seen.order_by("-sale", "title")[:MOST]
    ]
    free = _free([each.pk for each, phase in found if phase == Phase.OPEN], viewer)
    return [Offer(offering=each, phase=phase, free=free[each.pk]) for each, phase in found]


def _free(offerings: list[int], viewer: Viewer) -> Counter[int]:
    spaces = Space.objects.visible_to(viewer).filter(offering__in=offerings)
    free = Count("pk", filter=Q(standing=Standing.FREE))
    counts = spaces.with_standing().values_list("offering").annotate(free=free)
    return Counter(dict(counts.order_by()))
