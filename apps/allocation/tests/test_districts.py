"""A grant for some districts reaches the spaces that lie there, and no others."""

from __future__ import annotations

from itertools import count

import pytest
from django.contrib.gis.geos import Polygon

from apps.allocation.actions import (
    Drawn,
    announce,
    block_spaces,
    draw_spaces,
    end_title,
    give_title,
    hold_spaces,
    move_space,
    open_offering,
    release_hold,
)
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Hold, Offering
from apps.allocation.permissions import GRANT, PLAN, SELL
from apps.allocation.terms import SpaceKind
from apps.allocation.tests.making import TODAY, make_offering
from apps.territory.tests.making import WIDE, make_district, make_otb
from apps.treasury.tests.making import make_party
from geo.access import NotAllowed, Permission, Viewer

pytestmark = pytest.mark.django_db
HERE = WIDE.polygon("abcd").centroid
AWAY = (-66.9, -17.9)
_numbers = count(1)


def officer(*granted: Permission, district: int = 5) -> Viewer:
    bound = {each.name: frozenset({district}) for each in granted}
    return Viewer(name="subalcalde", is_staff=True, district_grants=bound)


def stand(*, away: bool = False) -> Polygon:
    """A small square in the district, or far from every one."""
    number = next(_numbers)
    x, y = AWAY if away else (HERE.x, HERE.y)
    west = x + number * 0.00001
    return Polygon.from_bbox((west, y, west + 0.00001, y + 0.00001))


def drawn(code: str, *, away: bool = False) -> Drawn:
    return Drawn(code=code, kind=SpaceKind.STAND, place=stand(away=away))


@pytest.fixture(autouse=True)
def town(db: None) -> None:
    make_otb("Centro", WIDE.polygons("abcd"), district=make_district(5))


@pytest.fixture
def offering() -> Offering:
    return make_offering(0)


def test_a_plan_is_drawn_and_changed_there_only(offering) -> None:
    by = officer(PLAN)
    (space,) = draw_spaces(offering, [drawn("D-1")], by=by)
    announce(offering, by=by)
    move_space(space, stand(), by=by)
    assert block_spaces(offering, ["D-1"], by=by) == 1
    with pytest.raises(NotAllowed):
        draw_spaces(offering, [drawn("D-2"), drawn("X-1", away=True)], by=by)
    with pytest.raises(NotAllowed):
        move_space(space, stand(away=True), by=by)
    with pytest.raises(NotAllowed):
        block_spaces(offering, ["D-1"], by=officer(PLAN, district=4))
    assert offering.spaces.count() == 1


def test_an_offering_reaches_as_far_as_its_spaces(offering) -> None:
    by = officer(PLAN)
    draw_spaces(offering, [drawn("D-1"), drawn("X-1", away=True)], by=EVERYWHERE)
    with pytest.raises(NotAllowed):
        announce(offering, by=by)
    with pytest.raises(NotAllowed):
        open_offering(Offering(), by=officer(SELL))


EVERYWHERE = Viewer(name="office", holds_all=True)


def test_titles_are_given_and_ended_there_only(offering) -> None:
    by, party = officer(GRANT), make_party()
    spaces = [drawn("D-1"), drawn("X-1", away=True)]
    here, away = draw_spaces(offering, spaces, by=EVERYWHERE)
    title = give_title(here, party_id=party.pk, why="x", by=by)
    assert end_title(title, why="x", on=TODAY, by=by).ended_why == "x"
    with pytest.raises(NotAllowed):
        give_title(away, party_id=party.pk, why="x", by=by)
    other = give_title(away, party_id=party.pk, why="x", by=EVERYWHERE)
    with pytest.raises(NotAllowed):
        end_title(other, why="x", on=TODAY, by=by)


def test_spaces_are_held_for_others_there_only(offering) -> None:
    by, holder = officer(SELL), Holder(party_id=make_party().pk)
    draw_spaces(offering, [drawn("D-1"), drawn("X-1", away=True)], by=EVERYWHERE)
    taken = hold_spaces(offering, ["D-1"], holder=holder, by=by)
    assert release_hold(taken.token, holder=holder, by=by).outcome == "released"
    with pytest.raises(NotAllowed):
        hold_spaces(offering, ["X-1"], holder=holder, by=by)
    other = hold_spaces(offering, ["X-1"], holder=holder, by=EVERYWHERE)
    with pytest.raises(Hold.DoesNotExist):
        release_hold(other.token, holder=Holder(party_id=make_party().pk), by=by)
