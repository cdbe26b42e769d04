"""The clock of the database is put forward and back in a sale: nothing is lost or doubled.

A real PostgreSQL reads another time from one statement to the next, as when a machine's
clock was wrong and is set right (`tests.clocks`).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import check_out, end_title, release_hold, tidy_holds
from apps.allocation.domain.refusals import HoldOver, SpacesTaken
from apps.allocation.models import Claim, Hold, Offering, Space
from apps.allocation.queries import money_of_holds, own_holds, refunds_due, standing_of
from apps.allocation.terms import Outcome
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    charged,
    hold,
    make_offering,
    money_agrees,
    owner,
    person,
)
from apps.allocation.tests.test_late_codes import code_of
from apps.allocation.tests.test_live_states import told
from apps.people.tests.making import make_office
from apps.treasury.actions import broken_days, confirm_payment, seal_days
from apps.treasury.actions.confirming import Notice
from apps.treasury.models import DaySeal, Payment, PaymentIntent
from apps.treasury.tests.making import is_sound, make_concept, make_party, make_price
from geo.errors import Refusal
from tests.clocks import RIGHT, Clock, server_with_clock
from tests.effort import many

pytestmark = pytest.mark.bar("R82")
MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
ALWAYS = dt.timedelta(days=9)
LA_PAZ = dt.timezone(-4 * HOUR)
BACK = [-5 * MINUTE, -3 * HOUR, -DAY]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Clock]:
    folder = tmp_path_factory.mktemp("clock")
    with django_db_blocker.unblock(), server_with_clock(folder) as clock:
        concept = make_concept()
        concept.office = make_office("recaudaciones", "Recaudaciones")
        concept.save(update_fields=["office"])
        make_price("10.00", concept=concept, unit="stand")
        yield clock


@pytest.fixture
def clock(server: Clock) -> Iterator[Clock]:
    server.put(RIGHT)
    yield server
    server.put(RIGHT)


def stands(count: int) -> Offering:
    """Stands whose sale is on at every time the clock is put to here."""
    now = dt.datetime.now(dt.UTC)
    return make_offering(count, sale=TimestamptzRange(now - 30 * DAY, now + 30 * DAY))


def tell(intent: PaymentIntent, times: int = 2) -> None:
    """What a bank tells of one payment, more than once."""
    notice = Notice(
        provider="bank",
        event=f"N-{intent.pk}",
        alias=str(intent.alias),
        amount=intent.amount,
        payload={},
    )
    for _time in range(times):
        confirm_payment(notice, on=TODAY, by=OFFICE)


def seen(offering: Offering) -> dict[str, str]:
    """How the stands are, as the list and the live map say with one voice."""
    spaces = Space.objects.filter(offering=offering).with_standing(of=offering)
    listed = {space.code: str(space.standing) for space in spaces}
    pushed = {code: state for code, (state, _rest) in told(offering.code).items()}
    assert pushed == listed
    return listed


def binding(offering: Offering) -> Counter[str]:
    """On how many sides each stand is somebody's, by what holders and titles say."""
    whose: Counter[str] = Counter()
    for each in Hold.objects.filter(offering=offering).exclude(outcome=Outcome.SOLD):
        if standing_of(each).binds:
            whose.update(
                each.claims.distinct("space").values_list("space__code", flat=True)
            )
    titles = Claim.objects.in_force().filter(space__offering=offering, kind="title")
    whose.update(titles.values_list("space__code", flat=True))
    return whose


def assert_nothing_is_lost(offering: Offering) -> None:
    """One holder a stand, what holders are told is what all see, and money is titles."""
    states, whose = seen(offering), binding(offering)
    assert all(count == 1 for count in whose.values()), whose
    assert set(whose) <= {code for code, state in states.items() if state != "free"}
    assert money_agrees()
    assert is_sound()


