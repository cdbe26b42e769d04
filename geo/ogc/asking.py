"""The question of the page under way, where pygeoapi's provider finds it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from geo.published.question import Question

asked: ContextVar[Question] = ContextVar("asked")
"""Which features the page shows."""
following: ContextVar[str] = ContextVar("following", default="")
"""Address of the page, to which the place of the next one is added."""
found: ContextVar[list[dict[str, Any]]] = ContextVar("found")
"""The features (GeoJSON) that the page was made of, for its map."""
