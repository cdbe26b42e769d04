"""Downloads: the selected rows of a layer as a file of the format that was asked for."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import NamedTuple

from django.utils import translation

from geo.exchange.exports.files import made, pieces, size_of
from geo.exchange.exports.formats import FORMATS, Format, disposition
from geo.exchange.exports.ordering import order_of
from geo.exchange.exports.texts import stream
from geo.layers import Layer
from geo.published.looks import Way, note_look
from geo.published.question import Selection, parse_selection, selection_names
from geo.published.refusals import NotFound
from geo.published.sending import is_known, tag_for
from geo.published.sorting import SortKey, parse_sortby
from geo.published.wire import Answer, Request


class Wanted(NamedTuple):
    """What a file is to hold, in which order, and what kind of file."""

    selection: Selection
    sorting: tuple[SortKey, ...]
    form: Format


async def _nothing() -> AsyncGenerator[bytes]:
    return
    yield b""


async def download(request: Request, layer: Layer, extension: str) -> Answer:
    """The selected rows as a file.

    Raises:
        NotFound: no such format.
        BadParameter: a filter cannot be understood; UnknownParameter if it is new.
        TooManyRows: more rows than the format can hold.
        TooBusy: as many downloads as allowed are under way.
        DatabaseAway: the database does not answer; TookTooLong if not in time.
    """
    form = FORMATS.get(extension)
    if form is None:
        raise NotFound
    audience = request.viewer.audience
    # No `f`: the address says the format already, and two that differ would be a riddle.
    request.given.only(["lang", "sortby", *selection_names(layer, audience)])
    selection = parse_selection(request.given, layer, audience)
    sortby = request.given.find("sortby")
    sorting = () if sortby is None else parse_sortby(sortby, layer, audience)
    with translation.override(request.language):
        headers = {
            "content-disposition": disposition(layer, form),
            "cache-control": "no-cache",
            "vary": "Accept-Encoding, Accept-Language",
        }
    answer = Answer(body=_nothing(), content_type=form.media_type, headers=headers)
    if request.method == "HEAD":
        return answer
    await note_look(layer, audience, Way.FILE)
    fill = _streamed if form.is_streamed else _made
    return await fill(request, Wanted(selection, sorting, form), answer)


async def _streamed(request: Request, wanted: Wanted, empty: Answer) -> Answer:
    with translation.override(request.language):
        text = await stream(wanted.selection, wanted.form.extension, wanted.sorting)
        return empty.with_body(text)


async def _made(request: Request, wanted: Wanted, empty: Answer) -> Answer:
    """A file with its length and its tag, which a client may hold already."""
    with translation.override(request.language):
        name = Path(f"{wanted.selection.layer.name}.{wanted.form.extension}")
        order = order_of(wanted.selection, wanted.form, name, wanted.sorting)
    file, report = await made(order)
    tag = f'"{report.tag[:32]}"'
    if is_known(request, tag_for(request, tag)):
        file.close()
        return empty.with_body(b"").with_headers(etag=tag)
    size = str(size_of(file))
    return empty.with_body(pieces(file)).with_headers(etag=tag, content_length=size)
