"""Every edit of a draft can be taken back, the latest first."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from apps.festivals.actions import (
    block_modules,
    give_to_trade,
    merge_modules,
    new_plan,
    remove_modules,
    renumber_modules,
    shift_module,
    split_module,
    undo_edit,
)
from apps.festivals.actions.undoing import KEPT
from apps.festivals.domain.plane import polygon_on_plane
from apps.festivals.domain.refusals import NothingToUndo, PlanIsFixed
from apps.festivals.models import Plan
from apps.festivals.terms import EditKind, PlanState
from apps.festivals.tests.making import OFFICE, codes, draw, make_festival, make_plan
from apps.festivals.tests.making import make_trade as trade
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db

EDITS: dict[EditKind, Callable[[Plan], Any]] = {
    EditKind.DRAW: lambda plan: draw(plan, side="right", prefix="B"),
    EditKind.MOVE: lambda plan: shift_module(
        plan, "A-2", Decimal("0.5"), Decimal(-1), by=OFFICE
    ),
    EditKind.SPLIT: lambda plan: split_module(plan, "A-2", by=OFFICE),
    EditKind.MERGE: lambda plan: merge_modules(plan, ["A-1", "A-2"], by=OFFICE),
    EditKind.RENUMBER: lambda plan: renumber_modules(plan, ["A-1"], "Z", by=OFFICE),
    EditKind.BLOCK: lambda plan: block_modules(plan, ["A-1", "A-3"], by=OFFICE),
    EditKind.TRADE: lambda plan: give_to_trade(
        plan, ["A-1"], trade("sillas", seats=22), by=OFFICE
    ),
    EditKind.REMOVE: lambda plan: remove_modules(plan, ["A-1", "A-2"], by=OFFICE),
}


def drawn(plan: Plan) -> list[tuple[Any, ...]]:
    """Everything that a plan says of its modules."""
    names = ("id", "code", "trade_id", "frontage_m", "at_m", "is_blocked", "rows")
    rows = plan.modules.order_by("code").values_list(*names, "row_seats", "place")
    return [(*row[:-1], row[-1].wkt) for row in rows]


@pytest.mark.parametrize("kind", EditKind)
def test_an_undone_edit_leaves_everything_as_it_was(kind: EditKind) -> None:
    plan = make_plan(last_m=Decimal(20))
    before = drawn(plan)
    EDITS[kind](plan)
    assert drawn(plan) != before
    assert undo_edit(plan, by=OFFICE) is kind
    assert drawn(plan) == before


def test_edits_are_undone_one_after_the_other_back_to_the_empty_plan() -> None:
    plan = make_plan(last_m=Decimal(20))
    stages = [drawn(plan)]
    for kind in (EditKind.SPLIT, EditKind.BLOCK, EditKind.RENUMBER):
        EDITS[kind](plan)
        stages.append(drawn(plan))
    for stage in reversed(stages[:-1]):
        undo_edit(plan, by=OFFICE)
        assert drawn(plan) == stage
    undo_edit(plan, by=OFFICE)
    assert codes(plan) == []
    with pytest.raises(NothingToUndo):
        undo_edit(plan, by=OFFICE)


def test_the_last_edits_are_remembered_and_no_more() -> None:
    plan = make_plan(last_m=Decimal(5))
    for _each in range(KEPT + 2):
        shift_module(plan, "A-1", Decimal("0.5"), Decimal(0), by=OFFICE)
    assert plan.edits.count() == KEPT


def test_nothing_of_a_published_plan_is_undone_nor_by_anybody() -> None:
    plan = make_plan(last_m=Decimal(5))
    with pytest.raises(NotAllowed):
        undo_edit(plan, by=ANYONE)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.PUBLISHED)
    with pytest.raises(PlanIsFixed):
        undo_edit(plan, by=OFFICE)


def test_a_copy_has_no_edits_of_its_own_to_undo() -> None:
    copy = new_plan(make_festival(), copy_of=make_plan(last_m=Decimal(5)), by=OFFICE)
    with pytest.raises(NothingToUndo):
        undo_edit(copy, by=OFFICE)


def test_a_module_moves_along_its_street_and_away_from_it_in_metres() -> None:
    plan = make_plan(last_m=Decimal(10))
    before = polygon_on_plane(plan.modules.get(code="A-1").place).centroid
    moved = shift_module(plan, "A-1", Decimal("1.5"), Decimal("0.5"), by=OFFICE)
    after = polygon_on_plane(moved.place).centroid
    assert (after.x - before.x, after.y - before.y) == pytest.approx((1.5, 0.5), abs=0.01)
    assert moved.at_m == Decimal("1.5")