def test_the_server_reads_the_time_it_is_given(clock: Clock) -> None:
    """The control: a clock that did not jump would prove nothing."""
    read = []
    for off in (RIGHT, DAY, -DAY):
        clock.put(off)
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp(), statement_timestamp()")
            moments = cursor.fetchone()
        read += [abs(each - off - dt.datetime.now(dt.UTC)) for each in moments]
    assert max(read) < MINUTE


def test_put_forward_a_hold_runs_out_and_its_late_payment_is_owed_back(
    clock: Clock,
) -> None:
    offering = stands(2)
    early, alone = charged(offering, "A-1"), charged(offering, "A-2")
    codes = [code_of(each, lasts=ALWAYS) for each in (early, alone)]
    clock.put(2 * HOUR)
    assert seen(offering) == {"A-1": "free", "A-2": "free"}
    assert not standing_of(early).binds
    second = charged(offering, "A-1")
    codes.append(code_of(second, lasts=ALWAYS))
    for code in codes:
        tell(code)
    for each in (early, alone, second):
        each.refresh_from_db()
    assert [early.outcome, alone.outcome, second.outcome] == ["refund", "sold", "sold"]
    assert owner(offering, "A-1") == second.party_id
    assert early in refunds_due()
    assert_nothing_is_lost(offering)


@pytest.mark.parametrize("off", BACK)
def test_put_back_what_was_sold_is_sold_and_what_was_held_is_held(
    clock: Clock, off: dt.timedelta
) -> None:
    offering = stands(3)
    sold, held = charged(offering, "A-1"), charged(offering, "A-2")
    tell(code_of(sold, lasts=ALWAYS))
    code = code_of(held, lasts=ALWAYS)
    clock.put(off)
    assert seen(offering) == {"A-1": "sold", "A-2": "held", "A-3": "free"}
    assert standing_of(held).binds
    for taken in ("A-1", "A-2"):
        with pytest.raises(SpacesTaken):
            hold(offering, taken)
    moment = dt.datetime.now(dt.UTC) + off
    bound = Claim.objects.bound_at(moment).filter(kind="title", space__offering=offering)
    assert [title.party_id for title in bound] == [sold.party_id], "for who inspects it"
    tell(code)
    held.refresh_from_db()
    assert held.outcome == Outcome.SOLD
    assert seen(offering)["A-2"] == "sold"
    assert_nothing_is_lost(offering)
    clock.put(RIGHT)
    tell(code)
    assert owner(offering, "A-2") == held.party_id
    assert Payment.objects.filter(debtor=held.party).count() == 1
    assert_nothing_is_lost(offering)


def test_a_hold_that_lasts_longer_by_a_clock_put_back_ends_at_last(clock: Clock) -> None:
    offering = stands(1)
    holder, by = person(make_party())
    taken = hold(offering, "A-1", holder=holder, by=by)
    clock.put(-DAY)
    assert 24 * 3600 < standing_of(taken).seconds <= 24 * 3600 + 900
    assert [each.hold for each in own_holds(offering, holder)] == [taken]
    clock.put(16 * MINUTE)
    assert not standing_of(taken).binds
    assert seen(offering) == {"A-1": "free"}
    hold(offering, "A-1")
    assert_nothing_is_lost(offering)


def test_a_clock_that_ran_ahead_is_set_right_and_who_came_later_has_the_stand(
    clock: Clock,
) -> None:
    offering, party = stands(2), make_party()
    holder, by = person(party)
    early = charged(offering, "A-1", party=party)
    waiting = hold(offering, "A-2", holder=holder, by=by)
    code = code_of(early, lasts=ALWAYS)
    clock.put(2 * HOUR)
    later, other = charged(offering, "A-1"), hold(offering, "A-2")
    clock.put(RIGHT)
    assert seen(offering) == {"A-1": "held", "A-2": "held"}
    assert not standing_of(early).binds
    assert standing_of(later).binds
    assert standing_of(other).binds
    with pytest.raises(HoldOver):
        check_out(waiting.token, holder=holder, on=TODAY, by=by)
    tell(code)
    tell(code_of(later, lasts=ALWAYS))
    early.refresh_from_db()
    later.refresh_from_db()
    assert (early.outcome, later.outcome) == (Outcome.REFUND, Outcome.SOLD)
    assert owner(offering, "A-1") == later.party_id
    assert_nothing_is_lost(offering)


