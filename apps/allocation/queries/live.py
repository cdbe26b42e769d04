"""Spaces that change hands while people look at them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apps.allocation.terms import Standing
from geo.live.feeds import Feed

STANDINGS: Final = Feed(
    name="espacios",
    channel="allocation_live",
    statement=Path(__file__).parents[1] / "sql" / "live.sql",
    usual=Standing.FREE,
)
"""How the spaces of each announced offering stand; the topic is its code."""
