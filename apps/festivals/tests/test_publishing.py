"""From a plan to what is on sale, and a new plan while people have booked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.allocation.actions import end_title, give_title
from apps.allocation.domain.refusals import SpaceHeld
from apps.allocation.tests.making import charged, hold, holders, pay
from apps.documents.models import Document
from apps.festivals.actions import (
    block_modules,
    issue_patent,
    merge_modules,
    move_module,
    new_plan,
    publish_plan,
    remove_modules,
)
from apps.festivals.domain.refusals import (
    NothingToPublish,
    NotPaidYet,
    PlanBreaksRules,
    PlanIsFixed,
)
from apps.festivals.models import Plan
from apps.festivals.queries import offering_of
from apps.festivals.terms import BY_METRE, PlanState, Side
from apps.festivals.tests.making import (
    OFFICE,
    SALE,
    TODAY,
    draw,
    make_festival,
    make_plan,
    make_trade,
)
from apps.treasury.tests.making import make_concept, make_party, make_price
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def publish(plan: Plan):
    """Put a plan on sale for as long as tests take."""
    import datetime as dt

    from apps.festivals.actions.publishing import Sale

    now = dt.datetime.now(dt.UTC)
    sale = Sale(first=now - dt.timedelta(days=1), last=now + dt.timedelta(days=1))
    return publish_plan(plan, sale, on=TODAY, by=OFFICE)


def test_a_published_plan_is_on_sale_module_by_module() -> None:
    plan = make_plan(last_m=Decimal(20))
    block_modules(plan, ["A-2"], by=OFFICE)
    offering = publish(plan)
    found = {space.code: (space.tariff, space.state) for space in offering.spaces.all()}
    assert found["A-1"] == ("artesania", "open")
    assert found["A-2"] == ("artesania", "blocked")
    assert len(found) == 4
    assert offering.is_announced
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED


def test_a_price_by_the_metre_is_charged_for_every_metre_of_frontage() -> None:
    festival = make_festival()
    make_price("20.00", concept=festival.concept, variant="sillas", unit="m")
    plan = make_plan(festival, trade=make_trade("sillas", seats=22), last_m=Decimal(10))
    offering = publish(plan)
    assert offering.spaces.get(code="A-1").kind == "seating"
    owed = charged(offering, "A-1").obligation
    assert owed is not None
    assert owed.amount == Decimal("100.00")


def test_a_plan_that_breaks_a_rule_or_is_empty_is_not_published() -> None:
    plan = make_plan(last_m=Decimal(15))
    move_module(plan, "A-3", plan.modules.get(code="A-1").place, by=OFFICE)
    with pytest.raises(PlanBreaksRules, match="1"):
        publish(plan)
    assert offering_of(plan.festival) is None
    with pytest.raises(NothingToPublish):
        publish(new_plan(plan.festival, by=OFFICE))
    with pytest.raises(NotAllowed):
        publish_plan(plan, SALE, on=TODAY, by=ANYONE)


def test_a_price_list_without_a_trade_is_not_put_on_sale() -> None:
    plan = make_plan(trade=make_trade("juegos"))
    with pytest.raises(PlanBreaksRules):
        publish(plan)


def test_what_was_published_is_changed_by_another_version_only() -> None:
    plan = make_plan(last_m=Decimal(20))
    publish(plan)
    with pytest.raises(PlanIsFixed):
        draw(plan, prefix="B", side=Side.RIGHT)
    with pytest.raises(PlanIsFixed):
        publish(plan)


@pytest.mark.parametrize("paid", [False, True])
def test_who_booked_keeps_the_stand_when_a_new_plan_moves_it(paid: bool) -> None:
    plan = make_plan(last_m=Decimal(20))
    offering = publish(plan)
    taken = charged(offering, "A-1")
    if paid:
        pay(taken)
    before = holders(offering, "A-1")

    anew = new_plan(plan.festival, copy_of=plan, by=OFFICE)
    place = anew.modules.get(code="A-1").place
    remove_modules(anew, ["A-4"], by=OFFICE)
    draw(anew, prefix="B", side=Side.RIGHT, last_m=Decimal(5))
    moved = anew.modules.get(code="B-1").place
    move_module(anew, "A-1", moved, by=OFFICE)
    move_module(anew, "B-1", place, by=OFFICE)
    publish(anew)

    assert holders(offering, "A-1") == before
    assert offering.spaces.get(code="A-1").place.equals_exact(moved, 1e-9)
    assert offering.spaces.get(code="A-4").state == "withdrawn"
    plan.refresh_from_db()
    assert plan.state == PlanState.SUPERSEDED


def test_a_new_plan_never_takes_a_stand_from_whoever_has_it() -> None:
    plan = make_plan(last_m=Decimal(20))
    offering = publish(plan)
    hold(offering, "A-1")
    anew = new_plan(plan.festival, copy_of=plan, by=OFFICE)
    remove_modules(anew, ["A-1"], by=OFFICE)
    draw(anew, prefix="B", side=Side.RIGHT)
    with pytest.raises(SpaceHeld, match="A-1"):
        publish(anew)
    assert offering.spaces.count() == 4, "nothing of the new plan is on sale"
    anew.refresh_from_db()
    assert anew.state == PlanState.DRAFT


def test_who_paid_fetches_the_patent_once_and_nobody_else(
    client, django_user_model
) -> None:
    offering = publish(make_plan(last_m=Decimal(20)))
    taken = charged(offering, "A-1")
    with pytest.raises(NotPaidYet):
        issue_patent(taken, on=TODAY, by=OFFICE)
    pay(taken)
    address = f"/fiestas/patente/{taken.token}.pdf"
    assert client.get(address).status_code == 404, "a stranger"

    client.force_login(django_user_model.objects.create_superuser("caja"))
    first, second = client.get(address), client.get(address)
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content
    assert Document.objects.filter(kind="festivals.patent").count() == 1


def test_who_was_given_a_stand_has_a_patent_until_the_title_is_ended(
    client, django_user_model
) -> None:
    offering = publish(make_plan(last_m=Decimal(20)))
    stand = offering.spaces.get(code="A-1")
    had = give_title(stand, party_id=make_party().pk, why="Resolución 4", by=OFFICE)
    client.force_login(django_user_model.objects.create_superuser("caja"))
    page = f"/espacios/{offering.code}/titulares/{had.pk}/"
    assert had.hold is not None
    patent = f"/fiestas/patente/{had.hold.token}.pdf"
    assert patent in client.get(page).content.decode()
    assert client.get(patent).content[:5] == b"%PDF-"
    end_title(had, why="Memorial 9", on=TODAY, by=OFFICE)
    assert Document.objects.get(kind="festivals.patent").reason == "Memorial 9"
    assert patent not in client.get(page).content.decode()
    assert client.get(patent).status_code == 409, "nothing is held any more"


@pytest.mark.parametrize("is_held", [False, True])
def test_a_stand_made_of_two_costs_its_new_length_unless_somebody_holds_it(
    is_held: bool,
) -> None:
    festival = make_festival(concept=make_concept(code=f"por-metro-{is_held}"))
    make_price("20.00", concept=festival.concept, variant="artesania", unit=BY_METRE)
    plan = make_plan(festival, last_m=Decimal(20))
    offering = publish(plan)
    if is_held:
        hold(offering, "A-1")
    anew = new_plan(festival, copy_of=plan, by=OFFICE)
    merge_modules(anew, ["A-1", "A-2"], by=OFFICE)
    publish(anew)
    stand = offering.spaces.get(code="A-1")
    assert stand.place.equals_exact(anew.modules.get(code="A-1").place, 1e-9)
    assert stand.units == (Decimal(5) if is_held else Decimal(10))
