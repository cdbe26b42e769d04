"""What the pages of the debtor map show of one choice: figures, steps, rows, ways on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib.gis.db.models import Extent
from django.db.models import Model
from django.utils import formats
from django.utils.translation import gettext as _

from apps.territory.models import District, Otb, Street, Zone
from apps.treasury.domain.ageing import Age
from apps.treasury.domain.wording import written
from apps.water.domain.debtors import (
    OVERDUE,
    Level,
    Place,
    Sought,
    month_ends,
)
from apps.water.queries.debtors import (
    TOWN,
    AreaDebt,
    Debtor,
    Flow,
    debt_by,
    debtors,
    flow_of,
    is_final,
)
from apps.water.terms import Category
from geo.access import Viewer

PAGE: Final = 50
"""Rows of the list at a time."""
MOST_TO_ASSIGN: Final = 500
"""Accounts that one collector can be handed at once: what the telephone takes along."""
MODELS: Final[dict[Level, tuple[type[Model], str]]] = {
    Level.DISTRICT: (District, "outline"),
    Level.OTB: (Otb, "outline"),
    Level.ZONE: (Zone, "outline"),
    Level.STREET: (Street, "axis"),
}
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One link to a choice: a step of the way down, a tab, a filter to be taken off."""

    label: str
    sought: Sought
    on: bool = False


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One part of the territory in the list."""

    label: str
    area: AreaDebt
    into: Sought
    """The choice inside it."""
    place: Place


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything that list, strip and map heading show of one choice."""

    sought: Sought
    on: dt.date
    whole: AreaDebt | None
    """All that was chosen; None when nobody owes anything."""
    flow: Flow
    is_final: bool
    crumbs: Sequence[Step]
    tabs: Sequence[Step]
    chips: Sequence[Step]
    areas: Sequence[AreaRow]
    accounts: Sequence[Debtor]
    more: int
    """Where the next page of the list begins; 0 when this is the last."""
    bounds: Bounds | None
    everywhere: Sequence[int]
    """Numbers of all areas of the list, also of those on its further pages."""

    @property
    def bounds_text(self) -> str:
        """West, south, east, north of what was gone into."""
        return _text(self.bounds)

    @property
    def classes(self) -> list[tuple[Age, Any]]:
        """What is overdue in each class."""
        return [(age, self.whole.of(age) if self.whole else 0) for age in OVERDUE]

    @property
    def can_be_assigned(self) -> bool:
        """Whether what was chosen is few enough for one walk, and of today."""
        count = self.whole.debtors if self.whole else 0
        return self.sought.day is None and 0 < count <= MOST_TO_ASSIGN


def tell(sought: Sought, *, today: dt.date, by: Viewer, after: int = 0) -> Told:
    """Ask for everything that the list shows of a choice."""
    single = sought.by is Level.ACCOUNT
    levels = [TOWN] if single else [TOWN, str(sought.by)]
    sums = debt_by(levels, sought, today=today, by=by)
    areas = [_row(area, sought) for area in sums if area.level != TOWN]
    names = _names(sought.places)
    found: list[Debtor] = []
    if single:
        found = debtors(sought, today=today, by=by, most=PAGE + 1, after=after)
    has_more = len(found) > PAGE or len(areas) > after + PAGE
    return Told(
        sought=sought,
        on=sought.day or today,
        whole=next((area for area in sums if area.level == TOWN), None),
        flow=flow_of(sought, today=today, by=by),
        is_final=is_final(sought.day),
        crumbs=_crumbs(sought, names),
        tabs=_tabs(sought),
        chips=list(_chips(sought)),
        areas=areas[after : after + PAGE],
        accounts=found[:PAGE],
        more=after + PAGE if has_more else 0,
        bounds=_bounds(sought),
        everywhere=[area.id for area in sums if area.level != TOWN and area.id],
    )


def frame_of(told: Told) -> str:
    """What the map shows at first: what was gone into, else everywhere where debt is."""
    if told.bounds or told.sought.by is Level.ACCOUNT:
        return told.bounds_text
    model, column = MODELS[told.sought.by]
    rows = model._default_manager.filter(pk__in=told.everywhere)
    return _text(rows.aggregate(box=Extent(column))["box"])


def _text(bounds: Bounds | None) -> str:
    return ",".join(f"{degrees:.6f}" for degrees in bounds or ())


