"""Taking spaces for some minutes: all or none, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import hold_spaces, release_hold
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.refusals import (
    HolderUnknown,
    HoldOver,
    NoSuchSpaces,
    NothingChosen,
    NotOnSale,
    SpacesTaken,
    TooManyHolds,
    TooManySpaces,
)
from apps.allocation.models import Claim, Hold, Space
from apps.allocation.queries import neighbours, own_holds, standing_of
from apps.allocation.tests.making import (
    OFFICE,
    charged,
    hold,
    holders,
    make_offering,
    pay,
    person,
    run_out,
    visitor,
)
from apps.treasury.tests.making import make_party
from geo import sql
from geo.access import ANYONE, NotAllowed

pytestmark = pytest.mark.django_db


def test_several_spaces_are_held_together_for_the_minutes_of_the_offering() -> None:
    offering = make_offering(hold_minutes=15)
    taken = hold(offering, "A-1", "A-3")

    standing = standing_of(taken)
    assert (standing.spaces, standing.binds) == (2, True)
    assert 890 < standing.seconds <= 900
    assert holders(offering, "A-1") == holders(offering, "A-3") == [("hold", taken.pk)]
    assert holders(offering, "A-2") == []


def test_who_asks_for_one_that_is_held_gets_none_and_learns_what_is_free_nearby() -> None:
    offering = make_offering(6)
    hold(offering, "A-2")

    with pytest.raises(SpacesTaken) as refused:
        hold(offering, "A-2", "A-3")

    assert refused.value.taken == ("A-2",)
    assert refused.value.free == ("A-1", "A-4", "A-5", "A-6")
    assert "A-1" in str(refused.value)
    assert holders(offering, "A-3") == []
    assert Hold.objects.count() == 1


def test_the_nearest_free_spaces_come_first() -> None:
    offering = make_offering(9)
    hold(offering, "A-5", "A-6")
    assert neighbours(offering, ["A-6"], most=1) == ["A-7"]
    assert set(neighbours(offering, ["A-6"], most=3)) == {"A-7", "A-8", "A-4"}


def test_of_many_spaces_the_nearest_are_found_without_looking_at_all() -> None:
    offering = make_offering(600)
    sql.analyze(Space, Claim)
    before = rows_seen()
    assert len(neighbours(offering, ["A-300"])) == 5
    assert rows_seen() - before < 60


def rows_seen() -> int:
    """How many rows of spaces this connection has fetched by now."""
    counted = """
        SELECT pg_stat_get_xact_tuples_returned(oid) + coalesce(
            (SELECT sum(pg_stat_get_xact_tuples_fetched(indexrelid)
                        + pg_stat_get_xact_tuples_returned(indexrelid))
             FROM pg_index WHERE indrelid = pg_class.oid), 0)
        FROM pg_class WHERE relname = 'allocation_space'
    """
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return int(cursor.fetchone()[0])


@pytest.mark.bar("R23")
def test_a_hold_that_ran_out_excludes_nobody_though_nothing_was_tidied() -> None:
    offering = make_offering()
    first = hold(offering, "A-1")
    run_out(first)
    second = hold(offering, "A-1")
    assert holders(offering, "A-1") == [("hold", second.pk)]
    assert Claim.objects.filter(space__code="A-1").count() == 2, "and it is remembered"


def test_what_is_given_back_is_free_at_once() -> None:
    offering = make_offering()
    me = visitor()
    taken = hold(offering, "A-1", holder=me)
    release_hold(taken.token, holder=me, by=ANYONE)
    release_hold(taken.token, holder=me, by=ANYONE)
    hold(offering, "A-1")
    assert own_holds(offering, me) == []


def test_what_was_paid_is_not_given_back_so_easily() -> None:
    taken = charged(make_offering(), "A-1", party=(party := make_party()))
    pay(taken)
    holder, by = person(party)
    with pytest.raises(HoldOver):
        release_hold(taken.token, holder=holder, by=by)


def test_nobody_gives_back_what_another_holds() -> None:
    taken = hold(make_offering(), "A-1", holder=visitor("me"))
    with pytest.raises(Hold.DoesNotExist):
        release_hold(taken.token, holder=visitor("you"), by=ANYONE)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        pytest.param([], NothingChosen, id="nothing"),
        pytest.param(["A-1", "A-1"], NothingChosen, id="one twice"),
        pytest.param([f"A-{n}" for n in range(21)], NothingChosen, id="very many"),
        pytest.param(["A-1", "Z-9"], NoSuchSpaces, id="not on the plan"),
        pytest.param(["' OR 1=1"], NoSuchSpaces, id="no code at all"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wanted, refusal) -> None:
    with pytest.raises(refusal):
        hold(make_offering(), *wanted)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "days", [pytest.param(1, id="not yet"), pytest.param(-9, id="over")]
)
def test_nothing_is_held_outside_the_sale(days) -> None:
    begins = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    offering = make_offering(sale=TimestamptzRange(begins, begins + dt.timedelta(days=1)))
    with pytest.raises(NotOnSale):
        hold(offering, "A-1")


def test_somebody_must_hold() -> None:
    with pytest.raises(HolderUnknown):
        hold_spaces(make_offering(), ["A-1"], holder=Holder(), by=ANYONE)


def test_only_a_desk_holds_for_others() -> None:
    offering, party = make_offering(), make_party()
    with pytest.raises(NotAllowed):
        hold_spaces(offering, ["A-1"], holder=Holder(party_id=party.pk), by=ANYONE)
    hold_spaces(offering, ["A-1"], holder=Holder(party_id=party.pk), by=OFFICE)
    assert holders(offering, "A-1")


@pytest.mark.bar("R25")
def test_nobody_has_more_than_ten_holds_open_at_once() -> None:
    offering, (holder, by) = make_offering(12), person(make_party())
    taken = [hold(offering, f"A-{n}", holder=holder, by=by) for n in range(1, 11)]
    with pytest.raises(TooManyHolds) as refused:
        hold(offering, "A-11", holder=holder, by=by)
    assert 0 < refused.value.seconds <= 900

    run_out(taken[0])
    hold(offering, "A-11", holder=holder, by=by)


@pytest.mark.bar("R25")
def test_no_browser_makes_more_than_thirty_holds_in_a_minute() -> None:
    offering, me = make_offering(31), visitor()
    for number in range(1, 31):
        taken = hold(offering, f"A-{number}", holder=me)
        release_hold(taken.token, holder=me, by=ANYONE)
    with pytest.raises(TooManyHolds) as refused:
        hold(offering, "A-31", holder=me)
    assert 0 < refused.value.seconds <= 60
    hold(offering, "A-31", holder=visitor("another"))


def test_an_offering_leaves_some_for_others() -> None:
    offering, (holder, by) = make_offering(5, most_per_party=2), person(make_party())
    hold(offering, "A-1", holder=holder, by=by)
    with pytest.raises(TooManySpaces, match="2"):
        hold(offering, "A-2", "A-3", holder=holder, by=by)
    hold(offering, "A-2", holder=holder, by=by)
    assert holders(offering, "A-3") == []


def test_one_space_is_sold_again_for_another_time() -> None:
    """A niche whose term is over is free, though its title was never ended."""
    offering = make_offering(during=None, term_months=60)
    taken = charged(offering, "A-1")
    pay(taken)
    with pytest.raises(SpacesTaken):
        hold(offering, "A-1")
    Claim.objects.filter(kind="title").update(
        during=TimestamptzRange(
            dt.datetime(2019, 1, 1, tzinfo=dt.UTC), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
        )
    )
    hold(offering, "A-1")
