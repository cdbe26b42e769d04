"""Reads features from the published views, as bytes that nobody touches again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import psycopg
from psycopg import sql

from geo.access import Audience, current_viewer
from geo.layers import Kind, Layer
from geo.published.binding import said_of
from geo.published.conditions import view_of
from geo.published.faults import calculable
from geo.published.looks import Way, note_look
from geo.published.order import shape_of_order
from geo.published.pages import page_statement, page_values
from geo.published.projections import CRS84, Projection
from geo.published.question import Question, row_id
from geo.published.readers import Planning, read_row
from geo.published.refusals import DatabaseAway, NotFound, TooBusy, TookTooLong
from geo.published.sending import entity_tag
from geo.published.sorted_pages import last_row
from geo.published.sorting import cursor_of, cursor_text
from geo.published.statements import item_statement, once

logger: Final = logging.getLogger(__name__)

EXTENT_SECONDS: Final = 10.0
"""How long an extent may be remembered; a reader of a catalogue asks for it many times."""
UNREAD_SECONDS: Final = 60.0
"""How long one that cannot be read is not tried again: each try costs a whole timeout."""


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
        BadParameter: the row where the page before ended has gone, and it was too long to
            be remembered whole.
    """
    question, selection = await _with_keys(question), question.selection
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


async def _with_keys(question: Question) -> Question:
    """The question with the keys of the row it goes on from, if they were left out."""
    after, sorting = question.after, question.sorting
    if after is None or len(after.values) == len(sorting):
        return question
    selection = question.selection
    key = ("last row", selection.layer.name, selection.audience, shape_of_order(sorting))
    statement = once(key, lambda: last_row(question))
    row = await read_row(selection.audience, statement, {"id": after.id})
    return replace(question, after=cursor_of(row[0] if row else None, sorting))


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
"""Extents, and until when each is good."""


async def read_extent(layer: Layer, audience: Audience) -> Extent:
    """Where and when the layer's features are, at most ten seconds ago.

    Raises:
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    key = _extent_key(layer, audience)
    known = _extents.get(key)
    now = time.monotonic()
    if known is not None and now < known[0]:
        return known[1]
    row = await read_row(audience, _extent_statement(layer, audience), {}) or [None] * 6
    text = [None if value is None else value.decode() for value in row]
    west, south, east, north = (float(value) if value else None for value in text[:4])
    box = None
    if west is not None and south is not None and east is not None and north is not None:
        box = (west, south, east, north)
    extent = Extent(box=box, first=text[4], last=text[5])
    _extents[key] = (now + EXTENT_SECONDS, extent)
    return extent


def _extent_key(layer: Layer, audience: Audience) -> tuple[str, Audience, str]:
    said = said_of(current_viewer.get()) if layer.bound is not None else ""
    return layer.name, audience, said


async def read_extents(layers: Iterable[Layer], audience: Audience) -> dict[str, Extent]:
    """The extent of each of `layers`, by name.

    Of a layer that cannot be read now it is the last that is known, or nothing: one that is
    slow or broken keeps nobody from hearing of the others.

    Raises:
        DatabaseAway: the database does not answer.
    """
    asked = list(layers)
    found = await asyncio.gather(*(_extent_or_last(layer, audience) for layer in asked))
    return {layer.name: extent for layer, extent in zip(asked, found, strict=True)}


async def _extent_or_last(layer: Layer, audience: Audience) -> Extent:
    try:
        return await read_extent(layer, audience)
    except (TookTooLong, TooBusy, psycopg.Error):
        logger.exception("the extent of %s cannot be read", layer.name)
    except DatabaseAway as error:
        if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
            raise
        logger.exception("the view of %s is not there", layer.name)
    key = _extent_key(layer, audience)
    extent = _extents[key][1] if key in _extents else Extent()
    _extents[key] = (time.monotonic() + UNREAD_SECONDS, extent)
    return extent