def name_of(sought: Sought, today: dt.date) -> str:
    """What a walk through what was chosen is called: where, which debts, which day."""
    names = _names(sought.places)
    where = [names[place] for place in sought.places] or [_("Whole town")]
    parts = [*where, *(chip.label for chip in _chips(sought))]
    day = formats.date_format(today, "SHORT_DATE_FORMAT")
    return f"{', '.join(parts)[:100]} · {day}"


def days_to_choose(today: dt.date) -> list[tuple[str, str]]:
    """The days that can be looked at: today, then the month-ends, the latest first."""
    named = [(str(day), formats.date_format(day, "F Y")) for day in month_ends(today)]
    return [("", _("today")), *named]


def _row(area: AreaDebt, sought: Sought) -> AreaRow:
    place = Place(level=Level(area.level), id=area.id)
    return AreaRow(label=label_of(area), area=area, into=sought.into(place), place=place)


def label_of(area: AreaDebt) -> str:
    """How people call a part of the territory."""
    if not area.id:
        return _without(Level(area.level))
    if area.number is not None:
        return _("District %(number)d, %(name)s") % {
            "number": area.number,
            "name": area.name,
        }
    return area.name or _("Street without a name")


def _without(level: Level) -> str:
    return {
        Level.DISTRICT: _("Outside every district"),
        Level.OTB: _("Outside every OTB"),
        Level.ZONE: _("Outside every zone"),
        Level.STREET: _("On no street"),
    }[level]


def _names(places: Sequence[Place]) -> dict[Place, str]:
    """How the steps of the way down are called; one that is gone is called by number."""
    names: dict[Place, str] = {}
    for place in places:
        model, _column = MODELS[place.level]
        found = model._default_manager.filter(pk=place.id).first()
        told = str(found) if found is not None else ""
        names[place] = told or (_without(place.level) if not place.id else place.word)
    return names


def _crumbs(sought: Sought, names: dict[Place, str]) -> list[Step]:
    whole = replace(sought, places=(), by=Level.OTB)
    steps = [
        Step(label=names[place], sought=back) for place, back in sought.levels_of_places()
    ]
    return [Step(label=_("Whole town"), sought=whole), *steps] if steps else []


def _tabs(sought: Sought) -> list[Step]:
    titles = {
        Level.DISTRICT: _("Districts"),
        Level.OTB: _("OTBs"),
        Level.ZONE: _("Zones"),
        Level.STREET: _("Streets"),
        Level.ACCOUNT: _("Accounts"),
    }
    inside = {place.level for place in sought.places}
    return [
        Step(label=titles[level], sought=sought.grouped(level), on=level is sought.by)
        for level in Level
        if level not in inside
    ]


def _chips(sought: Sought) -> list[Step]:
    """Each filter in force with a way out of it."""
    chips = [
        *(_less(sought, "ages", age, age.label) for age in sought.ages),
        *(_less(sought, "categories", c, Category(c).label) for c in sought.categories),
    ]
    if sought.least is not None:
        label = _("from Bs %(amount)s") % {"amount": written(sought.least)}
        chips.append(Step(label=label, sought=replace(sought, least=None)))
    if sought.most is not None:
        label = _("up to Bs %(amount)s") % {"amount": written(sought.most)}
        chips.append(Step(label=label, sought=replace(sought, most=None)))
    if sought.unvisited is not None:
        label = visits_in_words(sought.unvisited)
        chips.append(Step(label=label, sought=replace(sought, unvisited=None)))
    if sought.broken:
        chips.append(Step(label=_("promise broken"), sought=replace(sought, broken=False)))
    if sought.lasso:
        chips.append(Step(label=_("inside the lasso"), sought=replace(sought, lasso=())))
    return chips


def _less(sought: Sought, name: str, value: object, label: object) -> Step:
    rest = tuple(other for other in getattr(sought, name) if other != value)
    changed: dict[str, Any] = {name: rest}
    return Step(label=str(label), sought=replace(sought, **changed))


def visits_in_words(days: int) -> str:
    """Which accounts a filter on visits lets through."""
    if not days:
        return _("never visited")
    return _("not visited for %(days)d days") % {"days": days}


def _bounds(sought: Sought) -> Bounds | None:
    """What the map should show: the lasso, else what was gone into last."""
    if sought.lasso:
        xs, ys = zip(*sought.lasso, strict=True)
        return min(xs), min(ys), max(xs), max(ys)
    for place in reversed(sought.places):
        model, column = MODELS[place.level]
        rows = model._default_manager.filter(pk=place.id)
        box: Bounds | None = rows.aggregate(box=Extent(column))["box"]
        if box is not None:
            return box
    return None
