"""How changes stand on the wire: server-sent events, and one document of all states."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any, Final

QUICKEST_MS, SLOWEST_MS = 1000, 4000
"""When a browser comes back after its stream broke: not all of them in one moment."""

AWAY: Final = b"event: away\ndata: {}\n\n"
"""The database does not answer: what is shown may be old."""
BEAT: Final = b"event: beat\ndata: {}\n\n"
"""Nothing has changed, and the line is open."""
PLAN: Final = b"event: plan\ndata: {}\n\n"
"""Things were drawn, moved or taken away; all states follow."""


def greeting() -> bytes:
    """What a stream begins with: when to come back, drawn by lot."""
    when = random.randint(QUICKEST_MS, SLOWEST_MS)  # noqa: S311  (spreads, hides nothing)
    return f"retry: {when}\n\n".encode()


def event(name: str, told: Mapping[str, Any], *, number: str) -> bytes:
    """One event with the number that a browser names when it comes back."""
    return f"id: {number}\nevent: {name}\ndata: {document(told)}\n\n".encode()


def document(told: Mapping[str, Any]) -> str:
    """JSON on one line."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
