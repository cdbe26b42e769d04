"""Payments as a hold runs out, two tidying jobs at once, clocks that are wrong."""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.allocation.actions import ListFile, book_list, receive_list, tidy_holds
from apps.allocation.domain.lists import Row
from apps.allocation.domain.refusals import SpacesTaken, TooManyOfAssociation
from apps.allocation.domain.refusals_of_lists import NothingToBook
from apps.allocation.models import BookingList, Claim, Hold, Offering
from apps.allocation.queries import money_of_holds, refunds_due, standing_of
from apps.allocation.terms import Outcome
from apps.allocation.tests.making import (
    OFFICE,
    TODAY,
    age,
    charged,
    give_past_the_program,
    hold,
    holders,
    make_offering,
    owner,
    pay,
    person,
    run_out,
)
from apps.people.actions import join_organisation
from apps.people.models import Person
from apps.people.tests.making import ADMIN, make_organisation, make_person
from apps.treasury.actions import annul_obligation
from apps.treasury.actions.annulling import Ground
from apps.treasury.queries import ledger_disagreements
from apps.treasury.tests.making import LAW
from bench.databases import django_on
from geo.broken_rules import rule_of
from tests import databases
from tests.effort import many
from tests.waiting import until


@pytest.fixture(scope="module")
def apart(worker: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of our own, in which what is done stays done."""
    name = f"llajta_races_{worker}_{os.getpid()}"
    with (
        databases.copied(databases.schema_template(), name),
        django_db_blocker.unblock(),
        django_on(name),
    ):
        yield name


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these things in threads with connections of their own, from one moment on."""
    start = threading.Barrier(len(acts))

    def doing(act: Callable[[], object]) -> object:
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [each.result() for each in [threads.submit(doing, act) for act in acts]]


def runs_out_in(taken: Hold, milliseconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), "
            "clock_timestamp() + %s::interval) WHERE hold_id = %s",
            [f"{milliseconds} milliseconds", taken.pk],
        )


def until_held(offering: Offering) -> Hold | None:
    """Ask for the stand again and again, until it is ours or sold."""
    while owner(offering, "A-1") is None:
        try:
            return hold(offering, "A-1")
        except SpacesTaken:
            continue
    return None


@pytest.mark.bar("R20", "R21")
def test_a_payment_as_the_hold_runs_out_buys_the_stand_or_is_owed_back(apart) -> None:
    rng = random.Random(3)
    came = {Outcome.SOLD: 0, Outcome.REFUND: 0}
    for _race in range(many(16, 500)):
        offering = make_offering(1)
        taken = charged(offering, "A-1")
        late = rng.uniform(0.0, 0.1)
        runs_out_in(taken, 50)

        def payer(taken=taken, late=late) -> None:
            threading.Event().wait(late)
            pay(taken)

        _paid, other = at_once(payer, partial(until_held, offering))

        taken.refresh_from_db()
        came[Outcome(taken.outcome)] += 1
        holds = holders(offering, "A-1")
        assert len(holds) == 1, "one owner, whoever it is"
        if taken.outcome == Outcome.SOLD:
            assert other is None
            assert owner(offering, "A-1") == taken.party_id
        else:
            assert isinstance(other, Hold)
            assert holds == [("hold", other.pk)]
            assert refunds_due().filter(pk=taken.pk).exists()
    money = money_of_holds()
    assert money.settled == money.sold + money.refunds
    assert ledger_disagreements() == []
    assert sum(came.values()) == many(16, 500)


@pytest.mark.bar("R23")
def test_two_tidying_jobs_at_once_do_what_one_does(apart) -> None:
    offering = make_offering(6)
    unpaid = [charged(offering, f"A-{n}") for n in (1, 2, 3)]
    for each in unpaid:
        run_out(each)
        age(each, hours=72)
    done = at_once(*[lambda: tidy_holds(on=TODAY, by=OFFICE)] * 3)
    assert sum(each.annulled for each in done) == 3  # type: ignore[attr-defined]
    outcomes = {Hold.objects.get(pk=each.pk).outcome for each in unpaid}
    assert outcomes == {Outcome.LAPSED}
    assert ledger_disagreements() == []


