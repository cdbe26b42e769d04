"""Waiting for what another process does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it has happened; whoever works on it gets the processor meanwhile."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.05)
