"""The first minutes of a sale, over HTTP: real buyers at once on two web workers."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from functools import partial

import pytest

from apps.allocation.tests.buying import Buyer, Shop, Told, open_shop, rush, statuses
from tests.coroutines import run_apart
from tests.effort import many

WANTED = 20
SPARE = 5
BUYERS = 200


@pytest.fixture(scope="module")
def shop(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Twenty stands that everybody wants, and some that nobody does."""
    folder = tmp_path_factory.mktemp("rush")
    name = f"llajta_rush_{worker}_{os.getpid()}"
    with open_shop(name, folder, spaces=WANTED + SPARE) as opened:
        yield opened


def one_each(shop: Shop, buyers: int) -> list[Told]:
    """Everybody clicks on one of the wanted stands at the same moment."""
    clicks = [
        partial(buyer.take, [f"A-{1 + number % WANTED}"])
        for number, buyer in enumerate(shop.buyers(buyers))
    ]
    return run_apart(rush(clicks))


@pytest.mark.long
@pytest.mark.bar("R14")
def test_twenty_stands_are_sold_once_and_every_loser_is_told_what_is_free(shop) -> None:
    for _run in range(many(1, 20)):
        shop.empty()
        told = one_each(shop, BUYERS)
        assert statuses(told) == {201: WANTED, 409: BUYERS - WANTED}
        assert shop.held_twice() == 0
        free = [each.document["free"] for each in told if each.status == 409]
        assert all(free), "nobody is turned away without a way on"


@pytest.mark.bar("R13")
def test_without_the_constraint_the_same_rush_sells_stands_twice(shop) -> None:
    """The control: a harness that could not see the fault would prove nothing."""
    (definition,) = shop.ask(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conname = 'space_has_one_holder'"
    )[0]
    shop.ask("ALTER TABLE allocation_claim DROP CONSTRAINT space_has_one_holder")
    try:
        twice = 0
        for _run in range(20):
            shop.empty()
            one_each(shop, BUYERS)
            twice += shop.held_twice()
            if twice:
                break
        assert twice
    finally:
        shop.empty()
        shop.ask(
            f"ALTER TABLE allocation_claim ADD CONSTRAINT space_has_one_holder {definition}"
        )


@pytest.mark.bar("R16")
def test_fifty_equal_requests_at_once_are_one_hold_and_fifty_equal_answers(shop) -> None:
    shop.empty()
    buyer = Buyer(url=shop.url)
    same = [partial(buyer.take, ["A-1", "A-2"], key="la-misma-clave")] * 50
    told = run_apart(rush(same))
    assert statuses(told) == {201: 50}
    assert len({str(each.document) for each in told}) == 1
    assert shop.ask("SELECT count(*) FROM allocation_hold") == [(1,)]


@pytest.mark.bar("R24")
def test_three_stands_in_any_order_block_nobody(shop) -> None:
    rng = random.Random(7)
    for _run in range(many(2, 20)):
        shop.empty()
        codes = [f"A-{n}" for n in range(1, WANTED + 1)]
        clicks = [partial(buyer.take, rng.sample(codes, 3)) for buyer in shop.buyers(50)]
        told = run_apart(rush(clicks))
        assert set(statuses(told)) <= {201, 409}
        assert shop.held_twice() == 0
        taken = [each.document["spaces"] for each in told if each.status == 201]
        assert taken
        whole = shop.ask("SELECT count(*) FROM allocation_claim GROUP BY hold_id")
        assert {count for (count,) in whole} == {3}, "all or none"


@pytest.fixture(scope="module")
def market(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Four hundred free stands."""
    folder = tmp_path_factory.mktemp("market")
    with open_shop(f"llajta_market_{worker}_{os.getpid()}", folder, spaces=400) as opened:
        yield opened


async def _until_one(buyer: Buyer, rng: random.Random) -> int:
    """Click, and where that was too late, on what is free nearby; how often it took."""
    wanted = f"A-{rng.randint(1, 400)}"
    for click in range(1, 4):
        told = await buyer.take([wanted])
        if told.status == 201:
            return click
        assert told.status == 409
        wanted = rng.choice(told.document["free"])
    return 99


@pytest.mark.bar("R15")
def test_where_there_is_room_three_clicks_are_enough(market) -> None:
    rng = random.Random(11)
    clicks = [partial(_until_one, buyer, rng) for buyer in market.buyers(BUYERS)]
    taken = run_apart(rush(clicks))
    assert sum(each <= 3 for each in taken) >= 0.95 * BUYERS
    assert market.held_twice() == 0
