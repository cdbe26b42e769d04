"""What is owed now, kept by account: whatever moves, it says what the books say."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.territory.tests.making import WIDE, make_district
from apps.treasury.actions import annul_obligation
from apps.treasury.domain.ageing import age_of
from apps.treasury.models import Obligation
from apps.treasury.tests.making import BS, GROUND, OFFICE, pay
from apps.water.actions.present_debts import keep_present_debts
from apps.water.domain.debtors import AGES, Level, Sought
from apps.water.models import (
    Account,
    Connection,
    DebtMove,
    MonthEnd,
    MonthEndSum,
    PresentDebt,
    PresentSum,
)
from apps.water.queries.debtors import TOWN, AreaDebt, debt_by, debtor_tile, debtors
from apps.water.tests.debts import bill, make_account, naive, spot, water_price
from geo.tiles.address import Tile
from tests.effort import many

pytestmark = pytest.mark.django_db

BEGIN = dt.date(2026, 1, 31)
EVERYTHING = Sought(ages=AGES)
"""All debts by way of a filter: added up from the rows, not from sums that are kept."""
WEST, EAST, NOWHERE = spot(-66.279, -17.399), spot(-66.272, -17.399), spot(-66.9, -17.9)


def reported(today: dt.date) -> dict[tuple[int, str], Decimal]:
    rows = debtors(Sought(), today=today, by=OFFICE, only_overdue=False)
    parts = {(row.account_id, age.value): row.of(age) for row in rows for age in AGES}
    return {key: amount for key, amount in parts.items() if amount}


def summed(sought: Sought, today: dt.date) -> list[AreaDebt]:
    return debt_by([TOWN, *map(str, list(Level)[:4])], sought, today=today, by=OFFICE)


def kept(today: dt.date) -> int:
    return keep_present_debts(today=today, by=OFFICE)


def _act(act: str, account: Account, owed: list[Obligation], day: dt.date, price) -> None:
    match act:
        case "charge":
            owed.append(bill(account, price, 2, due_on=day + dt.timedelta(days=3), on=day))
        case "pay":
            pay(account.holdings.get().party, "7.50", on=day, keeps_surplus=True)
        case "annul" if owed:
            annul_obligation(owed.pop(), GROUND, on=day, by=OFFICE)
        case "settle":  # the territory was drawn anew under the debts
            Obligation.objects.filter(about_id=str(account.pk)).update(district=None)
        case "keep":
            kept(day)


@settings(max_examples=many(8, 300))
@given(
    some.lists(
        some.tuples(
            some.sampled_from(["charge", "charge", "pay", "annul", "settle", "keep"]),
            some.integers(0, 2),
            some.integers(0, 95),
        ),
        min_size=3,
        max_size=12,
    )
)
def test_what_is_owed_now_is_what_the_books_say_whenever_it_was_kept(acts) -> None:
    with transaction.atomic():
        price, day = water_price("10.33"), BEGIN
        accounts = [make_account(each) for each in (WEST, EAST, NOWHERE)]
        owed: dict[int, list[Obligation]] = defaultdict(list)
        for act, who, days in acts:
            day += dt.timedelta(days=days)
            _act(act, accounts[who], owed[who], day, price)
            assert reported(day) == naive(day)
            found = summed(Sought(), day)
            held = {account for account, _age in naive(day)}
            assert sum(row.accounts for row in found if row.level == TOWN) == len(held)
            assert found == summed(EVERYTHING, day)
        transaction.set_rollback(True)


@settings(max_examples=many(40, 2000))
@given(some.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31)), some.integers(0, 500))
def test_a_kept_debt_holds_until_the_day_before_it_grows_older(due, days) -> None:
    day = due + dt.timedelta(days=days)
    with transaction.atomic():
        bill(make_account(WEST), water_price(), due_on=due, on=BEGIN.replace(year=2022))
        assert kept(day) == 1
        (row,) = PresentDebt.objects.all()
        if row.end_day is None:
            assert age_of(due, day) == AGES[-1]
        else:
            before = row.end_day - dt.timedelta(days=1)
            assert age_of(due, before) == age_of(due, day) != age_of(due, row.end_day)
        transaction.set_rollback(True)


def test_only_what_moved_is_added_up_again() -> None:
    price = water_price()
    first, second = make_account(WEST), make_account(EAST)
    for each in (first, second):
        bill(each, price, 2, due_on=BEGIN)
    assert kept(BEGIN) == 2
    assert kept(BEGIN) == 0
    pay(second.holdings.get().party, "20.00", on=BEGIN)
    assert set(DebtMove.objects.values_list("account_id", flat=True)) == {second.pk}
    assert kept(BEGIN) == 1
    assert [row.account_id for row in PresentDebt.objects.all()] == [first.pk]
    assert kept(BEGIN + dt.timedelta(days=40)) == 1


def test_an_account_in_two_places_is_counted_once_in_all() -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 1, due_on=BEGIN)
    bill(account, price, 2, due_on=BEGIN)
    Obligation.objects.filter(amount=BS("20")).update(district=None, otb=None)
    other = Obligation.objects.get(amount=BS("10"))
    assert kept(BEGIN) == 1
    two = len({(other.district_id, other.otb_id), (None, None)})
    assert PresentDebt.objects.filter(is_whole=two == 1).count() == two
    (town,) = debt_by([TOWN], Sought(), today=BEGIN, by=OFFICE)
    assert (town.accounts, town.total) == (1, BS("30"))


def test_an_account_that_owes_in_two_places_moves_as_a_whole() -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, 1, due_on=BEGIN)
    Obligation.objects.update(district=make_district(1, WIDE.polygons("abcd")))
    later = BEGIN + dt.timedelta(days=20)
    bill(account, price, 2, due_on=later, on=later)
    Obligation.objects.filter(due_on=later).update(district=None)
    assert kept(later + dt.timedelta(days=5)) == 1
    first, last = sorted(row.end_day for row in PresentDebt.objects.all() if row.end_day)
    assert first < last
    for day in (first, last):  # the one has grown older, the other not yet; then both
        assert reported(day) == naive(day)
        assert [row.total for row in summed(Sought(), day) if row.level == TOWN] == [
            BS("30")
        ]
        assert summed(Sought(), day) == summed(EVERYTHING, day)


def test_sums_of_what_is_kept_follow_whoever_writes_it() -> None:
    bill(make_account(WEST), water_price(), 2, due_on=BEGIN)
    assert not PresentSum.objects.exists()
    kept(BEGIN)
    assert PresentSum.objects.get().current == BS("20")
    PresentDebt.objects.update(current=BS("0"), one=BS("20"), age=1)
    assert (PresentSum.objects.get().one, PresentSum.objects.get().debtors) == (BS("20"), 1)
    PresentDebt.objects.all().delete()
    assert not PresentSum.objects.exists()


@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_nobody_else_writes_sums_of_what_is_owed(act) -> None:
    bill(make_account(WEST), water_price(), due_on=BEGIN)
    kept(BEGIN)
    row = PresentSum.objects.get()
    with pytest.raises(IntegrityError, match="water_debtsum_is_added_up"):
        match act:
            case "insert":
                row.pk = None
                row.save()
            case "update":
                PresentSum.objects.update(one=BS("1"))
            case _:
                row.delete()


def test_nobody_writes_sums_of_a_month_end() -> None:
    parts = dict.fromkeys(
        ("one", "two", "three_to_six", "seven_to_twelve", "older"), BS("0")
    )
    with pytest.raises(IntegrityError, match="water_debtsum_is_added_up"):
        MonthEndSum.objects.create(
            month_end=MonthEnd(day=BEGIN), accounts=1, debtors=1, current=BS("1"), **parts
        )


def test_few_accounts_owe_in_several_places_and_an_index_has_only_those() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%%WHERE (NOT is_whole)'"
        )
        found = {name for (name,) in cursor.fetchall()}
    assert found == {"water_monthenddebt_apart", "water_presentdebt_apart"}


def _tile(position, day: dt.date) -> bytes:
    z = 16
    x = int((position.x + 180) / 360 * 2**z)
    found = (Tile(z=z, x=x, y=y) for y in range(2**z // 2, 2**z))
    here = next(each for each in found if each.bounds[1] <= position.y < each.bounds[3])
    return debtor_tile(Sought(), here, today=day, by=OFFICE)


def test_a_dot_moves_with_its_connection() -> None:
    price, account = water_price(), make_account(WEST)
    bill(account, price, due_on=BEGIN)
    late = BEGIN + dt.timedelta(days=2)
    kept(late)
    assert _tile(WEST, late)
    assert not _tile(EAST, late)
    Connection.objects.filter(pk=account.connection_id).update(position=EAST)
    assert not _tile(WEST, late)
    assert _tile(EAST, late)
    kept(late)
    assert _tile(EAST, late)


def test_what_does_not_add_up_is_not_kept() -> None:
    bill(make_account(WEST), water_price(), due_on=BEGIN)
    kept(BEGIN)
    for wrong in ("one = one + 1", "total = 0", "end_day = first_day"):
        refused = pytest.raises(IntegrityError)
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE water_presentdebt SET {wrong}")
