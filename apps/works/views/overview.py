"""What a choice of works amounts to: how many, where, and what else could be chosen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib.gis.db.models import Extent
from django.db.models import Count, Func, IntegerField

from apps.territory.models import District
from apps.works.forms import Chip, Chosen
from apps.works.models import Work
from apps.works.querysets import WorkQuerySet
from apps.works.terms import State, WorkKind
from geo.access import Viewer

Bounds = tuple[float, float, float, float]

LEAST_SPAN: Final = 0.004
"""Degrees, about 400 m: a single point still gets some ground around it."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a filter, and how many works it would leave."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Everything a page says about a choice of works, besides the works."""

    chosen: Chosen
    total: int
    placeless: int
    """Works of the choice that no map can show, because their text names no place."""
    bounds: Bounds | None
    """West, south, east, north of the places (EPSG:4326)."""
    years: list[int]
    """Years in which works were first published, in order."""
    states: list[Option]
    kinds: list[Option]
    districts: list[Option]

    @property
    def properties(self) -> str:
        """The choice as tiles, items and downloads understand it."""
        return self.chosen.properties(self.years)

    @property
    def year_choices(self) -> list[int]:
        """Years that a page offers: those of works, and the one chosen already."""
        return sorted({*self.years, *self.chosen.named_years})

    @property
    def bounds_text(self) -> str:
        """The bounds as the map engine reads them."""
        return ",".join(f"{degrees:.6f}" for degrees in self.bounds or ())

    @property
    def frame(self) -> str:
        """What the first view should show: the whole town unless something is filtered."""
        return "" if self.chosen.is_everything else self.bounds_text

    @property
    def chips(self) -> list[Chip]:
        """Filters in force."""
        return list(self.chosen.chips())


def overview(chosen: Chosen, viewer: Viewer) -> Overview:
    """Count and bound the works of `chosen`; a filter does not narrow its own options."""
    found = chosen.works(viewer)
    figures = found.aggregate(
        total=Count("pk"), placed=Count("positions"), box=Extent("positions")
    )
    return Overview(
        chosen=chosen,
        total=figures["total"],
        placeless=figures["total"] - figures["placed"],
        bounds=_roomy(figures["box"]),
        years=_years(Work.objects.visible_to(viewer)),
        states=_states(chosen, viewer),
        kinds=_kinds(chosen, viewer),
        districts=_districts(chosen, viewer),
    )


def _years(works: WorkQuerySet) -> list[int]:
    # Not first to last: one slip in a record would make that a range of centuries.
    return sorted(works.order_by().values_list("year", flat=True).distinct())


def _counts(works: WorkQuerySet, column: str) -> Counter[Any]:
    return Counter(dict(works.order_by().values_list(column).annotate(Count("pk"))))


def _states(chosen: Chosen, viewer: Viewer) -> list[Option]:
    counts = _counts(replace(chosen, states=()).works(viewer), "state")
    return [
        Option(value=s, label=str(s.label), count=counts[s], on=s in chosen.states)
        for s in State
    ]


def _kinds(chosen: Chosen, viewer: Viewer) -> list[Option]:
    counts = _counts(replace(chosen, kinds=()).works(viewer), "kind")
    options = [
        Option(value=k, label=str(k.label), count=counts[k], on=k in chosen.kinds)
        for k in WorkKind
    ]
    return sorted(options, key=lambda option: (-option.count, option.label))


def _districts(chosen: Chosen, viewer: Viewer) -> list[Option]:
    number = Func("district_numbers", function="unnest", output_field=IntegerField())
    works = replace(chosen, districts=()).works(viewer).annotate(standing_in=number)
    counts = _counts(works, "standing_in")
    return [
        Option(value=str(n), label=name, count=counts[n], on=n in chosen.districts)
        for n, name in District.objects.order_by("number").values_list("number", "name")
    ]


def _roomy(box: Bounds | None) -> Bounds | None:
    if box is None:
        return None
    west, south, east, north = box
    wide = max(0.0, LEAST_SPAN - (east - west)) / 2
    tall = max(0.0, LEAST_SPAN - (north - south)) / 2
    return west - wide, south - tall, east + wide, north + tall