@pytest.mark.bar("R22")
@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_wrong_clock_of_the_web_server_decides_nothing(
    apart, monkeypatch, minutes
) -> None:
    """Every clock that Python offers is off; the database's is not asked through them."""
    wrong, real_time = minutes * 60, time.time
    offering = make_offering(many(4, 100))
    monkeypatch.setattr(time, "time", lambda: real_time() + wrong)
    off = dt.timedelta(seconds=wrong)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime.now(dt.UTC) + off)
    for number in range(1, many(4, 100) + 1):
        taken = hold(offering, f"A-{number}")
        assert 890 < standing_of(taken).seconds <= 900
        with pytest.raises(SpacesTaken):
            hold(offering, f"A-{number}")
        run_out(taken)
        assert not standing_of(taken).binds
        again = hold(offering, f"A-{number}")
        claims = Claim.objects.in_force().filter(space__code=f"A-{number}")
        assert claims.get(space__offering=offering).hold_id == again.pk


def test_two_members_at_once_do_not_exceed_what_their_association_may_have(apart) -> None:
    union = make_organisation("Union of the race")
    for _race in range(many(6, 100)):
        offering = make_offering(2, most_per_association=1)
        members = [make_person() for _each in range(2)]
        for each in members:
            join_organisation(union.organisation, each, since=TODAY, by=ADMIN)

        def taking(code: str, each: Person, offering: Offering = offering) -> bool:
            holder, by = person(each.party)
            try:
                hold(offering, code, holder=holder, by=by)
            except TooManyOfAssociation:
                return False
            return True

        taken = at_once(
            partial(taking, "A-1", members[0]), partial(taking, "A-2", members[1])
        )
        assert sorted(map(bool, taken)) == [False, True]


def a_list(offering: Offering, codes: list[str], first: int) -> BookingList:
    """The list of a federation of its own, for these modules in this order."""
    federation = make_organisation(f"Federation {offering.pk} {first}")
    rows = [
        Row(
            line=line,
            card=str(first + line),
            given_names="Ana",
            surnames="Rojas",
            wish=code,
        )
        for line, code in enumerate(codes, start=2)
    ]
    file = ListFile(name="members.xlsx", sha256=f"{first:064x}", rows=rows)
    return receive_list(offering, federation.organisation, file, by=OFFICE)


def test_two_lists_and_a_buyer_at_once_wait_and_never_block_each_other(apart) -> None:
    for race in range(many(3, 60)):
        offering, first = make_offering(4), 1_000_000 + race * 1000
        codes = [f"A-{n}" for n in range(1, 5)]
        one = a_list(offering, codes, first)
        other = a_list(offering, codes[::-1], first + 500)

        def booking(each: BookingList) -> int:
            try:
                book_list(each, all_or_none=False, on=TODAY, by=OFFICE)
            except NothingToBook:
                return 0
            return each.lines.filter(hold__isnull=False).count()

        def buying(offering: Offering = offering) -> int:
            try:
                return len(hold(offering, "A-2", "A-3").claims.all())
            except SpacesTaken:
                return 0

        taken = at_once(partial(booking, one), partial(booking, other), buying)
        assert sum(int(str(each)) for each in taken) == 4
        claims = Claim.objects.in_force().filter(space__offering=offering)
        assert claims.count() == claims.values("space").distinct().count() == 4


WAITS_FOR_ME = """
SELECT EXISTS (SELECT FROM pg_locks
               WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))
"""


def somebody_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_ME)
        return bool(cursor.fetchone()[0])


def given(taken: Hold) -> str:
    """Give titles past the program; by which rule that was refused."""
    try:
        with transaction.atomic():
            give_past_the_program(taken)
    except IntegrityError as error:
        return rule_of(error)
    finally:
        connection.close()
    return ""


def test_who_gives_a_title_waits_for_whoever_is_annulling_its_debt(apart: str) -> None:
    taken = charged(make_offering(), "A-1")
    run_out(taken)
    owed = taken.obligation
    assert owed is not None
    ground = Ground(legal_basis=LAW, reason="charged by mistake")
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            annul_obligation(owed, ground, on=TODAY, by=OFFICE)
            giving = other.submit(given, taken)
            until(somebody_waits_for_me)
        assert giving.result() == "title_is_paid_for"
    assert not Claim.objects.filter(obligation=owed).exists()
