"""The line in front of a pool of connections: being busy is not the same as being away."""

from __future__ import annotations

import asyncio
import time
from math import inf
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from geo.published.refusals import DatabaseAway, TooBusy

Connection = AsyncConnection[tuple[Any, ...]]

LONGEST_WAIT: Final = 20.0
"""Seconds somebody waits for those who came before; browsers give up after thirty."""


class Line:
    """Lets as many readers in as the pool has connections; the others wait their turn.

    Whoever has a turn gets a connection at once, unless the database is away. Without the
    line, a reader who waited for others could not tell the one from the other.
    """

    def __init__(self, pool: AsyncConnectionPool[Connection], *, at_a_time: int) -> None:
        self.pool = pool
        self._turns = asyncio.Semaphore(at_a_time)
        self._found_away_at = -inf

    @property
    def is_long(self) -> bool:
        """Whether who comes now has to wait."""
        return self._turns.locked()

    async def lend(self) -> Connection:
        """A connection once it is one's turn; `take_back` ends the turn.

        Raises:
            TooBusy: too many came before.
            DatabaseAway: there is none, or somebody found out while this one waited.
        """
        if self.is_long:
            await self._wait()
        else:
            await self._turns.acquire()
        try:
            return await self._lent()
        except BaseException:
            self._turns.release()
            raise

    async def take_back(self, lent: Connection) -> None:
        """Let the next one in."""
        try:
            await self.pool.putconn(lent)
        finally:
            self._turns.release()

    async def _wait(self) -> None:
        came = time.monotonic()
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await self._turns.acquire()
        except TimeoutError as error:
            raise TooBusy(
                _(
                    "More is asked at this moment than can be answered. "
                    "Try again in a few seconds."
                )
            ) from error
        if self._found_away_at > came:
            self._turns.release()
            raise DatabaseAway

    async def _lent(self) -> Connection:
        try:
            return await self.pool.getconn()
        except PoolTimeout as error:
            self._found_away_at = time.monotonic()
            raise DatabaseAway from error
