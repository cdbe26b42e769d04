"""What somebody chose to see: filters and order, read from an address and written to it.

One `Chosen` drives the list, the table, the map's tiles, the counts and the downloads, so
they cannot show different works.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.works.models import Work
from apps.works.querysets import WorkQuerySet
from apps.works.terms import State, WorkKind
from geo.access import Viewer
from geo.pages.paging import Page, page_after

Value = TypeVar("Value")

YEARS: Final = range(1990, 2100)
"""Years that an address may name."""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter in force, in words, and the choice without it."""

    label: str
    without: Chosen


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Filters in force; an empty one lets everything through."""

    first_year: int | None = None
    last_year: int | None = None
    kinds: tuple[str, ...] = ()
    districts: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    otbs: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    """Parts of the address that say nothing we know, as they were written."""

    @property
    def is_everything(self) -> bool:
        """Whether no filter is in force."""
        return not self.query

    @property
    def named_years(self) -> tuple[int, ...]:
        """The ends of the years that were named, the first one first."""
        return tuple(y for y in (self.first_year, self.last_year) if y is not None)

    @property
    def parameters(self) -> list[tuple[str, Any]]:
        """The filters as they stand in the address of a page."""
        years = [("desde", self.first_year), ("hasta", self.last_year)]
        return [
            *((name, year) for name, year in years if year is not None),
            *(("tipo", kind) for kind in self.kinds),
            *(("distrito", number) for number in self.districts),
            *(("otb", name) for name in self.otbs),
            *(("estado", state) for state in self.states),
        ]

    @property
    def query(self) -> str:
        """The filters as the query of a page's address, always in the same order."""
        return urlencode(self.parameters)

    def properties(self, known: Collection[int]) -> str:
        """The same filters as tiles, items and downloads understand them.

        `known` are the years that works have: a range is written out, because those
        addresses filter on values.
        """
        return urlencode(
            [
                *(("year", year) for year in self._years(known)),
                *(("kind", kind) for kind in self.kinds),
                *(("district", number) for number in self.districts),
                *(("otb", name) for name in self.otbs),
                *(("state", state) for state in self.states),
            ]
        )

    def _years(self, known: Collection[int]) -> Iterable[int]:
        if not self.named_years:
            return ()
        first = min(known, default=0) if self.first_year is None else self.first_year
        last = max(known, default=0) if self.last_year is None else self.last_year
        inside = [year for year in known if first <= year <= last]
        # Of years without works one end that was named, which no work has either: without
        # a year, those addresses would let every work through.
        return inside or self.named_years[:1]

    def works(self, viewer: Viewer) -> WorkQuerySet:
        """The works that `viewer` may see and that pass every filter."""
        works: WorkQuerySet = Work.objects.visible_to(viewer)
        if self.first_year is not None:
            works = works.since(self.first_year)
        if self.last_year is not None:
            works = works.until(self.last_year)
        if self.kinds:
            works = works.of_kinds(self.kinds)
        if self.districts:
            works = works.in_districts(self.districts)
        if self.states:
            works = works.in_states(self.states)
        return works.in_otbs(self.otbs) if self.otbs else works

    def chips(self) -> Iterator[Chip]:
        """Each filter in force with a way out of it."""
        if self.first_year is not None or self.last_year is not None:
            label = _years_in_words(self.first_year, self.last_year)
            yield Chip(label=label, without=replace(self, first_year=None, last_year=None))
        for kind in self.kinds:
            rest = tuple(other for other in self.kinds if other != kind)
            yield Chip(label=str(WorkKind(kind).label), without=replace(self, kinds=rest))
        for number in self.districts:
            left = tuple(other for other in self.districts if other != number)
            label = str(_("District %(number)s") % {"number": number})
            yield Chip(label=label, without=replace(self, districts=left))
        for name in self.otbs:
            rest = tuple(other for other in self.otbs if other != name)
            yield Chip(label=name, without=replace(self, otbs=rest))
        for state in self.states:
            rest = tuple(other for other in self.states if other != state)
            yield Chip(label=str(State(state).label), without=replace(self, states=rest))


def _years_in_words(first: int | None, last: int | None) -> str:
    if first is None:
        return str(_("until %(year)s") % {"year": last})
    if last is None:
        return str(_("since %(year)s") % {"year": first})
    return str(first) if first == last else f"{first}–{last}"


def read_chosen(query: QueryDict) -> Chosen:
    """Read the filters of an address; what cannot be read is kept aside and said."""
    ignored: list[str] = []

    def read(name: str, parse: Callable[[str], Value]) -> tuple[Value, ...]:
        values: dict[Value, None] = {}
        for text in filter(None, (text.strip() for text in query.getlist(name))):
            try:
                values[parse(text)] = None
            except ValueError:
                ignored.append(f"{name}={text[:40]}")
        return tuple(values)

    first, last = read("desde", _year), read("hasta", _year)
    low, high = (first or (None,))[-1], (last or (None,))[-1]
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Chosen(
        first_year=low,
        last_year=high,
        kinds=read("tipo", lambda text: str(WorkKind(text))),
        districts=read("distrito", _district),
        states=read("estado", lambda text: str(State(text))),
        otbs=read("otb", _name),
        ignored=tuple(ignored),
    )


def _year(text: str) -> int:
    year = int(text)
    if year not in YEARS:
        raise ValueError(text)
    return year


def _district(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 99:
        raise ValueError(text)
    return number


def _name(text: str) -> str:
    if "\x00" in text or len(text) > 120:
        raise ValueError(text)
    return text


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the table that can be sorted by."""

    name: str
    """Its word in an address."""
    title: str | Promise
    by: str
    """Column or annotation that holds its order."""
    downwards: bool = False
    """Whether the first click sorts from the greatest."""


COLUMNS: Final = (
    Column(name="obra", title=_("Work"), by="object_key"),
    Column(name="tipo", title=_("Kind"), by="kind_rank"),
    Column(name="estado", title=_("State"), by="state_rank"),
    Column(name="fecha", title=_("First published"), by="moment", downwards=True),
)
NEWEST: Final = "-fecha"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands above one column of the table."""

    title: str | Promise
    next_name: str
    """The order that a click on it asks for."""
    sorted: str = ""
    """`ascending` or `descending` if the table is sorted by it."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """How a list of works is sorted."""

    column: Column
    descending: bool

    @property
    def name(self) -> str:
        """The order as it stands in an address."""
        return f"-{self.column.name}" if self.descending else self.column.name

    def headings(self) -> list[Heading]:
        """The columns one can sort by; a second click turns the order around."""
        headings = []
        for column in COLUMNS:
            present = column == self.column
            down = not self.descending if present else column.downwards
            word = "descending" if self.descending else "ascending"
            turned = Order(column=column, descending=down)
            headings.append(
                Heading(
                    title=column.title,
                    next_name=turned.name,
                    sorted=word if present else "",
                )
            )
        return headings

    def page(self, works: WorkQuerySet, *, key: str, size: int) -> Page[Work]:
        """The works after `key` in this order."""
        by_word = sorted(WorkKind, key=lambda kind: str(kind.label).casefold())
        ready = works.dated().ranked("kind", by_word).ranked("state", list(State))
        return page_after(
            ready, by=self.column.by, descending=self.descending, key=key, size=size
        )


def read_order(text: str) -> Order:
    """Read `orden=`; newest first when it says nothing we know."""
    names = {column.name: column for column in COLUMNS}
    column = names.get(text.removeprefix("-"))
    if column is None:
        return read_order(NEWEST)
    return Order(column=column, descending=text.startswith("-"))
