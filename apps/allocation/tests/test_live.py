"""A sale shows on every other screen within a second, by server push, over HTTP."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator

import pytest
import requests

from apps.allocation.tests.buying import OFFERING, Shop, open_shop
from apps.allocation.tests.watching import LISTENING, Viewer, look, looking
from tests.coroutines import run_apart
from tests.effort import many
from tests.waiting import until

AT_ONCE = 1.0
"""Seconds within which a sale shows."""
CONNECTED = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)
WORKERS = 2
FEW = 40
"""Connections of two workers with all their pools full; there are more viewers."""


@pytest.fixture(scope="module")
def shop(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Thirty stands on sale, on two web workers."""
    folder = tmp_path_factory.mktemp("live")
    name = f"llajta_live_{worker}_{os.getpid()}"
    with open_shop(name, folder, spaces=30, workers=WORKERS) as opened:
        until(lambda: opened.ask(LISTENING) == [(WORKERS,)])
        yield opened


async def told_of(viewers: list[Viewer], code: str, state: str) -> float:
    """Seconds until the last of the viewers shows it."""
    began = time.monotonic()
    await asyncio.gather(
        *(each.until(lambda v: v.shows(code) == state) for each in viewers)
    )
    return time.monotonic() - began


def test_a_stand_that_is_taken_turns_on_two_other_screens_within_a_second(
    shop: Shop,
) -> None:
    async def scene() -> float:
        async with looking(shop.url, 2) as viewers:
            assert [each.shows("A-1") for each in viewers] == ["free", "free"]
            (buyer,) = shop.buyers(1)
            told = await buyer.take(["A-1"])
            assert told.status == 201
            return await told_of(viewers, "A-1", "held")

    assert run_apart(scene()) < AT_ONCE


def test_no_stream_holds_a_connection_and_each_worker_listens_on_one(shop: Shop) -> None:
    async def scene() -> float:
        async with looking(shop.url, many(200, 1000)) as viewers:
            assert shop.ask(LISTENING) == [(WORKERS,)]
            ((connected,),) = shop.ask(CONNECTED)
            assert connected < FEW
            (buyer,) = shop.buyers(1)
            assert (await buyer.take(["A-2"])).status == 201
            return await told_of(viewers, "A-2", "held")

    assert run_apart(scene()) < AT_ONCE


def test_a_hold_that_runs_out_shows_as_free_though_no_row_changes(shop: Shop) -> None:
    async def scene() -> float:
        (buyer,) = shop.buyers(1)
        async with looking(shop.url, 2) as viewers:
            assert (await buyer.take(["A-3"])).status == 201
            await told_of(viewers, "A-3", "held")
            shop.ask(
                "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), "
                "clock_timestamp() + interval '400 milliseconds') "
                "FROM allocation_space space "
                "WHERE space.id = space_id AND space.code = 'A-3'"
            )
            return await told_of(viewers, "A-3", "free")

    assert 0.2 < run_apart(scene()) < 0.4 + AT_ONCE


def test_a_window_that_opens_turns_the_open_pages_though_no_row_changes(shop: Shop) -> None:
    async def scene() -> float:
        async with looking(shop.url, 2) as viewers:
            shop.ask("UPDATE allocation_space SET tariff = 'turno' WHERE code = 'A-28'")
            shop.ask(
                "INSERT INTO allocation_window "
                "(offering_id, name, rank, opens, admits, tariff) "
                "SELECT id, 'Público', 1, tstzrange(now() + interval '2 seconds', "
                "now() + interval '1 hour'), 'everyone', 'turno' "
                "FROM allocation_offering WHERE code = %s",
                OFFERING,
            )
            await told_of(viewers, "A-28", "waiting")
            assert [each.shows("A-27") for each in viewers] == ["free", "free"]
            return await told_of(viewers, "A-28", "free")

    assert run_apart(scene()) < 2 + AT_ONCE


def test_nobody_is_told_who_holds(shop: Shop) -> None:
    async def scene() -> list[str]:
        async with looking(shop.url, 1) as (viewer,):
            (buyer,) = shop.buyers(1)
            assert (await buyer.take(["A-4", "A-5"])).status == 201
            await told_of([viewer], "A-5", "held")
            return [str(each.told) for each in viewer.heard]

    for told in run_apart(scene()):
        assert set(told) <= set("{}':, -_AallsometotalusualstatesfreheldNon0123456789")


def test_a_plan_that_is_redrawn_is_told_as_such(shop: Shop) -> None:
    async def scene() -> None:
        async with looking(shop.url, 1) as (viewer,):
            shop.ask("UPDATE allocation_space SET state = 'blocked' WHERE code = 'A-20'")
            await told_of([viewer], "A-20", "blocked")
            assert "plan" not in {each.name for each in viewer.heard}
            shop.ask("UPDATE allocation_space SET state = 'withdrawn' WHERE code = 'A-20'")
            await viewer.until(lambda seen: seen.total == 29)
            assert [each.name for each in viewer.heard][-2:] == ["plan", "all"]
            shop.ask(
                "UPDATE allocation_space SET place = ST_Translate(place, 0.001, 0) "
                "WHERE code = 'A-19'"
            )
            await viewer.until(lambda seen: len(seen.heard) >= 6)
            assert [each.name for each in viewer.heard][-2:] == ["plan", "all"]

    run_apart(scene())


def test_who_comes_back_and_has_missed_nothing_is_not_told_everything_again(
    shop: Shop,
) -> None:
    async def scene() -> None:
        async with looking(shop.url, 1) as (viewer,):
            number = viewer.heard[-1].number
        for _try in range(20):  # until the same worker answers
            again = await look(shop.url, known=number)
            listening = asyncio.create_task(again.listen())
            shop.ask("UPDATE allocation_space SET state = 'blocked' WHERE code = 'A-21'")
            await again.until(lambda seen: seen.heard)
            shop.ask("UPDATE allocation_space SET state = 'open' WHERE code = 'A-21'")
            await again.until(lambda seen: seen.shows("A-21") != "blocked")
            again.close()
            listening.cancel()
            if again.heard[0].name == "some":
                return
            number = again.heard[-1].number
        raise AssertionError("it was told everything each time")

    run_apart(scene())


def test_what_is_not_announced_cannot_be_watched(shop: Shop) -> None:
    for name in ("no-such", "rush%00", "espacios"):
        for end in ("", ".json"):
            answer = requests.get(f"{shop.url}/en-vivo/espacios/{name}{end}", timeout=9)
            assert answer.status_code == 404
    assert requests.get(f"{shop.url}/en-vivo/who/rush", timeout=9).status_code == 404


def test_who_cannot_hold_a_stream_asks_for_all_states_and_again_for_nothing(
    shop: Shop,
) -> None:
    at = f"{shop.url}/en-vivo/espacios/rush.json"
    answer = requests.get(at, timeout=9)
    told = answer.json()
    assert told["usual"] == "free"
    assert set(told["states"]) <= {f"A-{n}" for n in range(1, 31)}
    assert 29 <= told["total"] <= 30

    def tags() -> set[str]:
        return {requests.get(at, timeout=9).headers["ETag"] for _worker in range(20)}

    until(lambda: len(tags()) == 1)  # each worker has told what the tests before changed
    known = {"If-None-Match": tags().pop()}
    assert requests.get(at, timeout=9, headers=known).status_code == 304
