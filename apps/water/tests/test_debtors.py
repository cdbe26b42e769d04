"""Debt by place and age: it agrees with the treasury, and a past day stays as it was."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.territory.actions import settle_territory
from apps.territory.tests.making import (
    NOW,
    WIDE,
    make_district,
    make_otb,
    make_street,
    make_zone,
)
from apps.treasury.actions import annul_obligation, close_period, reverse_payment
from apps.treasury.models import Obligation
from apps.treasury.queries import aged_debt
from apps.treasury.tests.making import BS, GROUND, OFFICE, charge, make_party, pay
from apps.water.actions.month_ends import keep_month_ends
from apps.water.domain.debtors import AGES, OVERDUE, Level, Place, Sought
from apps.water.models import Account, MonthEnd, Promise, Visit
from apps.water.queries.debtors import (
    TOWN,
    debt_by,
    debtor_tile,
    debtors,
    flow_of,
    is_final,
)
from apps.water.terms import Category, VisitOutcome
from apps.water.tests.debts import bill, make_account, naive, spot, water_price
from geo.access import Viewer
from geo.tiles.address import Tile
from tests.effort import many

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 30)
MARCH, APRIL, MAY = dt.date(2026, 3, 31), dt.date(2026, 4, 30), dt.date(2026, 5, 31)
LEVELS = ("district", "otb", "zone", "street")
WEST, EAST, NOWHERE = spot(-66.279, -17.399), spot(-66.272, -17.399), spot(-66.9, -17.9)


@pytest.fixture
def town(db: None) -> None:
    """Two districts with an OTB each, a zone over both, a street, and ground outside."""
    west, east = WIDE.polygons("abcd").extent[0], WIDE.polygons("abcd").extent[2]
    middle = (west + east) / 2
    half = WIDE.polygons("abcd").envelope
    for number, side in ((1, west), (2, east)):
        ground = half.intersection(_box(min(side, middle), max(side, middle)))
        district = make_district(number, _many(ground))
        make_otb(f"OTB {number}", _many(ground), district=district)
    make_zone("Centro", WIDE.polygons("abcd"))
    make_street("Sucre", WIDE.lines("ab"))
    settle_territory(now=NOW)


def _box(west: float, east: float):
    from django.contrib.gis.geos import Polygon

    return Polygon.from_bbox((west, -17.5, east, -17.3))


def _many(shape):
    from django.contrib.gis.geos import MultiPolygon

    return MultiPolygon(shape, srid=4326)


def totals(sought: Sought, levels=LEVELS, by: Viewer = OFFICE):
    return {
        (row.level, row.id or None): row
        for row in debt_by(levels, sought, today=TODAY, by=by)
    }


def in_treasury(day: dt.date, *, from_entries: bool):
    rows = aged_debt(LEVELS, on=day, from_entries=from_entries)
    return {(row.by, row.id): row for row in rows}


def as_money(row) -> tuple[Decimal, ...]:
    return (row.total, *(row.of(age) for age in AGES))


def test_every_level_agrees_with_the_treasury_to_the_centavo(town) -> None:
    price = water_price("10.33")
    for position in (WEST, WEST, EAST, NOWHERE):
        account = make_account(position)
        for months in (0, 1, 4, 9, 20):
            due = TODAY - dt.timedelta(days=30 * months)
            bill(account, price, 3, due_on=due, on=min(due, TODAY))
    for day, entries in ((None, False), (MARCH, True)):
        ours = totals(Sought(day=day))
        theirs = in_treasury(day or TODAY, from_entries=entries)
        assert set(ours) == set(theirs)
        for key, row in theirs.items():
            assert as_money(ours[key]) == as_money(row), key
        assert {level: ours[level, None].accounts for level in LEVELS if level != "street"}


def test_debts_for_other_things_are_not_water(town) -> None:
    price, debtor = water_price(), make_party()
    bill(make_account(WEST), price, due_on=MARCH)
    charge(price, debtor, 5, due_on=MARCH, about_kind="festivals.stand", about_id="1")
    (row,) = debt_by([TOWN], Sought(), today=TODAY, by=OFFICE)
    assert (row.total, row.accounts, row.debtors) == (BS("10"), 1, 1)


def _annul(account: Account, owed: list[Obligation], day: dt.date) -> None:
    open_ones = [each for each in owed if each.state != "annulled"]
    if open_ones:
        annul_obligation(open_ones[0], GROUND, on=day, by=OFFICE)
        open_ones[0].refresh_from_db()


def reported(day: dt.date) -> dict[tuple[int, str], Decimal]:
    rows = debtors(Sought(day=day), today=TODAY, by=OFFICE, only_overdue=False)
    parts = {(row.account_id, age.value): row.of(age) for row in rows for age in AGES}
    return {key: amount for key, amount in parts.items() if amount}


@settings(max_examples=many(6, 300))
@given(
    some.lists(
        some.tuples(
            some.sampled_from(["charge", "pay", "annul"]),
            some.integers(0, 2),
            some.integers(1, 60),
        ),
        min_size=2,
        max_size=10,
    )
)
def test_any_month_end_is_what_the_entries_say_and_stays_so(acts) -> None:
    with transaction.atomic():
        price = water_price()
        accounts = [make_account(each) for each in (WEST, EAST, NOWHERE)]
        owed: dict[int, list[Obligation]] = defaultdict(list)
        day, told = dt.date(2026, 1, 5), {}
        for act, who, days in acts:
            later = day + dt.timedelta(days=days)
            for end in (dt.date(2026, 1, 31), dt.date(2026, 2, 28), MARCH, APRIL, MAY):
                if day <= end < later:
                    told[end] = reported(end)
                    assert told[end] == naive(end)
            day, account = later, accounts[who]
            match act:
                case "charge":
                    owed[who].append(bill(account, price, 2, due_on=day))
                case "pay":
                    pay(account.holdings.get().party, "7.50", on=day, keeps_surplus=True)
                case _:
                    _annul(account, owed[who], day)
        assert {end: reported(end) for end in told} == told
        transaction.set_rollback(True)


def test_a_payment_of_today_does_not_change_a_past_report(town) -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 4, due_on=dt.date(2026, 2, 10))
    before = reported(MARCH)
    payment = pay(account.holdings.get().party, "40.00", on=TODAY)
    assert reported(MARCH) == before != {}
    assert debtors(Sought(), today=TODAY, by=OFFICE) == []
    reverse_payment(payment, on=TODAY, why="x", by=OFFICE)
    assert reported(MARCH) == before


def test_a_closed_month_is_kept_once_and_answers_like_the_entries(town) -> None:
    price = water_price("3.35")
    for position in (WEST, EAST, NOWHERE):
        account = make_account(position)
        bill(account, price, 3, due_on=dt.date(2026, 2, 10))
        bill(account, price, 1, due_on=dt.date(2025, 2, 10))
    before, places = reported(MARCH), totals(Sought(day=MARCH))
    assert keep_month_ends(today=TODAY, by=OFFICE) == []
    close_period(dt.date(2026, 3, 1), today=TODAY, by=OFFICE)
    kept = keep_month_ends(today=TODAY, by=OFFICE)
    assert kept[-1] == MARCH
    assert len(kept) == 22
    assert keep_month_ends(today=TODAY, by=OFFICE) == []
    assert is_final(MARCH)
    assert not is_final(APRIL)
    assert not is_final(None)
    assert reported(MARCH) == before
    assert totals(Sought(day=MARCH)) == places == totals(Sought(day=MARCH, ages=AGES))
    assert MonthEnd.objects.get(pk=MARCH).total == sum(before.values())


def test_what_is_found_can_be_narrowed(town) -> None:
    price = water_price()
    old, young = make_account(WEST), make_account(EAST, category=Category.COMMERCIAL)
    bill(old, price, 30, due_on=dt.date(2025, 1, 10))
    bill(young, price, 2, due_on=dt.date(2026, 6, 10))

    def found(**chosen: Any) -> set[int]:
        sought = Sought(**chosen)
        return {row.account_id for row in debtors(sought, today=TODAY, by=OFFICE)}

    assert found() == {old.pk, young.pk}
    assert found(ages=(OVERDUE[-1],)) == {old.pk}
    assert found(least=BS("100")) == {old.pk}
    assert found(most=BS("100")) == {young.pk}
    assert found(categories=("commercial",)) == {young.pk}
    otb = old.connection.otb
    assert found(places=(Place(level=Level.OTB, id=otb.pk),)) == {old.pk}
    assert found(places=(Place(level=Level.OTB, id=0),)) == set()
    x, y = WEST.coords
    around = ((x - 0.001, y - 0.001), (x + 0.001, y - 0.001), (x, y + 0.001))
    assert found(lasso=around) == {old.pk}


def visit(account: Account, day: dt.date, outcome: str = VisitOutcome.ABSENT) -> Visit:
    return Visit.objects.create(
        event_id=uuid.uuid4(),
        account=account,
        outcome=outcome,
        made_at=dt.datetime.combine(day, dt.time(15), tzinfo=dt.UTC),
        made_by="collector",
    )


def test_visits_and_promises_narrow_as_they_stood_on_the_day(town) -> None:
    price = water_price()
    account, other = make_account(WEST), make_account(EAST)
    for each in (account, other):
        bill(each, price, 3, due_on=dt.date(2026, 1, 10))
    made = visit(account, dt.date(2026, 4, 10), VisitOutcome.PROMISE)
    Promise.objects.create(
        visit=made,
        made_on=made.made_at.date(),
        due_on=dt.date(2026, 4, 20),
        amount=BS("30"),
    )

    def found(day: dt.date | None, **chosen: Any) -> set[int]:
        sought = Sought(day=day, **chosen)
        return {row.account_id for row in debtors(sought, today=TODAY, by=OFFICE)}

    assert found(None, unvisited=0) == {other.pk}
    assert found(None, unvisited=30) == {account.pk, other.pk}
    assert found(None, unvisited=90) == {other.pk}
    assert found(MARCH, unvisited=0) == {account.pk, other.pk}
    assert found(MARCH, broken=True) == set()
    assert found(APRIL, broken=True) == {account.pk}
    (row,) = [row for row in debtors(Sought(), today=TODAY, by=OFFICE) if row.outcome]
    assert (row.outcome, row.promised_for) == ("promise", dt.date(2026, 4, 20))


def test_a_promise_that_was_paid_in_time_is_not_broken(town) -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 5, due_on=dt.date(2026, 1, 10))
    made = visit(account, dt.date(2026, 4, 10), VisitOutcome.PROMISE)
    Promise.objects.create(
        visit=made,
        made_on=made.made_at.date(),
        due_on=dt.date(2026, 4, 20),
        amount=BS("20"),
    )
    pay(account.holdings.get().party, "20.00", on=dt.date(2026, 4, 20))
    assert debtors(Sought(broken=True), today=TODAY, by=OFFICE) == []


def test_a_grant_for_a_district_shows_that_district(town) -> None:
    price = water_price()
    for position in (WEST, EAST, NOWHERE):
        bill(make_account(position), price, due_on=MARCH)
    officer = Viewer(
        name="o", is_staff=True, district_grants={"water.view": frozenset({1})}
    )
    seen = {row.otb for row in debtors(Sought(), today=TODAY, by=officer)}
    assert seen == {"OTB 1"}
    (town_row,) = debt_by([TOWN], Sought(), today=TODAY, by=officer)
    assert town_row.total == BS("10")
    assert flow_of(Sought(day=MARCH), today=TODAY, by=officer).billed == BS("10")
    nobody = Viewer(name="n", is_staff=True)
    assert debtors(Sought(), today=TODAY, by=nobody) == []


def test_a_month_tells_what_was_billed_and_what_came_in(town) -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 4, due_on=dt.date(2026, 5, 10))
    pay(account.holdings.get().party, "10.00", on=dt.date(2026, 5, 20))
    flow = flow_of(Sought(day=MAY), today=TODAY, by=OFFICE)
    assert (flow.billed, flow.collected, flow.share) == (BS("40"), BS("10"), BS("25"))
    assert flow_of(Sought(day=APRIL), today=TODAY, by=OFFICE).share is None


def test_the_middle_boliviano_tells_the_age_of_a_place(town) -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 4, due_on=dt.date(2026, 6, 10))
    bill(account, price, 5, due_on=dt.date(2025, 1, 10))
    (row,) = debt_by([TOWN], Sought(), today=TODAY, by=OFFICE)
    assert row.typical == OVERDUE[-1]
    assert [round(share) for _age, share in row.shares] == [44, 56]


def tile_around(position) -> Tile:
    z = 16
    x = int((position.x + 180) / 360 * 2**z)
    found = (Tile(z=z, x=x, y=y) for y in range(2**z // 2, 2**z))
    return next(each for each in found if each.bounds[1] <= position.y < each.bounds[3])


def tile_for(viewer: Viewer, tile: Tile, **chosen: Any) -> bytes:
    sought = Sought(**chosen)
    return debtor_tile(sought, tile, today=TODAY, by=viewer)


def test_a_tile_holds_the_points_of_the_accounts_in_debt(town) -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, due_on=dt.date(2026, 1, 10))
    tile = tile_around(WEST)
    for day in (None, MARCH):
        assert b"debtors" in debtor_tile(Sought(day=day), tile, today=TODAY, by=OFFICE)
    empty = Tile(z=tile.z, x=0, y=0)
    assert debtor_tile(Sought(), empty, today=TODAY, by=OFFICE) == b""


def test_the_tile_of_a_closed_month_is_that_of_its_rows_however_often_it_is_asked(
    town,
) -> None:
    price = water_price()
    tiles = [tile_around(each) for each in (WEST, EAST)]
    for position in (WEST, EAST):
        bill(make_account(position), price, due_on=dt.date(2026, 1, 10))
    twice = make_account(WEST)
    for due_on in (dt.date(2026, 1, 10), dt.date(2025, 1, 10)):
        bill(twice, price, due_on=due_on)
        Obligation.objects.filter(due_on=due_on, about_id=str(twice.pk)).update(otb=None)
    close_period(dt.date(2026, 3, 1), today=TODAY, by=OFFICE)
    open_still = [tile_for(OFFICE, each, day=APRIL) for each in tiles]
    keep_month_ends(today=TODAY, by=OFFICE)
    for tile, later in zip(tiles, open_still, strict=True):
        rows = tile_for(OFFICE, tile, day=MARCH, ages=AGES)
        asked = {tile_for(OFFICE, tile, day=MARCH) for _ in range(8)}
        assert {len(each) for each in asked} == {len(rows)}
        assert tile_for(OFFICE, tile, day=APRIL) == later != b""


def test_the_tile_of_a_closed_month_shows_a_grant_for_a_district_only_that(town) -> None:
    price = water_price()
    for position in (WEST, EAST):
        bill(make_account(position), price, due_on=dt.date(2026, 1, 10))
    close_period(dt.date(2026, 3, 1), today=TODAY, by=OFFICE)
    keep_month_ends(today=TODAY, by=OFFICE)
    grants = {"water.view": frozenset({1})}
    officer = Viewer(name="o", is_staff=True, district_grants=grants)
    assert tile_for(officer, tile_around(WEST), day=MARCH)
    assert not tile_for(officer, tile_around(EAST), day=MARCH)


def test_a_debt_outside_every_part_is_kept_as_such(town) -> None:
    bill(make_account(NOWHERE, holder=make_party("Ana")), water_price(), due_on=MARCH)
    (row,) = debt_by(["otb"], Sought(), today=TODAY, by=OFFICE)
    assert (row.id, row.name, row.total) == (0, "", BS("10"))
    (debtor,) = debtors(Sought(), today=TODAY, by=OFFICE)
    assert (debtor.holder, debtor.otb) == ("Ana", None)
