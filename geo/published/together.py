"""Readers who wait their turn with the same question are answered by asking it once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Together(Generic[Answer]):
    """Questions that nobody has put yet.

    When a whole town opens one map, hundreds ask for the same tile while four are being
    drawn. Who comes once a question is put asks it anew, so that nobody is told what stood
    before they asked.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, asyncio.Task[Answer]] = {}

    async def ask(
        self, question: Hashable, put: Callable[[Callable[[], None]], Awaitable[Answer]]
    ) -> Answer:
        """The answer to `question`; `put` calls its argument when it is about to ask it."""
        task = self._waiting.get(question)
        if task is None:

            def about_to_ask() -> None:
                self._waiting.pop(question, None)

            async def asked() -> Answer:
                try:
                    return await put(about_to_ask)
                finally:
                    if self._waiting.get(question) is asyncio.current_task():
                        about_to_ask()

            task = self._waiting[question] = asyncio.create_task(asked())
            task.add_done_callback(_heard)
        # Others wait for it too: that one of them leaves is no reason to stop.
        return await asyncio.shield(task)


def _heard(task: asyncio.Task[object]) -> None:
    """Whoever was to be told of a failure may have left."""
    if not task.cancelled():
        task.exception()
