"""Runs while somebody waits: within seconds, a few at a time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from geo.access import Viewer, looking
from geo.layers import Text
from geo.processes.orders import Order
from geo.processes.refusals import AnswerTooLarge, RanTooLong, TooManyRuns

NOW_SECONDS: Final = 10.0
"""How long somebody may wait for an answer; what takes longer is a job."""
MOST_AT_ONCE: Final = 3
"""Runs in one server process: pages must not wait for them."""
LARGEST_MB: Final = 5
"""Size of a result."""

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


class Deadline:
    """The moment at which a run is stopped."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def check(self) -> None:
        """Go on, if there is time left.

        Raises:
            RanTooLong: there is none.
        """
        if time.monotonic() > self._until:
            raise RanTooLong(seconds=round(self.seconds))


class Immediate:
    """A run whose result somebody waits for."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._deadline = Deadline(NOW_SECONDS)

    def step(self, percent: float, message: Text = "") -> None:
        """Go on, if there is time left."""
        self._deadline.check()


def run_now(order: Order, viewer: Viewer) -> str:
    """The value that the process comes to, as JSON.

    Raises:
        NotAllowed: the viewer may not run it.
        TooManyRuns: as many run already as this server bears.
        RanTooLong, AnswerTooLarge: it is too much to wait for.
    """
    if order.process.permission is not None:
        order.process.permission.require(viewer)
    with _place(), looking(viewer):
        return as_text(order.process.work(Immediate(viewer), order.inputs))


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise TooManyRuns
    try:
        yield
    finally:
        _places.release()


def as_text(value: Any) -> str:
    """The value as JSON.

    Raises:
        AnswerTooLarge: it is more than anybody reads.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(text) > LARGEST_MB * 1_000_000:
        raise AnswerTooLarge(most=LARGEST_MB)
    return text
