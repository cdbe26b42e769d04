"""The first minutes of a sale with everybody looking: buyers and viewers at once."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from apps.allocation.tests.buying import Buyer, Shop, open_shop
from apps.allocation.tests.watching import Viewer, looking
from tests.coroutines import run_apart
from tests.effort import LONG, many

WANTED = 50
BUYERS = many(60, 200)
VIEWERS = many(200, 1000)
ROUNDS = many(1, 10)
CLICKS = many(2, 5)
"""Of each buyer in a round: in a long run ten thousand attempts in all."""
FREE_AGAIN = "UPDATE allocation_space SET state = state"
"""Says that the stands changed, since emptying a table says nothing."""


@pytest.fixture(scope="module")
def shop(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Fifty stands that everybody wants, and as many more."""
    folder = tmp_path_factory.mktemp("live-rush")
    name = f"llajta_liverush_{worker}_{os.getpid()}"
    with open_shop(name, folder, spaces=2 * WANTED) as opened:
        yield opened


@dataclass
class Rush:
    """What came of all the clicks."""

    statuses: Counter[int] = field(default_factory=Counter)
    losing: list[float] = field(default_factory=list)
    """Seconds until each loser knew."""
    winners: Counter[str] = field(default_factory=Counter)

    async def clicks(self, buyer: Buyer, rng: random.Random) -> None:
        """Click on one wanted stand after the other."""
        for _click in range(CLICKS):
            began = time.monotonic()
            told = await buyer.take([f"A-{rng.randint(1, WANTED)}"])
            self.statuses[told.status] += 1
            if told.status == 409:
                self.losing.append(time.monotonic() - began)
                assert told.document["free"]
            self.winners.update(told.document.get("spaces", ()))

    def slowest(self, share: float = 0.99) -> float:
        """Within what time this share of the losers knew."""
        return sorted(self.losing)[int(len(self.losing) * share)]

    def told(self, seen: list[float]) -> str:
        """The figures of the rush, for who reads the report of the run."""
        half, most = self.slowest(0.5), self.slowest()
        return (
            f"{sum(self.statuses.values())} attempts of {BUYERS} buyers, {VIEWERS} "
            f"viewers: losers knew after {half:.2f} s (half), {most:.2f} s (99 %), "
            f"{max(self.losing):.2f} s (last); all saw all {max(seen):.2f} s after the last"
        )


async def one_round(shop: Shop, viewers: list[Viewer], rush: Rush, number: int) -> float:
    """Everybody clicks; seconds from the last sale until everybody sees all of them."""
    rng = random.Random(number)
    rush.winners.clear()
    await asyncio.gather(*(rush.clicks(buyer, rng) for buyer in shop.buyers(BUYERS)))
    assert set(rush.winners.values()) == {1}, "one winner for each stand"
    sold = set(rush.winners)
    began = time.monotonic()
    for viewer in viewers:
        await viewer.until(lambda seen: set(seen.states) == sold)
    return time.monotonic() - began


@pytest.mark.bar("R14")
def test_in_a_rush_one_wins_each_stand_losers_know_at_once_and_everybody_sees_it(
    shop: Shop, request: pytest.FixtureRequest
) -> None:
    async def scene() -> tuple[Rush, list[float]]:
        rush, seen = Rush(), []
        async with looking(shop.url, VIEWERS) as viewers:
            for number in range(ROUNDS):
                shop.empty()
                shop.ask(FREE_AGAIN)
                for viewer in viewers:
                    await viewer.until(lambda seen: not seen.states)
                seen.append(await one_round(shop, viewers, rush, number))
                assert shop.held_twice() == 0
            assert not any(viewer.ended for viewer in viewers)
        return rush, seen

    rush, seen = run_apart(scene())
    figures = rush.told(seen)
    request.node.user_properties.append(("figures", figures))
    assert set(rush.statuses) == {201, 409}, "no error page"
    assert sum(rush.statuses.values()) == ROUNDS * CLICKS * BUYERS
    assert max(seen) < 1, figures
    assert rush.slowest() < 1 or not LONG, figures
