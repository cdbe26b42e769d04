"""Writing down that somebody of the staff was given rows about people.

The core knows no register of people: whoever keeps one says by `keeps_looks` how a look is
kept. What cannot be written down is not shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from asgiref.sync import sync_to_async
from django.db.utils import InterfaceError, OperationalError

from geo.access import Audience, Viewer, current_viewer
from geo.acting import where
from geo.layers import Layer
from geo.published.refusals import DatabaseAway


class Way(StrEnum):
    """As what rows of a layer are given out."""

    PAGE = "page"
    ROW = "row"
    FILE = "file"
    AREA = "area"
    MAP = "map"


@dataclass(frozen=True, kw_only=True)
class Look:
    """One reading of rows about people."""

    layer: str
    way: Way
    by: Viewer
    door: str
    """Address and query it came through."""
    rows: int | None
    """How many were given; None where nobody counts, as for tiles and files."""


LONGEST: Final = 500
AGAIN: Final = 3600.0
"""Seconds for which one look at a map counts: it is made of hundreds of tiles."""

_keepers: Final[list[Callable[[Look], None]]] = []
_seen: Final[dict[tuple[str, str], float]] = {}
"""When this process last wrote down a look at a map, by layer and viewer."""


def keeps_looks(keeper: Callable[[Look], None]) -> None:
    """Have `keeper` write down every look."""
    if keeper not in _keepers:
        _keepers.append(keeper)


async def note_look(
    layer: Layer, audience: Audience, way: Way, *, rows: int | None = None
) -> None:
    """Write down that the current viewer is about to be given rows of `layer`.

    Nothing is written where the rows are about nobody, or are those that anyone gets. A
    look at a map is written once an hour for each viewer and server process.

    Raises:
        DatabaseAway: it cannot be written down.
    """
    if _concerns(layer, audience):
        await sync_to_async(note_look_here)(layer, audience, way, rows=rows)


def note_look_here(
    layer: Layer, audience: Audience, way: Way, *, rows: int | None = None
) -> None:
    """The same for pages, which are made outside the event loop."""
    by = current_viewer.get()
    now, key = time.monotonic(), (layer.name, by.name)
    if not _concerns(layer, audience) or (
        way is Way.MAP and now - _seen.get(key, -AGAIN) < AGAIN
    ):
        return
    _keep(Look(layer=layer.name, way=way, by=by, door=where(LONGEST), rows=rows))
    if way is Way.MAP:
        _seen[key] = now


def _concerns(layer: Layer, audience: Audience) -> bool:
    """Whether it is about people, and more than anyone gets."""
    return layer.is_personal and audience is Audience.STAFF


def _keep(look: Look) -> None:
    try:
        for keeper in _keepers:
            keeper(look)
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error