def test_a_title_is_ended_though_it_began_later_than_now(clock: Clock) -> None:
    offering = stands(1)
    taken = charged(offering, "A-1")
    tell(code_of(taken, lasts=ALWAYS))
    title = Claim.objects.get(hold=taken, kind="title")
    clock.put(-3 * HOUR)
    end_title(title, why="Resolución 4/2026", on=TODAY, by=OFFICE)
    clock.put(RIGHT)
    assert owner(offering, "A-1") is None
    assert seen(offering) == {"A-1": "free"}


def test_the_database_lets_no_program_claim_before_a_later_claim(clock: Clock) -> None:
    offering = stands(1)
    taken = hold(offering, "A-1")
    clock.put(-DAY)
    other = Hold.objects.create(offering=offering, visitor="a program")
    now = dt.datetime.now(dt.UTC) - DAY
    claim = taken.claims.get()
    with pytest.raises(IntegrityError, match="claim_comes_last"):
        Claim.objects.create(
            space=claim.space,
            kind="hold",
            hold=other,
            during=claim.during,
            in_force=TimestamptzRange(now, now + 15 * MINUTE),
        )


@pytest.mark.parametrize("seed", range(many(1, 40)))
def test_whatever_the_clock_does_a_stand_has_one_holder_and_money_is_titles(
    clock: Clock, seed: int
) -> None:
    rng, offering, off = random.Random(seed), stands(3), RIGHT
    asked: list[PaymentIntent] = []
    for _step in range(many(25, 120)):
        off = max(-10 * DAY, min(10 * DAY, off + rng.choice([*BACK, MINUTE, HOUR, DAY])))
        clock.put(off)
        stand = f"A-{rng.randint(1, 3)}"
        try:
            taken = charged(offering, stand)
            asked.append(code_of(taken, lasts=30 * DAY))
        except Refusal:
            assert seen(offering)[stand] != "free", "what is free can be had"
        if asked and rng.random() < 0.5:
            tell(rng.choice(asked), times=rng.randint(1, 3))
        if rng.random() < 0.2:
            give_back(offering, rng)
        if rng.random() < 0.2:
            tidy_holds(on=TODAY, by=OFFICE)
        assert_nothing_is_lost(offering)
    for code in asked:
        tell(code)
    clock.put(20 * DAY)
    assert_nothing_is_lost(offering)
    assert all(
        Payment.objects.filter(key=f"intent:{code.alias}").count() == 1 for code in asked
    )
    money = money_of_holds()
    assert money.settled == money.sold + money.refunds
    assert "held" not in seen(offering).values()


def give_back(offering: Offering, rng: random.Random) -> None:
    """Somebody who holds something gives it back."""
    holds = list(Hold.objects.filter(offering=offering, outcome=""))
    if not holds:
        return
    taken = rng.choice(holds)
    assert taken.party is not None
    holder, by = person(taken.party)
    release_hold(taken.token, holder=holder, by=by)


def test_a_day_that_was_sealed_too_early_stays_as_it_was_sealed(clock: Clock) -> None:
    offering = stands(2)
    before, after = (charged(offering, code) for code in ("A-1", "A-2"))
    tell(code_of(before, lasts=ALWAYS))
    clock.put(DAY)
    assert seal_days() >= 1
    last = DaySeal.objects.latest("day").day
    clock.put(RIGHT)
    tell(code_of(after, lasts=ALWAYS))
    entry = Payment.objects.get(debtor=after.party).entry
    assert entry.recorded_at.astimezone(LA_PAZ).date() == last + DAY
    assert list(broken_days()) == []
    clock.put(3 * DAY)
    assert seal_days() >= 1
    assert list(broken_days()) == []
    assert_nothing_is_lost(offering)
