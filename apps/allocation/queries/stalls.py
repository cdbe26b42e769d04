"""The list beside the map: every space with how it stands and what it costs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from django.db.models import Q

from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import Offering, Space
from apps.allocation.queries.prices import price_of
from apps.allocation.terms import Standing
from apps.treasury.models import Price
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class Stall:
    """One space in the list beside the map."""

    space: Space
    standing: Standing
    is_mine: bool
    price: Decimal | None
    tariff: str
    """What buyers call its tariff; empty if nobody knows."""
    waits_until: dt.datetime | None = None
    """Until when it is kept for somebody else, though it is free."""


def stalls(
    offering: Offering,
    viewer: Viewer,
    *,
    mine: Sequence[str],
    prices: Mapping[str, Price],
    tariff: str = "",
    begins: str = "",
    first: Sequence[str] = (),
    waiting: Mapping[str, dt.datetime] = MappingProxyType({}),
) -> list[Stall]:
    """Every space that `viewer` may see, with how it stands and what it costs.

    Those in `first`, then the others in the order in which people count: P-2 stands before
    P-10. With `tariff`, only those of that tariff; with `begins`, only those whose code
    begins so. `waiting` says which are kept for somebody else, and until when.
    """
    seen = Space.objects.visible_to(viewer).filter(offering=offering).defer("place")
    names = tariff_names(offering)
    if tariff:
        seen = seen.filter(tariff=tariff)
    if begins:
        seen = seen.filter(Q(code__istartswith=begins) | Q(code__in=first))
    told = [
        Stall(
            space=space,
            standing=Standing(space.standing),
            is_mine=space.code in mine,
            price=price_of(space, prices),
            tariff=names.get(space.tariff, ""),
            waits_until=waiting.get(space.code),
        )
        for space in seen.with_standing()
    ]
    return sorted(
        told, key=lambda stall: (stall.space.code not in first, counted(stall.space.code))
    )


def counted(code: str) -> list[tuple[int, str]]:
    """A code as a sort key in which numbers count by their value."""
    return [
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", code)
    ]
