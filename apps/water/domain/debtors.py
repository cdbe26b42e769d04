"""What somebody chose to see of the debtors: one choice drives map, list and routes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.treasury.domain.ageing import Age

AGES: Final = tuple(Age)
"""Classes in their order; the database knows them by their place here."""
OVERDUE: Final = AGES[1:]
MONTHS: Final = 24
"""Month-ends that can be looked at besides today."""
NEVER: Final = 0
"""`unvisited` of whoever nobody ever visited."""


class Level(TextChoices):
    """What debts are summed up by, from the whole to the single account."""

    DISTRICT = "district", _("district")
    OTB = "otb", _("OTB")
    ZONE = "zone", _("zone")
    STREET = "street", _("street")
    ACCOUNT = "account", _("account")


WORDS: Final = {
    Level.DISTRICT: "distrito",
    Level.OTB: "otb",
    Level.ZONE: "zona",
    Level.STREET: "calle",
    Level.ACCOUNT: "cuenta",
}
"""How an address calls them."""
BELOW: Final = {
    Level.DISTRICT: Level.OTB,
    Level.OTB: Level.STREET,
    Level.ZONE: Level.STREET,
    Level.STREET: Level.ACCOUNT,
}
"""What one sees next when one goes into a part of the territory."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One part of the territory; number 0 is what lies in no part of its level."""

    level: Level
    id: int

    @property
    def word(self) -> str:
        """As it stands in an address: `otb-12`."""
        return f"{WORDS[self.level]}-{self.id}"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Filters in force; an empty choice is every debt of today, by OTB."""

    day: dt.date | None = None
    """A past month-end; None is today."""
    places: tuple[Place, ...] = ()
    """The way down to what is looked at, at most one of each level."""
    by: Level = Level.OTB
    ages: tuple[Age, ...] = ()
    """Classes of what an account has owed longest."""
    least: Decimal | None = None
    """Overdue bolivianos of an account, at least and at most."""
    most: Decimal | None = None
    categories: tuple[str, ...] = ()
    unvisited: int | None = None
    """Accounts where nobody was for so many days; `NEVER` is not at all."""
    broken: bool = False
    """Accounts that broke a promise to pay."""
    lasso: tuple[tuple[float, float], ...] = ()
    """Corners of an outline around connections: longitude, latitude (EPSG:4326)."""
    ignored: tuple[str, ...] = ()
    """Parts of the address that say nothing we know, as they were written."""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The choice as it stands in the address of a page, always in the same order."""
        several = [
            *(("en", place.word) for place in self.places),
            *(("antiguedad", age.value) for age in self.ages),
            *(("categoria", each) for each in self.categories),
        ]
        single: dict[str, Any] = {
            "por": WORDS[self.by] if self.by is not Level.OTB else None,
            "dia": self.day,
            "minimo": self.least,
            "maximo": self.most,
            "visita": self.unvisited,
            "promesa": "rota" if self.broken else None,
            "lazo": self.outline or None,
        }
        told = [(name, str(value)) for name, value in single.items() if value is not None]
        return [*told, *several]

    @property
    def query(self) -> str:
        """The choice as the query of an address."""
        return urlencode(self.parameters, safe=",;")

    @property
    def by_word(self) -> str:
        """What it is summed up by, as an address has it."""
        return WORDS[self.by]

    @property
    def outline(self) -> str:
        """The lasso as an address has it: `-66.2811,-17.3921;…`."""
        return ";".join(f"{x:.6f},{y:.6f}" for x, y in self.lasso)

    @property
    def area(self) -> str | None:
        """The lasso as text that PostGIS reads."""
        if not self.lasso:
            return None
        ring = [*self.lasso, self.lasso[0]]
        return f"POLYGON(({','.join(f'{x!r} {y!r}' for x, y in ring)}))"

    @property
    def is_narrow(self) -> bool:
        """Whether anything but day, place and grouping is chosen."""
        plain = replace(self, day=None, places=(), by=Level.OTB, ignored=())
        return bool(plain.parameters)

    @property
    def is_downloadable(self) -> bool:
        """Whether the layer `water-debtors` can be asked for the same accounts."""
        return self.day is None and not self.broken

    def properties(self, today: dt.date) -> str:
        """The same filters as the layer `water-debtors` understands them (CQL2)."""
        parts = [_inside(place) for place in self.places]
        if self.ages:
            parts.append(_one_of("age", [age.value for age in self.ages]))
        if self.categories:
            parts.append(_one_of("category", self.categories))
        if self.least is not None:
            parts.append(f"overdue >= {self.least}")
        if self.most is not None:
            parts.append(f"overdue <= {self.most}")
        if self.unvisited is not None:
            day = today - dt.timedelta(days=self.unvisited)
            later = f" OR visited_on < DATE('{day}')" if self.unvisited else ""
            parts.append(f"(visited_on IS NULL{later})")
        if self.lasso:
            ring = ", ".join(f"{x!r} {y!r}" for x, y in (*self.lasso, self.lasso[0]))
            parts.append(f"S_INTERSECTS(geometry, POLYGON(({ring})))")
        return urlencode({"filter": " AND ".join(parts)}) if parts else ""

    def into(self, place: Place) -> Sought:
        """The same choice inside a part of the territory, by what comes next in it."""
        above = tuple(each for each in self.places if each.level is not place.level)
        return replace(self, places=(*above, place), by=BELOW[place.level])

    def grouped(self, by: Level) -> Sought:
        """The same choice by another level."""
        return replace(self, by=by)

    def levels_of_places(self) -> Iterator[tuple[Place, Sought]]:
        """Each step of the way down with the choice that leads back to it."""
        for count, place in enumerate(self.places, start=1):
            kept = self.places[:count]
            yield place, replace(self, places=kept, by=BELOW[place.level])


def _one_of(name: str, values: Sequence[str]) -> str:
    told = ", ".join(f"'{value}'" for value in values)
    return f"{name} IN ({told})"


def _inside(place: Place) -> str:
    name = f"{place.level}_id"
    return f"{name} = {place.id}" if place.id else f"{name} IS NULL"


def month_ends(today: dt.date, months: int = MONTHS) -> list[dt.date]:
    """The last days of the months before `today`, the latest first.

    >>> month_ends(dt.date(2026, 3, 31), 2)
    [datetime.date(2026, 2, 28), datetime.date(2026, 1, 31)]
    """
    found: list[dt.date] = []
    first = today.replace(day=1)
    for _month in range(months):
        last = first - dt.timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return found
