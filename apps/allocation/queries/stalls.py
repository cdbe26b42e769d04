"""The list beside the map: every space with how it stands and what it costs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import Offering, Space
from apps.allocation.queries.prices import price_of
from apps.allocation.queries.waits import Turns
from apps.allocation.querysets import SpaceQuerySet
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
    waits: str = ""
    """Why nobody can just take it, where nobody has it."""
    is_for_me: bool = False
    """Whether the reader's window lets them take what others cannot."""


def stalls(
    offering: Offering,
    viewer: Viewer,
    *,
    mine: Sequence[str],
    prices: Mapping[str, Price],
    tariff: str = "",
    begins: str = "",
    first: Sequence[str] = (),
    turns: Turns | None = None,
) -> list[Stall]:
    """Every space that `viewer` may see, with how it stands and what it costs.

    Those in `first`, then the others in the order in which people count: P-2 stands before
    P-10. With `tariff`, only those of that tariff; with `begins`, only those whose code
    begins so. `turns` is what they wait for.
    """
    seen = Space.objects.visible_to(viewer).filter(offering=offering).defer("place")
    names = tariff_names(offering)
    if tariff:
        seen = seen.filter(tariff=tariff)
    if begins:
        seen = seen.filter(Q(code__istartswith=begins) | Q(code__in=first))
    turns = turns or Turns()
    own = _free_for(viewer, offering, seen) if turns.admit_me else set()
    told = [
        Stall(
            space=space,
            standing=Standing(space.standing),
            is_mine=space.code in mine,
            price=price_of(space, prices),
            tariff=names.get(space.tariff, ""),
            waits=_why(space, turns),
            is_for_me=space.standing == Standing.WAITING and space.pk in own,
        )
        for space in seen.with_standing(of=offering)
    ]
    return sorted(
        told, key=lambda stall: (stall.space.code not in first, counted(stall.space.code))
    )


def _free_for(viewer: Viewer, offering: Offering, seen: SpaceQuerySet) -> set[int]:
    """Keys of the spaces that a party may hold now, the windows of the sale considered."""
    stand = seen.with_standing(of=offering, party_id=viewer.person_id)
    free = stand.filter(standing=Standing.FREE)  # type: ignore[misc]  # an annotation
    return set(free.values_list("pk", flat=True))


def _why(space: Space, turns: Turns) -> str:
    waits = space.standing == Standing.WAITING
    return turns.of(space.code, space.tariff) if waits else ""


def counted(code: str) -> list[tuple[int, str]]:
    """A code as a sort key in which numbers count by their value."""
    return [
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", code)
    ]
