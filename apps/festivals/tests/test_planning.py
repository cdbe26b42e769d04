"""Plans drawn, mended by hand, copied and compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.festivals.actions import (
    block_modules,
    merge_modules,
    move_module,
    new_plan,
    remove_modules,
    renumber_modules,
    split_module,
)
from apps.festivals.domain.refusals import (
    CodesRepeated,
    NoRoute,
    NoSuchModules,
    NothingFits,
    NotInLine,
    TooManyModules,
)
from apps.festivals.models import Module, SpacingRule, Zone
from apps.festivals.queries import compare, forecast, rules_broken
from apps.festivals.terms import Breach, PlanState, Side, ZoneKind
from apps.festivals.tests.making import (
    OFFICE,
    TODAY,
    at,
    codes,
    draw,
    line,
    make_festival,
    make_plan,
    make_trade,
)
from apps.treasury.tests.making import make_price
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def test_a_hundred_metres_hold_twenty_modules_of_five() -> None:
    plan = make_plan()
    assert codes(plan) == [f"A-{number}" for number in range(1, 21)]
    assert draw(plan, side=Side.RIGHT)[0] == "A-21", "it goes on from the highest number"


def test_a_module_is_as_large_on_the_ground_as_it_says() -> None:
    from apps.festivals.domain.plane import polygon_on_plane

    for module in make_plan(frontage_m=Decimal("2.5"), depth_m=Decimal(2)).modules.all():
        assert polygon_on_plane(module.place).area == pytest.approx(5, abs=0.01)


def test_zones_of_the_feast_are_skipped() -> None:
    festival = make_festival()
    Zone.objects.create(
        festival=festival,
        kind=ZoneKind.HYDRANT,
        name="Hidrante",
        place=at(52, 7),
        clearance_m=3,
    )
    plan = make_plan(festival)
    assert len(codes(plan)) == 18
    assert rules_broken(plan, on=TODAY) == []


def test_a_second_draw_leaves_what_stands_where_it_stands() -> None:
    plan = make_plan(last_m=Decimal(50))
    before = {module.code: module.place.wkt for module in plan.modules.all()}
    assert len(draw(plan, prefix="B")) == 10
    assert {m.code: m.place.wkt for m in plan.modules.filter(code__in=before)} == before
    with pytest.raises(NothingFits):
        draw(plan, prefix="C")


def test_nothing_is_drawn_without_a_route_or_a_permission() -> None:
    plan = new_plan(make_festival(route=None), by=OFFICE)
    with pytest.raises(NoRoute):
        draw(plan)
    with pytest.raises(NotAllowed):
        new_plan(plan.festival, by=ANYONE)


def test_one_plan_has_at_most_ten_thousand_modules() -> None:
    plan = make_plan(make_festival(route=line((0, 0), (8000, 0))), frontage_m=Decimal(1))
    assert plan.modules.count() == 8000
    with pytest.raises(TooManyModules):
        draw(plan, side=Side.RIGHT, frontage_m=Decimal(1))
    assert plan.modules.count() == 8000


def test_a_module_of_no_size_or_under_a_taken_code_is_refused_by_the_database() -> None:
    module = make_plan().modules.get(code="A-1")
    for change in ({"frontage_m": 0}, {"depth_m": 0}, {"code": "A-2"}, {"code": "A 1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Module.objects.filter(pk=module.pk).update(**change)


def test_modules_are_split_and_made_one_again() -> None:
    plan = make_plan(last_m=Decimal(15))
    halves = split_module(plan, "A-2", by=OFFICE)
    assert codes(plan) == ["A-1", "A-2a", "A-2b", "A-3"]
    assert [half.frontage_m for half in halves] == [Decimal("2.50")] * 2
    whole = merge_modules(plan, ["A-2a", "A-2b"], by=OFFICE)
    assert (whole.code, whole.frontage_m) == ("A-2a", Decimal(5))
    with pytest.raises(NotInLine):
        merge_modules(plan, ["A-1", "A-3"], by=OFFICE)


def test_modules_are_renumbered_along_the_route() -> None:
    plan = make_plan(last_m=Decimal(20))
    renumber_modules(plan, ["A-3", "A-2"], "B", by=OFFICE)
    assert codes(plan) == ["A-1", "B-1", "B-2", "A-4"]
    renumber_modules(plan, ["A-1", "A-4"], "A", by=OFFICE)
    assert codes(plan) == ["A-1", "B-1", "B-2", "A-2"]
    with pytest.raises(CodesRepeated, match="B-1"):
        renumber_modules(plan, ["A-1"], "B", by=OFFICE)
    assert codes(plan) == ["A-1", "B-1", "B-2", "A-2"]


def test_a_module_moved_into_another_is_found_by_the_check() -> None:
    plan = make_plan(last_m=Decimal(15))
    move_module(plan, "A-3", plan.modules.get(code="A-1").place, by=OFFICE)
    (found,) = rules_broken(plan, on=TODAY)
    assert (found.breach, found.codes) == (Breach.OVERLAP, ("A-1", "A-3"))


def test_what_is_not_on_the_plan_is_named_and_nothing_changes() -> None:
    plan = make_plan()
    with pytest.raises(NoSuchModules, match="Z-9"):
        remove_modules(plan, ["A-1", "Z-9"], by=OFFICE)
    with pytest.raises(NoSuchModules):
        remove_modules(plan, [], by=OFFICE)
    assert len(codes(plan)) == 20


def test_the_check_names_trades_too_near_and_tariffs_without_a_price() -> None:
    SpacingRule.objects.create(
        trait="flame", from_trait="gas", metres=4, legal_basis="Reglamento de ferias"
    )
    plan = make_plan(last_m=Decimal(5), trade=make_trade("comida", traits=["flame"]))
    draw(plan, prefix="B", last_m=Decimal(10), trade=make_trade("gas", traits=["gas"]))
    found = [(each.breach, each.detail) for each in rules_broken(plan, on=TODAY)]
    assert found == [
        (Breach.APART, "0.0 < 4 m"),
        (Breach.PRICE, "comida"),
        (Breach.PRICE, "gas"),
    ]


def test_the_forecast_counts_metres_where_prices_do_and_nothing_blocked() -> None:
    plan = make_plan(last_m=Decimal(50))
    concept = plan.festival.concept
    make_price("143.00", concept=concept, variant="sillas-sol", unit="m")
    chairs = make_trade("sillas", seats=22)
    draw(plan, prefix="S", side=Side.RIGHT, trade=chairs, price_zone="sol")
    block_modules(plan, ["A-1", "A-2"], by=OFFICE)
    crafts, seats = forecast(plan, on=TODAY)
    assert (crafts.modules, crafts.revenue) == (8, Decimal("800.00"))
    assert (seats.metres, seats.seats) == (Decimal(100), 440)
    assert seats.revenue == Decimal("14300.00")


def test_last_years_plan_is_copied_and_the_two_are_compared() -> None:
    last_year = make_plan(last_m=Decimal(20))
    this_year = new_plan(make_festival(), copy_of=last_year, by=OFFICE)
    assert codes(this_year) == codes(last_year)
    assert compare(last_year, this_year) == []

    remove_modules(this_year, ["A-1"], by=OFFICE)
    block_modules(this_year, ["A-2"], by=OFFICE)
    draw(this_year, prefix="B", side=Side.RIGHT, last_m=Decimal(5))
    told = {
        each.code: (bool(each.before), bool(each.after))
        for each in compare(last_year, this_year)
    }
    assert told == {"A-1": (True, False), "A-2": (True, True), "B-1": (False, True)}


def test_what_was_published_stays_in_the_database_too() -> None:
    plan = make_plan()
    plan.state = PlanState.PUBLISHED
    plan.save()
    for act in (
        lambda: plan.modules.update(is_blocked=True),
        lambda: plan.modules.all().delete(),
        lambda: Module.objects.create(
            plan=plan,
            code="Z-1",
            trade=make_trade(),
            place=plan.modules.all()[0].place,
            frontage_m=1,
            depth_m=1,
            at_m=1,
        ),
    ):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            act()
    plan.state = PlanState.DRAFT
    with pytest.raises(IntegrityError, match="plan_goes_on"), transaction.atomic():
        plan.save()
