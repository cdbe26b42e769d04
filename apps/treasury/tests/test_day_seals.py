"""The books are sealed by the day: what is changed past every guard is found in its day."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.treasury.actions import broken_days, seal_days
from apps.treasury.actions.sealing import first_open
from apps.treasury.models import DaySeal, Entry, Leg
from apps.treasury.tests.making import charge, pay
from apps.treasury.tests.test_guards import execute
from tests.effort import many
from tests.waiting import until

pytestmark = pytest.mark.django_db
DAYS = 4
TAMPERINGS = many(20, 200)


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Do what only a superuser can: write while no trigger looks."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET LOCAL session_replication_role = replica")
    yield
    execute("SET LOCAL session_replication_role = origin")
    execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def books(price, debtor) -> list[Entry]:
    """Charges and payments of the last days, each day with several."""
    for number in range(1, DAYS + 1):
        charge(price, debtor, number, due_on=dt.date(2026, 3, 1))
        pay(debtor, f"{number}.50")
        pay(debtor, f"{number}.25")
    entries = list(Entry.objects.order_by("pk"))
    with past_the_guards():
        for place, entry in enumerate(entries):
            execute(
                "UPDATE treasury_entry SET recorded_at = recorded_at - make_interval("
                "days => %s) WHERE id = %s",
                DAYS - place % DAYS,
                entry.pk,
            )
    return list(Entry.objects.order_by("pk"))


def change_a_word(rng: random.Random, entry: Entry) -> None:
    """One byte of what the entry says."""
    column = rng.choice(["why", "recorded_by"])
    text = str(getattr(entry, column))
    at = rng.randrange(len(text))
    new = text[:at] + chr((ord(text[at]) - 32 + 1) % 94 + 32) + text[at + 1 :]
    execute(f"UPDATE treasury_entry SET {column} = %s WHERE id = %s", new, entry.pk)


def change_a_day(rng: random.Random, entry: Entry) -> None:
    execute(
        "UPDATE treasury_entry SET booked_on = booked_on + %s WHERE id = %s",
        rng.choice([-1, 1]),
        entry.pk,
    )


def change_amounts(rng: random.Random, entry: Entry) -> None:
    """Two legs together, so that the entry still comes to nothing."""
    for leg, cent in zip(
        Leg.objects.filter(entry=entry)[:2], ("0.01", "-0.01"), strict=True
    ):
        execute("UPDATE treasury_leg SET amount = amount + %s WHERE id = %s", cent, leg.pk)


def remove(rng: random.Random, entry: Entry) -> None:
    execute("DELETE FROM treasury_leg WHERE entry_id = %s", entry.pk)
    execute("DELETE FROM treasury_entry WHERE id = %s", entry.pk)


def slip_in(rng: random.Random, entry: Entry) -> None:
    """Another entry like it, in the same day."""
    execute(
        "INSERT INTO treasury_entry (kind, booked_on, recorded_at, recorded_by, why) "
        "SELECT kind, booked_on, recorded_at, recorded_by, why FROM treasury_entry "
        "WHERE id = %s",
        entry.pk,
    )


Tamper = Callable[[random.Random, Entry], None]
WAYS: list[Tamper] = [change_a_word, change_a_day, change_amounts, remove, slip_in]


@pytest.mark.bar("R36")
def test_whatever_is_changed_past_the_guards_is_found_in_its_day(
    books: list[Entry],
) -> None:
    assert seal_days() == DAYS
    assert list(broken_days()) == []
    rng = random.Random(36)
    zone = dt.timezone(dt.timedelta(hours=-4))
    for number in range(TAMPERINGS):
        entry = rng.choice([each for each in books if each.kind != "reversal"])
        tampering = transaction.savepoint()
        with past_the_guards():
            WAYS[number % len(WAYS)](rng, entry)
        found = [each.day for each in broken_days()]
        assert found == [entry.recorded_at.astimezone(zone).date()], WAYS[number % 5]
        transaction.savepoint_rollback(tampering)
    assert list(broken_days()) == []


def test_a_day_is_sealed_once_and_today_is_left_open(
    books: list[Entry], price, debtor
) -> None:
    assert seal_days() == DAYS
    assert seal_days() == 0
    charge(price, debtor, 99, due_on=dt.date(2026, 3, 1))
    assert seal_days() == 0
    assert sum(each.entries for each in DaySeal.objects.all()) == len(books)
    assert list(broken_days()) == []


def test_an_entry_of_a_day_that_had_none_is_found(books: list[Entry]) -> None:
    seal_days()
    with past_the_guards():
        slip_in(random.Random(1), books[0])
        execute(
            "UPDATE treasury_entry SET recorded_at = recorded_at - interval '9 days' "
            "WHERE id = (SELECT max(id) FROM treasury_entry)"
        )
    (broken,) = broken_days()
    assert (broken.sealed, broken.found) == (0, 1)


def test_the_check_names_the_day(books: list[Entry]) -> None:
    seal_days()
    with past_the_guards():
        change_a_word(random.Random(2), books[0])
    day = f"{books[0].recorded_at - dt.timedelta(hours=4):%Y-%m-%d}"
    with pytest.raises(CommandError, match=day):
        call_command("check_ledger")


def test_a_seal_stays_as_it_was_made(books: list[Entry]) -> None:
    seal_days()
    for statement in (
        "UPDATE treasury_dayseal SET entries = entries + 1",
        "DELETE FROM treasury_dayseal",
    ):
        with pytest.raises(DatabaseError, match="day_seal_stays"), transaction.atomic():
            execute(statement)
    kept = "SELECT count(*) FROM documents_history WHERE table_name = 'treasury_dayseal'"
    assert execute(kept) == [(DAYS,)], "its writing lies under the seals of the history"


def as_midnight(moment: dt.datetime) -> str:
    """A time zone on whose clock this moment is midnight."""
    east = moment.astimezone(dt.UTC)
    return f"<LT>{east.hour}:{east.minute:02}:{east.second:02}"


def test_a_day_stays_open_while_something_that_began_in_it_goes_on() -> None:
    """A transaction that stands still over midnight may yet write into yesterday."""
    begun, may_end = threading.Event(), threading.Event()

    def stand_still() -> None:
        with transaction.atomic():
            execute("SELECT 1")
            begun.set()
            assert may_end.wait(30)
        connection.close()

    standing = threading.Thread(target=stand_still)
    standing.start()
    assert begun.wait(30)
    midnight = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=1)
    until(lambda: dt.datetime.now(dt.UTC) > midnight)
    try:
        meanwhile = first_open(as_midnight(midnight))
    finally:
        may_end.set()
        standing.join()
    assert first_open(as_midnight(midnight)) - meanwhile == dt.timedelta(days=1)
