"""Reads features from the published views, as bytes that nobody touches again."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from psycopg import sql

from geo.access import Audience, current_viewer
from geo.layers import Kind, Layer, published
from geo.published.binding import said_of
from geo.published.conditions import view_of
from geo.published.faults import calculable
from geo.published.looks import Way, note_look
from geo.published.pages import page_statement, page_values
from geo.published.projections import CRS84, Projection
from geo.published.question import Question, row_id
from geo.published.readers import Planning, read_row
from geo.published.refusals import NotFound
from geo.published.sending import entity_tag
from geo.published.sorting import cursor_text
from geo.published.statements import item_statement, once

EXTENT_SECONDS: Final = 10.0
"""How long an extent may be remembered; a reader of a catalogue asks for it many times."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some features and where they stand among all that match."""

    matched: int
    returned: int
    following: str | None
    """What `after` must be for the next page; None when this is the last."""
    features: bytes
    """GeoJSON features separated by commas."""


async def read_page(question: Question) -> Page:
    """The page of features that `question` asks for.

    Raises:
        DatabaseAway: the database does not answer, or a look cannot be written down.
        TookTooLong: it does, but not in time.
        OutOfRange: the filter calculates what no number can hold.
    """
    selection = question.selection
    planning = Planning.EACH_TIME if selection.is_spatial else Planning.ONCE
    statement, values = page_statement(question), page_values(question)
    with calculable(selection):
        row = await read_row(selection.audience, statement, values, planning=planning)
    matched, beyond, returned, last, features = row or [None] * 5
    following = None
    if beyond == b"t" and last is not None:
        following = cursor_text(last) if question.sorting else last.decode()
    given = int(returned or 0)
    await note_look(selection.layer, selection.audience, Way.PAGE, rows=given)
    return Page(
        matched=int(matched or 0),
        returned=given,
        following=following,
        features=features or b"",
    )


def feature_tag(feature: bytes) -> str:
    """The entity tag of one feature, whatever links stand around it."""
    return entity_tag(feature)


async def read_item(
    layer: Layer, audience: Audience, name: str, projection: Projection = CRS84
) -> bytes:
    """The feature with this id, as GeoJSON.

    Raises:
        NotFound: there is none.
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    key = row_id(name)
    if key is None:
        raise NotFound
    statement = item_statement(layer, audience, projection)
    row = await read_row(audience, statement, {"id": key})
    if row is None or row[0] is None:
        raise NotFound
    await note_look(layer, audience, Way.ROW, rows=1)
    return row[0]


@dataclass(frozen=True, kw_only=True)
class Extent:
    """Where and when the features of a layer are; None for what it has not."""

    box: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees (EPSG:4326)."""
    first: str | None = None
    """Earliest moment (RFC 3339); `last` is the latest."""
    last: str | None = None


_EXTENT: Final = """
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box), first, last
FROM (SELECT ST_Extent(geometry) AS box, {first} AS first, {last} AS last
      FROM {view}) AS found
"""


_MOMENT: Final = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
_FIRST: Final = "to_char(min({column})::timestamp, {moment})"
_LAST: Final = "to_char(max({column})::timestamp, {moment})"
_LAST_DAY: Final = (
    "to_char(max({column}) + interval '1 day' - interval '1 microsecond', {moment})"
)
"""The reading roles live in UTC, so the casts keep the hour."""


def _time_ends(layer: Layer) -> tuple[sql.Composable, sql.Composable]:
    field = next((each for each in layer.fields if each.name == layer.time), None)
    if field is None:
        return sql.SQL("NULL::text"), sql.SQL("NULL::text")
    named = {"column": sql.Identifier(field.name), "moment": sql.Literal(_MOMENT)}
    last = _LAST_DAY if field.kind is Kind.DATE else _LAST
    return sql.SQL(_FIRST).format(**named), sql.SQL(last).format(**named)


def _extent_statement(layer: Layer, audience: Audience) -> str:
    def compose() -> sql.Composable:
        first, last = _time_ends(layer)
        return sql.SQL(_EXTENT).format(
            first=first, last=last, view=view_of(layer, audience)
        )

    return once(("extent", layer.name, audience), compose)


_extents: dict[tuple[str, Audience, str], tuple[float, Extent]] = {}


async def read_extent(layer: Layer, audience: Audience) -> Extent:
    """Where and when the layer's features are, at most ten seconds ago.

    Raises:
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    said = said_of(current_viewer.get()) if layer.bound is not None else ""
    known = _extents.get((layer.name, audience, said))
    now = time.monotonic()
    if known is not None and now - known[0] < EXTENT_SECONDS:
        return known[1]
    row = await read_row(audience, _extent_statement(layer, audience), {}) or [None] * 6
    text = [None if value is None else value.decode() for value in row]
    west, south, east, north = (float(value) if value else None for value in text[:4])
    box = None
    if west is not None and south is not None and east is not None and north is not None:
        box = (west, south, east, north)
    extent = Extent(box=box, first=text[4], last=text[5])
    _extents[layer.name, audience, said] = (now, extent)
    return extent


async def read_extents(audience: Audience) -> dict[str, Extent]:
    """The extent of every layer of `audience`, by name.

    Raises:
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    layers = published(audience)
    found = await asyncio.gather(*(read_extent(layer, audience) for layer in layers))
    return {layer.name: extent for layer, extent in zip(layers, found, strict=True)}
