"""One topic as this process knows it: its states, and the streams that are told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from geo.live import events
from geo.live.feeds import Feed

MOST_WAITING: Final = 16
"""Pieces that may wait for one stream; who reads more slowly is dropped and comes back."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one thing stands."""

    key: str
    state: str
    seconds: float | None
    """Until this state ends by itself, by the clock of the database."""


class Stream:
    """One open stream: a short queue, and the task that empties it."""

    def __init__(self) -> None:
        self._pieces: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self.task: asyncio.Task[Any] | None = None
        """What sends the pieces; while it waits for a slow reader only this ends it."""
        self.is_over = False

    def put(self, piece: bytes) -> bool:
        """Let a piece wait to be sent; False when too many do."""
        try:
            self._pieces.put_nowait(piece)
        except asyncio.QueueFull:
            return False
        return True

    async def take(self) -> bytes:
        """What waits, as one piece; waits for the first."""
        found = [await self._pieces.get()]
        while not self._pieces.empty():
            found.append(self._pieces.get_nowait())
        return b"".join(found)

    def end(self) -> None:
        """Let it end in good order; where its reader is slow, at once."""
        self.is_over = True
        if not self.put(b""):
            self.cut()

    def cut(self) -> None:
        """End it, whatever it is waiting for."""
        if self.task is not None:
            self.task.cancel()


@dataclass(kw_only=True, eq=False)
class Topic:
    """The states of one topic, kept for as long as somebody watches."""

    feed: Feed
    name: str
    states: dict[str, str] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)
    """When states end by themselves, by the clock of the event loop."""
    streams: set[Stream] = field(default_factory=set)
    read: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while the states are known."""
    idle_beats: int = 0
    """For how many beats nobody has watched."""
    _version: int = 0
    _made: str = field(default_factory=lambda: secrets.token_hex(4))
    _whole: bytes = b""

    @property
    def number(self) -> str:
        """Of the latest change, unlike that of any other process."""
        return f"{self._made}-{self._version}"

    def learn(
        self, found: Iterable[Standing], keys: Collection[str] | None, *, now: float
    ) -> dict[str, str | None]:
        """Take in what was read of `keys` or of all; tells what changed, None if gone."""
        read = {each.key: each for each in found}
        asked = set(keys) if keys is not None else self.states.keys() | read.keys()
        changed: dict[str, str | None] = {}
        for key in asked:
            self.due.pop(key, None)
            standing = read.get(key)
            state = standing.state if standing else None
            if self.states.get(key) != state:
                changed[key] = state
            if standing is None or state is None:
                self.states.pop(key, None)
                continue
            self.states[key] = state
            if standing.seconds is not None:
                self.due[key] = now + standing.seconds
        if changed:
            self._version, self._whole = self._version + 1, b""
        return changed

    def document(self) -> dict[str, Any]:
        """All states, in one order in every process; the usual one is left out."""
        usual = self.feed.usual
        told = {key: state for key, state in sorted(self.states.items()) if state != usual}
        return {"usual": usual, "total": len(self.states), "states": told}

    def whole(self) -> bytes:
        """All states as an event, written once for all who ask."""
        if not self._whole:
            self._whole = events.event("all", self.document(), number=self.number)
        return self._whole

    def some(self, changed: dict[str, str | None]) -> bytes:
        """What changed, as an event."""
        return events.event("some", {"states": changed}, number=self.number)

    def tell(self, piece: bytes) -> None:
        """Give a piece to every stream; whoever reads too slowly is dropped."""
        for stream in list(self.streams):
            if not stream.put(piece):
                self.streams.discard(stream)
                stream.cut()
