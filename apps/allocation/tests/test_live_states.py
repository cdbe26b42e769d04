"""What is pushed says the same as the list and the map, and never who."""

from __future__ import annotations

import json

import psycopg
import pytest
from django.db import connection

from apps.allocation.actions import block_spaces, withdraw_spaces
from apps.allocation.models import Offering, Space
from apps.allocation.queries.live import STANDINGS
from apps.allocation.tests.making import OFFICE, charged, hold, make_offering, pay, run_out
from tests import databases

pytestmark = pytest.mark.django_db


def told(topic: str, keys: list[str] | None = None) -> dict[str, tuple[str, float | None]]:
    with connection.cursor() as cursor:
        statement = STANDINGS.statement.read_text(encoding="utf-8")
        cursor.execute(statement, {"topic": topic, "keys": keys})
        assert [column.name for column in cursor.description] == ["key", "state", "seconds"]
        return {key: (state, seconds) for key, state, seconds in cursor.fetchall()}


@pytest.fixture
def mixed() -> Offering:
    """Stands in every state."""
    offering = make_offering(6)
    hold(offering, "A-1")
    pay(charged(offering, "A-2"))
    block_spaces(offering, ["A-3", "A-4"], by=OFFICE)
    run_out(hold(offering, "A-5"))
    withdraw_spaces(offering, ["A-6"], by=OFFICE)
    return offering


def test_each_space_stands_as_the_list_says(mixed: Offering) -> None:
    seen = Space.objects.filter(offering=mixed).exclude(state="withdrawn").with_standing()
    listed = {space.code: space.standing for space in seen}
    found = told(mixed.code)
    assert {code: state for code, (state, _seconds) in found.items()} == listed
    assert set(listed.values()) == {"free", "held", "sold", "blocked"}
    Offering.objects.filter(pk=mixed.pk).update(sale=mixed.during)
    listed = {space.code: space.standing for space in seen.with_standing(of=mixed)}
    assert {code: state for code, (state, _seconds) in told(mixed.code).items()} == listed
    assert set(listed.values()) == {"waiting", "held", "sold", "blocked"}
    assert told(mixed.code, ["A-1", "A-6"]).keys() == {"A-1"}


def test_a_hold_says_in_how_many_seconds_it_ends_and_a_blocked_stand_never(mixed) -> None:
    found = told(mixed.code)
    assert 890 < (found["A-1"][1] or 0) <= 900
    assert (found["A-2"][1] or 0) > 3600, "until the feast is over"
    assert found["A-3"][1] is None
    assert found["A-5"][0] == "free"
    assert 86_000 < (found["A-5"][1] or 0) <= 86_400, "until the sale is over"


def test_what_is_not_announced_is_not_told() -> None:
    assert told(make_offering(is_announced=False).code) == {}


@pytest.mark.django_db(transaction=True)
def test_a_statement_says_which_spaces_it_changed_and_too_many_are_all() -> None:
    offering = make_offering(3)
    hidden = make_offering(1, is_announced=False)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(databases.address(name), autocommit=True) as ear:
        ear.execute("LISTEN allocation_live")
        hold(offering, "A-1", "A-2")
        hold(hidden, "A-1", by=OFFICE)
        block_spaces(offering, ["A-3"], by=OFFICE)
        Space.objects.filter(offering=offering).update(recorded_by="somebody else")
        withdraw_spaces(offering, ["A-3"], by=OFFICE)
        long = [
            Space(
                offering=offering,
                code="L" * 30 + f"-{n}",
                kind="stand",
                place=offering.spaces.get(code="A-1").place,
                recorded_by="x",
            )
            for n in range(400)
        ]
        Space.objects.bulk_create(long)
        Space.objects.filter(offering=offering).update(recorded_by="a third")
        said = [json.loads(note.payload) for note in ear.notifies(timeout=1, stop_after=6)]
    keys = [sorted(each.get("keys", [])) for each in said]
    assert {each["topic"] for each in said} == {offering.code}
    assert keys[:3] == [["A-1", "A-2"], ["A-3"], ["A-1", "A-2", "A-3"]]
    assert keys[3:] == [[], [], []], "gone, drawn, and more than fit into a word"
