"""Whoever waits with the same question is answered with the others, and never too early."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from geo.published.together import Together
from tests.coroutines import run_apart


class Town:
    """A question that waits for its turn, and is answered with what stands then."""

    def __init__(self) -> None:
        self.turn, self.end = asyncio.Event(), asyncio.Event()
        self.stands, self.asked = "old", 0

    async def put(self, about_to_ask: Callable[[], None]) -> str:
        await self.turn.wait()
        about_to_ask()
        self.asked += 1
        seen = self.stands
        await self.end.wait()
        if seen == "wrong":
            raise ValueError(seen)
        return seen


async def come(together: Together[str], town: Town, people: int) -> list[asyncio.Task[str]]:
    """So many who ask the same and wait."""
    asking = [
        asyncio.create_task(together.ask("tile", town.put)) for _each in range(people)
    ]
    await asyncio.sleep(0)
    return asking


def test_many_who_wait_are_answered_by_one_question() -> None:
    async def scene() -> tuple[int, set[str]]:
        together, town = Together[str](), Town()
        asking = await come(together, town, 50)
        town.turn.set()
        town.end.set()
        told = set(await asyncio.gather(*asking))
        return town.asked, told

    assert run_apart(scene()) == (1, {"old"})


def test_who_comes_when_it_is_put_is_not_told_what_stood_before() -> None:
    async def scene() -> tuple[list[str], int]:
        together, town = Together[str](), Town()
        first = await come(together, town, 2)
        town.turn.set()
        while not town.asked:
            await asyncio.sleep(0)
        town.stands = "new"
        late = await come(together, town, 2)
        town.end.set()
        return await asyncio.gather(*first, *late), town.asked

    assert run_apart(scene()) == (["old", "old", "new", "new"], 2)


def test_who_leaves_takes_nobody_along_not_even_the_first() -> None:
    async def scene() -> str:
        together, town = Together[str](), Town()
        first, other = await come(together, town, 2)
        first.cancel()
        town.turn.set()
        town.end.set()
        return await other

    assert run_apart(scene()) == "old"


def test_a_failure_is_told_to_all_and_not_kept() -> None:
    async def scene() -> tuple[list[object], str]:
        together, town = Together[str](), Town()
        town.stands = "wrong"
        asking = await come(together, town, 2)
        town.turn.set()
        town.end.set()
        failed = await asyncio.gather(*asking, return_exceptions=True)
        town.stands = "right"
        return [type(each) for each in failed], await together.ask("tile", town.put)

    assert run_apart(scene()) == ([ValueError, ValueError], "right")


def test_other_questions_do_not_wait() -> None:
    async def scene() -> str:
        together, town, other = Together[str](), Town(), Town()
        await come(together, town, 1)
        other.turn.set()
        other.end.set()
        return await together.ask("another tile", other.put)

    assert run_apart(scene()) == "old"
