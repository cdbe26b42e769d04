"""Figures of water debt that everybody may read.

They are of one closed month and take no filter: no answer can be subtracted from another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from apps.water.domain.debtors import Sought
from apps.water.models import MonthEnd
from apps.water.permissions import VIEW
from apps.water.queries.debtors import TOWN, AreaDebt, debt_by
from geo.access import Viewer
from geo.privacy import MONEY_FROM, Cell, shown

OFFICE: Final = Viewer(name="published debt", grants=frozenset({VIEW.name}))
"""Adds up what nobody sees one by one."""
WHOLE: Final[Cell] = ((),)


@dataclass(frozen=True, kw_only=True)
class PublishedArea:
    """One OTB; its figures are hidden where too few owe."""

    area: AreaDebt
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class PublishedDebt:
    """Overdue debt by OTB at the end of a closed month."""

    day: dt.date
    rows: tuple[PublishedArea, ...]
    whole: AreaDebt | None
    """None where even the sum would give somebody away."""


def published_debt(*, today: dt.date) -> PublishedDebt | None:
    """The last closed month-end by OTB; None before one was kept."""
    kept = MonthEnd.objects.filter(day__lt=today).order_by("-day").first()
    if kept is None:
        return None
    found = debt_by([TOWN, "otb"], Sought(day=kept.day), today=today, by=OFFICE)
    otbs = [area for area in found if area.level != TOWN and area.debtors]
    whole = next((area for area in found if area.level == TOWN), None)
    cells = shown({_cell(area): area.debtors for area in otbs}, least=MONEY_FROM)
    ordered = sorted(otbs, key=lambda area: (not area.id, area.name, area.id))
    return PublishedDebt(
        day=kept.day,
        rows=tuple(
            PublishedArea(area=area, is_shown=_cell(area) in cells) for area in ordered
        ),
        whole=whole if WHOLE in cells else None,
    )


def _cell(area: AreaDebt) -> Cell:
    return ((str(area.id),),)
