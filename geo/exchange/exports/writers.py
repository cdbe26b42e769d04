"""Writer processes, lent to one order at a time.

GDAL, Arrow and the spreadsheet writer hold Python's lock for seconds and memory for
longer. In processes of their own they can do neither to the pages: a client that leaves
ends its writer, and what a writer used up goes with it.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from typing import Final

from django.conf import settings

from geo.exchange.exports.order import LENGTH, Ending, Order, Report
from geo.published.refusals import DatabaseAway, OutOfRange, TooBusy, TookTooLong

MOST_AT_ONCE: Final = 2
"""Writers per server process; the machine has a few cores."""
PATIENCE: Final = 10.0
"""Seconds an order waits for a writer before it is told that there is none."""


class WriterBroke(Exception):
    """A writer ended in the middle of its work; its log says why."""


class Writers:
    """The writers of one event loop; each starts when it is first needed."""

    def __init__(self, most: int = MOST_AT_ONCE, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._idle: list[Process] = []
        self._room = asyncio.Semaphore(most)

    async def make(self, order: Order) -> Report:
        """Have the order's file made. Cancelling ends the writer at once.

        Raises:
            TooBusy: all writers have work.
            DatabaseAway: the database does not answer; TookTooLong if not in time.
            OutOfRange: the filter cannot be calculated for some row.
        """
        try:
            await asyncio.wait_for(self._room.acquire(), self._patience)
        except TimeoutError as error:
            raise TooBusy from error
        try:
            report = await self._ask(order)
        finally:
            self._room.release()
        if report.ending is Ending.AWAY:
            raise DatabaseAway
        if report.ending is Ending.INCALCULABLE:
            raise OutOfRange
        if report.ending is Ending.LATE:
            raise TookTooLong
        return report

    async def close(self) -> None:
        """End the writers that wait for work."""
        while self._idle:
            await _end(self._idle.pop())

    async def _ask(self, order: Order) -> Report:
        """Let an idle writer make it, or a new one if there is none or it just left."""
        if self._idle:
            report = await self._answer(self._idle.pop(), order)
            if report is not None:
                return report
        report = await self._answer(await _start(), order)
        if report is None:
            raise WriterBroke
        return report

    async def _answer(self, writer: Process, order: Order) -> Report | None:
        assert writer.stdin is not None and writer.stdout is not None
        message = pickle.dumps(order)
        line = b""
        try:
            writer.stdin.write(len(message).to_bytes(LENGTH) + message)
            await writer.stdin.drain()
            line = await writer.stdout.readline()
        except ConnectionError:
            pass
        finally:
            if line:
                self._idle.append(writer)
            else:
                await _end(writer)
        if not line:
            return None
        said = json.loads(line)
        return Report(**{**said, "ending": Ending(said["ending"])})


async def _start() -> Process:
    command = (sys.executable, "-m", "geo.exchange.exports.writing")
    return await asyncio.create_subprocess_exec(
        *command, cwd=settings.ROOT, stdin=PIPE, stdout=PIPE
    )


async def _end(writer: Process) -> None:
    if writer.returncode is None:
        writer.kill()
    await writer.wait()
