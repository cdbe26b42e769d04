"""Coroutines in tests whose thread may have a running loop, as the browser's has."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

Made = TypeVar("Made")


def run_apart(work: Coroutine[Any, Any, Made]) -> Made:
    """What `work` comes to, run in a thread of its own with the caller's language."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        made: Made = thread.submit(copy_context().run, asyncio.run, work).result()
        return made
