"""Who owes for water, how much and since when: in sums by place, and one by one.

A day is answered from one of three sources with the same columns: today from what is kept
of each account and, where it moved since, from what is kept beside each obligation; a
closed month-end from what was kept of it; any other day from the entries booked until then.
The statements after them are the same for all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from apps.treasury.domain.ageing import Age
from apps.treasury.queries import aged_obligations
from apps.water.domain.debtors import AGES, NEVER, OVERDUE, Level, Sought
from apps.water.models import MonthEnd
from apps.water.permissions import VIEW
from apps.water.terms import ACCOUNT, VisitOutcome
from geo import sql
from geo.access import Viewer
from geo.tiles.address import Tile

SQL: Final = Path(__file__).parents[1] / "sql" / "debt"
KEEPING: Final = SQL.parent / "keeping"
ANYWHERE: Final = dict.fromkeys(("west", "south", "east", "north"))
"""Bounds of no box."""
EVER: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LEGS: Final = aged_obligations(from_entries=True)["open_obligation"]
NEAR: Final = 15
"""Zoom from which on every account has its own dot."""
SUMMED: Final = {"kept.sql": "whole_kept.sql", "present.sql": "whole_present.sql"}
"""What was added up beforehand of all that a source of debts has."""
TOWN: Final = "town"
"""The level of everything that was chosen."""


@dataclass(frozen=True, kw_only=True)
class _Aged:
    """Money by class of age."""

    total: Decimal
    current: Decimal
    one: Decimal
    two: Decimal
    three_to_six: Decimal
    seven_to_twelve: Decimal
    older: Decimal

    @property
    def overdue(self) -> Decimal:
        """What should have been paid by now."""
        return self.total - self.current

    def of(self, age: Age) -> Decimal:
        """The part of one class."""
        part: Decimal = getattr(self, age.value)
        return part

    @property
    def shares(self) -> list[tuple[Age, float]]:
        """Parts of what is overdue by class, in percent, none of nothing."""
        if not self.overdue:
            return []
        parts = [(age, self.of(age)) for age in OVERDUE]
        return [(age, float(100 * part / self.overdue)) for age, part in parts if part]

    @property
    def segments(self) -> list[tuple[Age, str, str]]:
        """The shares as stretches of a bar: where each begins, how wide it is."""
        begun, found = 0.0, []
        for age, share in self.shares:
            found.append((age, f"{begun:.2f}", f"{share:.2f}"))
            begun += share
        return found

    @property
    def typical(self) -> Age:
        """The class that the middle boliviano of what is overdue lies in."""
        reached = Decimal(0)
        for age in OVERDUE:
            reached += self.of(age)
            if reached and 2 * reached >= self.overdue:
                return age
        return Age.CURRENT


@dataclass(frozen=True, kw_only=True)
class AreaDebt(_Aged):
    """What is owed in one part of the territory."""

    level: str
    id: int
    """0 for what lies in no part of this level."""
    number: int | None
    """Of a district."""
    name: str
    accounts: int
    """Owing anything, due or not."""
    debtors: int
    """Owing something that is overdue."""


@dataclass(frozen=True, kw_only=True)
class Debtor(_Aged):
    """What is owed on one account, by whom and where."""

    account_id: int
    number: str
    category: str | None
    obligations: int
    age_place: int
    oldest: dt.date
    party_id: int | None
    holder: str | None
    address: str | None
    street: str | None
    otb: str | None
    parcel: str | None
    longitude: float | None
    latitude: float | None
    visited_at: dt.datetime | None
    outcome: str | None
    promised_for: dt.date | None

    @property
    def age(self) -> Age:
        """The class of what it has owed longest."""
        return AGES[self.age_place]

    @property
    def found(self) -> str:
        """What the last visit found, in words."""
        return str(VisitOutcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What was billed and collected in a month."""

    billed: Decimal
    collected: Decimal

    @property
    def share(self) -> Decimal | None:
        """Collected for each hundred billed; None when nothing was billed."""
        return 100 * self.collected / self.billed if self.billed > 0 else None


@dataclass(frozen=True, kw_only=True)
class _Body:
    body: bytes | None


@dataclass(frozen=True, kw_only=True)
class _KeptBody(_Body):
    is_kept: bool


@dataclass(frozen=True, kw_only=True)
class _Thing:
    thing: str


def debt_by(
    levels: Sequence[str], sought: Sought, *, today: dt.date, by: Viewer
) -> list[AreaDebt]:
    """What was chosen, summed up at each of the `levels`: the most overdue first."""
    return sql.rows(
        AreaDebt,
        SQL / "levels.sql",
        given=_summed(sought, today, by),
        levels=list(levels),
        **_bound(sought, today, by),
    )


