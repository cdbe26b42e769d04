"""Redrawing a plan while it is on sale: refused, or moved with its booking."""

from __future__ import annotations

import datetime as dt

import pytest

from apps.allocation.actions import (
    Drawn,
    announce,
    block_spaces,
    draw_spaces,
    move_space,
    open_offering,
    set_sale,
    split_space,
    unblock_spaces,
    withdraw_spaces,
)
from apps.allocation.domain.refusals import CodeTaken, NoSuchSpaces, SpaceHeld, SpacesTaken
from apps.allocation.models import Offering
from apps.allocation.terms import SpaceKind
from apps.allocation.tests.making import (
    FEAST,
    LAW,
    OFFICE,
    charged,
    hold,
    holders,
    make_offering,
    pay,
    run_out,
    square,
)
from apps.documents.models import HistoryRow
from geo.access import ANYONE, Viewer

pytestmark = pytest.mark.django_db

HALVES = [
    Drawn(code=code, kind=SpaceKind.STAND, place=square(column))
    for code, column in (("A-1a", 1), ("A-1b", 60))
]


@pytest.mark.bar("R26")
@pytest.mark.parametrize("paid", [False, True])
def test_a_held_space_is_neither_split_nor_withdrawn(paid) -> None:
    offering = make_offering()
    taken = charged(offering, "A-1")
    if paid:
        pay(taken)
    space = offering.spaces.get(code="A-1")
    with pytest.raises(SpaceHeld, match="A-1"):
        split_space(space, HALVES, by=OFFICE)
    with pytest.raises(SpaceHeld):
        withdraw_spaces(offering, ["A-1", "A-2"], by=OFFICE)
    assert holders(offering, "A-1")
    assert offering.spaces.filter(state="open").count() == 3


def test_a_space_that_nobody_holds_is_split_and_its_halves_are_sold() -> None:
    offering = make_offering()
    run_out(hold(offering, "A-1"))
    split_space(offering.spaces.get(code="A-1"), HALVES, by=OFFICE)
    hold(offering, "A-1a")
    with pytest.raises(NoSuchSpaces):
        hold(offering, "A-1")


def test_a_code_is_never_given_twice() -> None:
    offering = make_offering()
    withdraw_spaces(offering, ["A-1"], by=OFFICE)
    again = Drawn(code="A-1", kind=SpaceKind.STAND, place=square(1))
    with pytest.raises(CodeTaken, match="A-1"):
        draw_spaces(offering, [again], by=OFFICE)


def test_a_blocked_space_is_not_on_offer_until_it_is_unblocked() -> None:
    offering = make_offering()
    assert block_spaces(offering, ["A-1", "Z-9"], by=OFFICE) == 1
    with pytest.raises(SpacesTaken):
        hold(offering, "A-1")
    assert unblock_spaces(offering, ["A-1"], by=OFFICE) == 1
    hold(offering, "A-1")


def test_an_offering_is_seen_when_it_is_announced() -> None:
    drawn = Offering(
        code="nichos", title="Nichos", sale=FEAST, term_months=60, legal_basis=LAW
    )
    offering = open_offering(drawn, by=OFFICE)
    assert not Offering.objects.visible_to(ANYONE).exists()
    assert Offering.objects.visible_to(OFFICE).exists()
    announce(offering, by=OFFICE)
    assert Offering.objects.visible_to(ANYONE).exists()


def test_who_opened_a_sale_and_blocked_or_moved_a_space_is_in_the_history() -> None:
    planner = Viewer(name="zyx planner", holds_all=True)
    offering = make_offering()
    set_sale(offering, dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None, by=planner)
    block_spaces(offering, ["A-1"], by=planner)
    move_space(offering.spaces.get(code="A-2"), square(90), by=planner)
    withdraw_spaces(offering, ["A-3"], by=planner)
    kept = HistoryRow.objects.filter(who=planner.name).order_by("id")
    assert [(row.table_name, row.act) for row in kept] == [
        ("allocation_offering", "changed"),
        *[("allocation_space", "changed")] * 3,
    ]
    states = [(row.after or {})["state"] for row in kept[1:]]
    assert states == ["blocked", "open", "withdrawn"]
