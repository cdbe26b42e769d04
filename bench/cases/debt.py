"""Who owes for water, by place and age and on a tile, beside SQL on balances by account."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.cases.tiles import densest, tile_at
from bench.databases import SQL, connect, copied, django_on, question
from bench.rounds import Workload
from bench.same import same_tile, same_values
from bench.setting import Setting

GOAL = 1.3
TILE_GOAL = 1.1
MANY, QUICK_MANY = 100_000, 10_000
TODAY = dt.date(2026, 6, 15)
MONTH_END = dt.date(2026, 5, 31)
CHARGED = dt.date(2024, 1, 1)
LEVELS = ("town", "district", "otb", "zone", "street")
ZOOM = 15


@dataclass(kw_only=True)
class Debts:
    """A town with debts; balances beside it are what the floor reads."""

    database: str
    tile: tuple[int, int]

    def timed(self, answer: Callable[[], object]) -> float:
        """Seconds for one answer."""
        began = time.perf_counter()
        answer()
        return time.perf_counter() - began

    def ours(self, day: dt.date | None) -> dict[Any, tuple[Any, ...]]:
        """The platform's sums, by level and part."""
        from apps.water.domain.debtors import Sought
        from apps.water.queries.debtors import debt_by
        from geo.access import Viewer

        by = Viewer(name="bench", holds_all=True)
        rows = debt_by(LEVELS, Sought(day=day), today=TODAY, by=by)
        parts = ("one", "two", "three_to_six", "seven_to_twelve", "older")
        return {
            (row.level, row.id): (
                row.accounts,
                row.total,
                *(getattr(row, part) for part in parts),
            )
            for row in rows
        }

    def floor(self) -> dict[Any, tuple[Any, ...]]:
        """The same from balances."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(question("debt_floor"))
            return {(row[0], row[1]): tuple(row[2:]) for row in cursor.fetchall()}

    def our_tile(self) -> bytes:
        """One tile as the map asks for it."""
        from apps.water.domain.debtors import Sought
        from apps.water.queries.debtors import debtor_tile
        from geo.access import Viewer

        by = Viewer(name="bench", holds_all=True)
        return debtor_tile(Sought(day=MONTH_END), self._tile, today=TODAY, by=by)

    def floor_tile(self) -> bytes:
        """The same from balances."""
        from django.db import connection

        west, south, east, north = self._tile.bounds
        box = {"west": west, "south": south, "east": east, "north": north}
        place = {"z": ZOOM, "x": self.tile[0], "y": self.tile[1]}
        with connection.cursor() as cursor:
            cursor.execute(question("debt_tile"), {**box, **place})
            return bytes(cursor.fetchone()[0])

    def compare_sums(self) -> str:
        """Every sum of the closed month-end, to the centavo."""
        ours, floor = self.ours(MONTH_END), self.floor()
        same_values(ours, floor, "sums")
        return f"{len(ours):,} sums over {ours['town', 0][0]:,} accounts in debt"

    def compare_totals(self) -> str:
        """Every total of today, which is later than what the balances are aged by."""
        ours, floor = self.ours(None), self.floor()
        same_values(
            {key: row[:2] for key, row in ours.items()},
            {key: row[:2] for key, row in floor.items()},
            "totals",
        )
        return f"{len(ours):,} totals to the centavo"

    def compare_tiles(self) -> str:
        """Every dot of one tile with its class and its debt."""
        return same_tile(self.our_tile(), self.floor_tile())

    @property
    def _tile(self) -> Any:
        from geo.tiles.address import Tile

        return Tile(z=ZOOM, x=self.tile[0], y=self.tile[1])


def _charge_all() -> None:
    """Post what the accounts owe, by the platform's own act."""
    from apps.treasury.actions import create_concept, open_posting, post_staged, set_price
    from geo import sql
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    concept = create_concept("bench", "Bench", budget_item="12200", by=by)
    price = set_price(
        concept,
        "10.00",
        days=(CHARGED, None),
        legal_basis="None: a benchmark",
        unit="month",
        by=by,
    )
    open_posting()
    sql.execute(SQL / "debt_staged.sql", concept=concept.pk, price=price.pk, on=MONTH_END)
    post_staged(on=CHARGED, by=by)


@contextmanager
def _prepared(setting: Setting, count: int, today: dt.date) -> Iterator[Debts]:
    """A copy of the town with so many accounts and what they owe."""
    from django.db import connection, transaction

    with copied(setting.town, "debt") as database, django_on(database):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.5)")
            cursor.execute(question("debt_accounts"), {"count": count})
            _charge_all()
            cursor.execute(question("debt_balances"), {"on": today})
        with connect(database) as direct:
            direct.execute("VACUUM ANALYZE")
        yield Debts(database=database, tile=tile_at(*densest(database), ZOOM))


@contextmanager
def workloads(setting: Setting) -> Iterator[Iterable[Workload]]:
    """Sums of today, sums of a closed month-end, and one tile."""
    count = MANY if setting.points >= 1_000_000 else QUICK_MANY
    with _prepared(setting, count, MONTH_END) as debts:
        _close()
        with connect(debts.database) as direct:
            direct.execute("VACUUM ANALYZE")
        yield [
            Workload(
                name="debt_month_end",
                title=f"debtors of {count:,} accounts by place and age, a closed month-end",
                ours=lambda: debts.timed(lambda: debts.ours(MONTH_END)),
                floor=lambda: debts.timed(debts.floor),
                check=debts.compare_sums,
                goal=GOAL,
            ),
            Workload(
                name="debt_today",
                title=f"debtors of {count:,} accounts by place and age, today",
                ours=lambda: debts.timed(lambda: debts.ours(None)),
                floor=lambda: debts.timed(debts.floor),
                check=debts.compare_totals,
                goal=GOAL,
            ),
            Workload(
                name="debt_tile",
                title="tile of debtors, z15",
                ours=lambda: debts.timed(debts.our_tile),
                floor=lambda: debts.timed(debts.floor_tile),
                check=debts.compare_tiles,
                goal=TILE_GOAL,
            ),
        ]


def _close() -> None:
    """Close the month in the treasury, and keep what is owed, as the worker does."""
    from apps.treasury.actions import close_period
    from apps.water.actions.month_ends import keep_month_ends
    from apps.water.actions.present_debts import keep_present_debts
    from geo.access import Viewer

    by = Viewer(name="bench", holds_all=True)
    close_period(MONTH_END.replace(day=1), today=TODAY, by=by)
    keep_month_ends(today=MONTH_END + dt.timedelta(days=1), by=by)
    keep_present_debts(today=TODAY, by=by)
