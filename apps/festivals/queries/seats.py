"""Questions about the seats of grandstands: by which rule, and which are free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from apps.allocation.models import Offering, Space
from apps.allocation.terms import Standing
from apps.festivals.domain.seating import seat_code
from apps.festivals.models import Festival, Module, Seating
from apps.festivals.terms import PlanState
from geo.access import Viewer

CHAIR_ROWS: Final = 2
"""Rows of chairs that stand on the street; more are a grandstand."""


def seatings_on(day: dt.date) -> dict[int, Seating]:
    """The rule by which each trade seats people on a day, by the trade's key."""
    found = Seating.objects.filter(since__lte=day).order_by("since")
    return {seating.trade_id: seating for seating in found}


@dataclass(frozen=True, kw_only=True)
class SeatStanding:
    """One seat of an elevation."""

    code: str
    number: int
    standing: Standing | None
    """None while its plan is a draft: nothing is sold yet."""


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """One row of an elevation."""

    number: int
    seats: Sequence[SeatStanding]

    def numbers(self, standing: Standing) -> str:
        """Numbers of the seats that stand so, for the list in words."""
        found = [str(seat.number) for seat in self.seats if seat.standing == standing]
        return ", ".join(found)

    @property
    def free(self) -> str:
        """Numbers of the free ones."""
        return self.numbers(Standing.FREE)


def elevation(module: Module, offering: Offering | None, viewer: Viewer) -> list[SeatRow]:
    """The rows of a module as one sees them from the route: the highest first."""
    standings = _standings(module, offering, viewer) if offering is not None else {}
    return [
        SeatRow(
            number=row,
            seats=[
                _seat(module, row, number, standings)
                for number in range(1, module.row_seats + 1)
            ],
        )
        for row in range(module.rows, 0, -1)
    ]


def _standings(module: Module, offering: Offering, viewer: Viewer) -> dict[str, Standing]:
    about = f"{offering.code}/{module.code}"
    spaces = Space.objects.visible_to(viewer).filter(offering=offering, about_id=about)
    seen = spaces.with_standing(of=offering, party_id=viewer.person_id)
    return {each.code: Standing(each.standing) for each in seen}


def _seat(
    module: Module, row: int, number: int, standings: dict[str, Standing]
) -> SeatStanding:
    code = seat_code(module.code, row, number)
    # Sold as a whole, every seat stands as its module does.
    standing = standings.get(code if module.by_seat else module.code)
    return SeatStanding(code=code, number=number, standing=standing)


def grandstands(festival: Festival) -> list[Module]:
    """What rises from the route or is sold by seat at a feast, along the route."""
    published = festival.plans.filter(state=PlanState.PUBLISHED)
    seated = Q(by_seat=True) | Q(rows__gt=CHAIR_ROWS)
    return list(Module.objects.filter(seated, plan__in=published).along())
