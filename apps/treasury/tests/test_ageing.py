"""How long debt has been owed: now, and at any month-end that is past."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.territory.actions import settle_territory
from apps.territory.tests.making import NOW, WIDE, make_district, make_otb, make_zone
from apps.treasury.actions import reverse_payment
from apps.treasury.domain.ageing import Age, age_of, months_overdue
from apps.treasury.queries import WAYS, aged_debt
from apps.treasury.tests.making import (
    BS,
    OFFICE,
    charge,
    make_concept,
    make_party,
    make_price,
    pay,
)
from tests.effort import many

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 30)
FIRST = dt.date(2024, 1, 1)


@pytest.fixture
def old_price(db):
    return make_price(days=(FIRST, None))


@pytest.mark.parametrize(
    ("due_on", "age"),
    [
        ((2026, 6, 30), Age.CURRENT),
        ((2027, 1, 1), Age.CURRENT),
        ((2026, 6, 29), Age.ONE),
        ((2026, 5, 30), Age.ONE),
        ((2026, 5, 29), Age.TWO),
        ((2026, 4, 29), Age.THREE_TO_SIX),
        ((2025, 12, 30), Age.THREE_TO_SIX),
        ((2025, 12, 29), Age.SEVEN_TO_TWELVE),
        ((2025, 6, 30), Age.SEVEN_TO_TWELVE),
        ((2025, 6, 29), Age.OLDER),
    ],
)
def test_each_age_has_its_class_in_python_and_in_the_database(
    old_price, debtor, due_on, age
) -> None:
    day = dt.date(*due_on)
    assert age_of(day, DAY) == age
    charge(old_price, debtor, due_on=day, on=min(day, DAY))
    for from_entries in (False, True):
        (row,) = aged_debt(["debtor"], on=DAY, from_entries=from_entries)
        assert (row.id, row.of(age), row.total) == (debtor.pk, BS("10"), BS("10"))


@given(some.dates(FIRST, DAY), some.integers(0, 700))
def test_a_month_overdue_never_comes_back(due_on: dt.date, days: int) -> None:
    on = due_on + dt.timedelta(days=days)
    months = months_overdue(due_on, on)
    assert (months == 0) == (days == 0)
    assert months <= months_overdue(due_on, on + dt.timedelta(days=1)) <= months + 1


def test_every_grouping_comes_to_the_same_total(old_price, debtor) -> None:
    district = make_district(1)
    otb = make_otb("Centro", WIDE.polygons("abcd"), district=district)
    make_zone("Norte", WIDE.polygons("abcd"))
    settle_territory(now=NOW)
    place = WIDE.polygon("abcd").centroid
    charge(old_price, debtor, 2, place=place)
    charge(make_price("7.00", concept=make_concept("seat")), make_party())
    found: dict[str, dict[int | None, Decimal]] = defaultdict(dict)
    for row in aged_debt(WAYS, on=DAY):
        found[row.by][row.id] = row.total
    assert {sum(rows.values()) for rows in found.values()} == {BS("27")}
    assert found["district"] == {district.pk: BS("20"), None: BS("7")}
    assert found["otb"] == {otb.pk: BS("20"), None: BS("7")}
    assert len(found["concept"]) == len(found["debtor"]) == 2
    with pytest.raises(ValueError, match="colour"):
        aged_debt(["colour"], on=DAY)


def test_a_past_month_end_is_as_it_was_then(old_price, debtor) -> None:
    march, april = dt.date(2026, 3, 31), dt.date(2026, 4, 30)
    charge(old_price, debtor, 2, due_on=dt.date(2026, 3, 10))
    payment = pay(debtor, "15.00", on=april)
    reverse_payment(payment, on=DAY, why="x", by=OFFICE)

    def owed(day: dt.date) -> Decimal:
        rows = aged_debt(["debtor"], on=day, from_entries=True)
        return sum((row.total for row in rows), BS("0"))

    assert owed(dt.date(2026, 2, 28)) == 0
    assert owed(march) == BS("20")
    assert owed(april) == BS("5")
    assert owed(DAY) == BS("20")


@settings(max_examples=many(8, 200))
@given(
    some.lists(
        some.tuples(
            some.dates(dt.date(2025, 1, 1), DAY), some.integers(1, 9), some.integers(0, 9)
        ),
        max_size=8,
    )
)
def test_entries_and_what_is_kept_age_alike(debtor, old_price, charged) -> None:
    from django.db import transaction

    with transaction.atomic():
        for due_on, quantity, paid in charged:
            owed = charge(old_price, debtor, quantity, due_on=due_on)
            if paid:
                part = min(BS(paid), owed.outstanding)
                pay(debtor, part, shares={owed.pk: part}, on=due_on)
        kept, booked = (
            {(row.by, row.id): row for row in aged_debt(WAYS, on=DAY, from_entries=way)}
            for way in (False, True)
        )
        assert kept == booked
        transaction.set_rollback(True)
