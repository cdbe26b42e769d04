"""What norms forbid at feasts, and what it costs, cost and will cost."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from apps.festivals.models import InfractionKind
from apps.treasury.models import Price


@dataclass(frozen=True, kw_only=True)
class KindWithFines:
    """A kind of infraction with all its fines, the latest first."""

    kind: InfractionKind
    fines: tuple[Price, ...]
    is_over: bool
    """Whether it is in force no more."""


def kinds_with_fines(on: dt.date) -> list[KindWithFines]:
    """All kinds, those in force first, each with its fines."""
    rows = list(InfractionKind.objects.order_by("name"))
    prices: dict[tuple[int, str], list[Price]] = defaultdict(list)
    found = Price.objects.filter(concept__in={each.concept_id for each in rows} - {None})
    for price in found.order_by("-days"):
        prices[price.concept_id, price.variant].append(price)
    told = [
        KindWithFines(
            kind=each,
            fines=tuple(prices[each.concept_id or 0, each.code]),
            is_over=each.ended_on is not None and each.ended_on <= on,
        )
        for each in rows
    ]
    return sorted(told, key=lambda each: each.is_over)