def debtors(
    sought: Sought,
    *,
    today: dt.date,
    by: Viewer,
    sort: str = "overdue",
    most: int | None = None,
    after: int = 0,
    only_overdue: bool = True,
) -> list[Debtor]:
    """The accounts behind what was chosen; `sort` is overdue, oldest, address or walk."""
    return sql.rows(
        Debtor,
        SQL / "list.sql",
        given=_sources(sought, today, by),
        sorted=sort,
        most_rows=most,
        skipped=after,
        only_overdue=only_overdue,
        **_bound(sought, today, by),
    )


def flow_of(sought: Sought, *, today: dt.date, by: Viewer) -> Flow:
    """What was billed and collected in the month of the chosen day, until that day."""
    bound = _bound(sought, today, by)
    (flow,) = sql.rows(Flow, SQL / "flow.sql", first=bound["on"].replace(day=1), **bound)
    return flow


def debtor_tile(sought: Sought, tile: Tile, *, today: dt.date, by: Viewer) -> bytes:
    """One map tile of the accounts behind what was chosen; empty where there is none."""
    box: dict[str, Any] = dict(zip(ANYWHERE, tile.bounds, strict=True))
    if sought.day is not None and tile.z >= NEAR and _sees_all(sought, by):
        asked = {"on": sought.day, "z": tile.z, "x": tile.x, "y": tile.y, **box}
        (kept,) = sql.prepared(_KeptBody, SQL / "tile_kept.sql", **asked)
        if kept.is_kept:
            return bytes(kept.body or b"")
    bound = {**_bound(sought, today, by), **box}
    given = _sources(sought, today, by)
    if LEGS in given.values():
        bound["things"] = [row.thing for row in sql.rows(_Thing, SQL / "near.sql", **box)]
    question = "tile_near.sql" if tile.z >= NEAR else "tile_far.sql"
    (row,) = sql.rows(
        _Body, SQL / question, given=given, z=tile.z, x=tile.x, y=tile.y, **bound
    )
    return bytes(row.body or b"")


def is_final(day: dt.date | None) -> bool:
    """Whether the figures of a day cannot change any more: its month was kept as closed."""
    return day is not None and MonthEnd.objects.filter(pk=day).exists()


def _sees_all(sought: Sought, by: Viewer) -> bool:
    """Whether nothing is left out: no filter is chosen, and no district closed to `by`."""
    return by.may(VIEW.name) and sought == Sought(day=sought.day, by=sought.by)


def _sources(sought: Sought, today: dt.date, by: Viewer) -> Mapping[str, Path]:
    """The relations that lead to `chosen`, for the day that was chosen."""
    debts = _debts(sought.day, today)
    if _sees_all(sought, by):
        *before, (_name, last) = debts.items()
        return {**dict(before), "chosen": last}
    return {**debts, "chosen": SQL / "chosen.sql"}


def _summed(sought: Sought, today: dt.date, by: Viewer) -> Mapping[str, Path]:
    """The relations that lead to `chosen`, and what sums up most of it (`whole`)."""
    sources = _sources(sought, today, by)
    return {**sources, "whole": SQL / SUMMED.get(sources["chosen"].name, "whole.sql")}


def _debts(day: dt.date | None, today: dt.date) -> Mapping[str, Path]:
    """The relations that lead to `debt` of a day, which is the last of them."""
    if is_final(day):
        return {"debt": SQL / "kept.sql"}
    if day is not None and day != today:
        return {**aged_obligations(from_entries=True), "debt": SQL / "of_accounts.sql"}
    return {
        "moved_account": SQL / "moved_accounts.sql",
        **aged_obligations(from_entries=False),
        "open_obligation": SQL / "moved.sql",
        "moved_debt": SQL / "of_accounts.sql",
        "debt": SQL / "present.sql",
    }


def _bound(sought: Sought, today: dt.date, by: Viewer) -> dict[str, Any]:
    """Every value that the statements may ask for; what was not chosen is None."""
    on = sought.day or today
    ids = {place.level: place.id for place in sought.places}
    midnight = dt.datetime.combine(on + dt.timedelta(days=1), dt.time())
    until = midnight.replace(tzinfo=timezone.get_default_timezone())
    since = None
    if sought.unvisited is not None:
        days = dt.timedelta(days=sought.unvisited)
        since = EVER if sought.unvisited == NEVER else until - days
    return {
        "on": on,
        "about": ACCOUNT,
        "things": None,
        **ANYWHERE,
        "districts": None if by.may(VIEW.name) else sorted(by.districts_of(VIEW.name)),
        **{str(level): ids.get(level) for level in Level if level is not Level.ACCOUNT},
        "classes": [AGES.index(age) for age in sought.ages] or None,
        "least": sought.least,
        "most": sought.most,
        "categories": list(sought.categories) or None,
        "area": sought.area,
        "since": since,
        "until": until,
        "broken": sought.broken,
    }
