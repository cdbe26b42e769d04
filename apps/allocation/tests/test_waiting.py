"""What nobody can just take is told as such: by layer, counts, list and feed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import call_off_draw, hold_spaces, set_sale, withdraw_admission
from apps.allocation.models import Offering, Space
from apps.allocation.queries import counts_by_standing
from apps.allocation.terms import Admits
from apps.allocation.tests.making import OFFICE, hold, make_offering, person, run_out
from apps.allocation.tests.test_draws import opened
from apps.allocation.tests.test_layer import published
from apps.allocation.tests.test_live_states import told
from apps.allocation.tests.test_pages import text_of
from apps.allocation.tests.test_windows import let, window
from apps.people.models import Account
from apps.people.tests.making import make_person
from apps.treasury.tests.making import make_party
from geo.access import ANYONE
from geo.errors import Refusal
from tests import databases

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def sale(begins: int, ends: int) -> TimestamptzRange:
    now = dt.datetime.now(dt.UTC)
    return TimestamptzRange(now + begins * HOUR, now + ends * HOUR)


def before_its_sale() -> Offering:
    return make_offering(2, sale=sale(1, 5))


def after_its_sale() -> Offering:
    return make_offering(2, sale=sale(-5, -1))


def before_its_window() -> Offering:
    offering = make_offering(2)
    window(offering, Admits.EVERYBODY, begins=1, ends=5)
    return offering


def after_its_windows() -> Offering:
    offering = make_offering(2)
    window(offering, Admits.EVERYBODY, begins=-5, ends=-1)
    return offering


def while_others_have_their_turn() -> Offering:
    offering = make_offering(2)
    let(window(offering, Admits.PARTY, name="Federaciones"), make_party())
    return offering


def while_both_wait_for_their_owner() -> Offering:
    offering = make_offering(2)
    window(offering, Admits.EVERYBODY)
    let(window(offering, Admits.SPACE, begins=2, ends=3), make_party(), "A-1", "A-2")
    return offering


def before_lots_are_drawn() -> Offering:
    offering = make_offering(2)
    opened(offering)
    return offering


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (before_its_sale, "no se vende ahora"),
        (after_its_sale, "no se vende ahora"),
        (before_its_window, "para todos desde"),
        (after_its_windows, "no se vende ahora"),
        (while_others_have_their_turn, "por turno, ahora: Federaciones"),
        (while_both_wait_for_their_owner, "guardado para alguien hasta"),
        (before_lots_are_drawn, "por sorteo"),
    ],
)
def test_what_nobody_can_take_now_is_nowhere_told_as_free(
    made: Callable[[], Offering], words: str, client: Client
) -> None:
    offering = made()
    with pytest.raises(Refusal):
        hold(offering, "A-1")
    assert published() == {"A-1": "waiting", "A-2": "waiting"}
    assert counts_by_standing(offering, ANYONE) == {
        "free": 0,
        "held": 0,
        "sold": 0,
        "blocked": 0,
        "waiting": 2,
    }
    assert {state for state, _seconds in told(offering.code).values()} == {"waiting"}
    page = text_of(client, f"/espacios/{offering.code}/")
    assert page.count(f"<span data-standing>{words}") == 2
    assert 'name="espacio"' not in page
    assert "2 no se venden ahora" in page


def test_windows_of_one_trade_leave_the_others_free() -> None:
    offering = make_offering(2)
    Space.objects.filter(offering=offering, code="A-1").update(tariff="comida")
    window(offering, Admits.PARTY, tariff="comida")
    assert published() == {"A-1": "waiting", "A-2": "free"}
    assert told(offering.code, ["A-2"])["A-2"][0] == "free"
    hold(offering, "A-2")


def test_the_feed_says_when_a_window_opens_and_when_the_sale_ends() -> None:
    offering = before_its_window()
    state, seconds = told(offering.code)["A-1"]
    assert state == "waiting"
    assert 3590 < (seconds or 0) <= 3600
    _state, seconds = told(make_offering(1).code)["A-1"]
    assert 86_390 < (seconds or 0) <= 86_400, "free until the sale is over"


def test_whoever_is_admitted_sees_what_is_free_for_them_and_others_do_not() -> None:
    offering = make_offering(3)
    owners = window(offering, Admits.SPACE, name="Frentistas")
    owner = make_person("Juana", "Condori")
    let(owners, owner, "A-2")
    at = f"/espacios/{offering.code}/"
    hers, others = Client(), Client()
    user = User.objects.create_user("juana")
    Account.objects.create(user=user, person_id=owner.pk)
    hers.force_login(user)
    page = text_of(hers, at)
    assert page.count('name="espacio"') == 1
    assert 'data-code="A-2" data-for-me' in page
    assert "libre para usted" in page
    assert "data-for-me>" not in text_of(others, at)
    assert published()["A-2"] == "waiting", "the map is the same for all"

    holder, by = person(owner.party)
    taken = hold_spaces(offering, ["A-2"], holder=holder, by=by)
    assert published()["A-2"] == "held"
    run_out(taken)
    assert published()["A-2"] == "waiting"


def test_many_spaces_are_judged_by_as_many_queries_as_one(client: Client) -> None:
    def asked(spaces: int) -> int:
        offering = make_offering(spaces)
        let(window(offering, Admits.PARTY), make_party())
        at = f"/espacios/{offering.code}/"
        client.get(at)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at).status_code == 200
        return len(queries)

    assert asked(300) == asked(1)


@pytest.mark.django_db(transaction=True)
def test_whatever_decides_whose_turn_it_is_says_so() -> None:
    offering = make_offering(2)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(databases.address(name), autocommit=True) as ear:
        ear.execute("LISTEN allocation_live")

        def said() -> list[list[str] | None]:
            notes = ear.notifies(timeout=0.3)
            words = [json.loads(note.payload) for note in notes]
            assert {word["topic"] for word in words} <= {offering.code}
            return [word.get("keys") for word in words]

        owners = window(offering, Admits.SPACE)
        assert said() == [None]
        admission = let(owners, make_party(), "A-2")
        assert said() == [["A-2"]]
        withdraw_admission(admission, why="deed of another house", by=OFFICE)
        assert said() == [["A-2"]]
        draw = opened(offering)
        call_off_draw(draw, "too few", by=OFFICE)
        assert said() == [None, None]
        now = dt.datetime.now(dt.UTC)
        set_sale(offering, now - HOUR, now + HOUR, by=OFFICE)
        assert said() == [None]


def test_those_who_read_the_map_cannot_ask_who_was_admitted() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('llajta_anyone', 'allocation_admission', 'SELECT')"
        )
        assert cursor.fetchone() == (False,)
