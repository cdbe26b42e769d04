"""Answers the files of the open data, whole or in part.

Source: RFC 9110, section 14 (Range Requests).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.http import http_date

from geo.exchange.exports.files import PIECE, size_of
from geo.opendata.catalogue import NAME, media_type, whole
from geo.opendata.folder import public_folder
from geo.published.negotiation import JSON
from geo.published.refusals import NoSuchRange, NotFound
from geo.published.sending import entity_tag, is_unchanged, tag_for
from geo.published.wire import Answer, Request

KEPT: Final = "public, max-age=300"
"""How long files may be shown without asking again."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z]+)+")
_RANGE: Final = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)


async def open_data_file(request: Request, name: str) -> Answer:
    """One file of the present build; its catalogue with whole addresses.

    Raises:
        As `folder_file`; BadHost: there is no saying where this is.
    """
    if name == NAME:
        return _catalogue(request, public_folder() / NAME)
    return folder_file(request, public_folder(), name)


def _catalogue(request: Request, path: Path) -> Answer:
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotFound from error
    with file:
        document = whole(json.load(file), request.site)
        modified = last_modified(file)
    body = json.dumps(document, ensure_ascii=False, indent=1).encode()
    headers = {
        "cache-control": KEPT,
        "etag": entity_tag(body),
        "last-modified": modified,
    }
    return Answer(body=body, content_type=JSON, headers=headers)


def folder_file(request: Request, folder: Path, name: str) -> Answer:
    """One file of a folder that is all public.

    Raises:
        NotFound: there is no such file, or nothing was built yet.
        NoSuchRange: the part that is asked for lies outside the file.
    """
    if not _NAME.fullmatch(name):
        raise NotFound
    try:
        file = (folder / name).open("rb")
    except OSError as error:
        raise NotFound from error
    return file_answer(request, file, media_type(name), name)


def file_answer(request: Request, file: BinaryIO, media: str, name: str) -> Answer:
    """An open file, whole or the part that is asked for; it is closed when it is sent.

    Raises:
        NoSuchRange: the part that is asked for lies outside the file.
    """
    tag, modified = _tag(file), last_modified(file)
    headers = {
        "accept-ranges": "bytes",
        "cache-control": KEPT,
        "etag": tag,
        "last-modified": modified,
    }
    if media != JSON:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    answer = Answer(content_type=media, headers=headers)
    given = tag_for(request, tag)
    if is_unchanged(request, given, modified):
        file.close()
        return answer
    return _part_of(request, file, answer, given)


def last_modified(file: BinaryIO) -> str:
    """When an open file was written, as a header says it."""
    return http_date(os.fstat(file.fileno()).st_mtime)


def _tag(file: BinaryIO) -> str:
    told = os.fstat(file.fileno())
    return f'"{told.st_mtime_ns:x}-{told.st_size:x}"'


def _part_of(request: Request, file: BinaryIO, answer: Answer, tag: str) -> Answer:
    size = size_of(file)
    try:
        first, last = _range(request, size, tag)
    except NoSuchRange:
        file.close()
        raise
    whole = (first, last) == (0, size - 1) and not _asks_part(request, tag)
    filled = answer.with_headers(content_length=str(last - first + 1))
    if not whole:
        filled = filled.with_headers(content_range=f"bytes {first}-{last}/{size}")
        filled = replace(filled, status=206)
    if request.method == "HEAD":
        file.close()
        return filled.with_body(_nothing())
    return filled.with_body(_pieces(file, first, last))


def _asks_part(request: Request, tag: str) -> bool:
    """Whether a part is asked for, of the very file that the client knows."""
    is_range = _RANGE.fullmatch(request.headers.get("range", "").strip())
    return bool(is_range) and request.headers.get("if-range", tag) == tag


def _range(request: Request, size: int, tag: str) -> tuple[int, int]:
    """First and last byte; the whole file when no part of it is asked for.

    Several parts at once are answered with the whole, as the standard allows.
    """
    found = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if found is None or not _asks_part(request, tag) or found[0] == "bytes=-":
        return 0, size - 1
    if found[1] is None:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
    if first > last:
        raise NoSuchRange(size=size)
    return first, last


async def _pieces(file: BinaryIO, first: int, last: int) -> AsyncGenerator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece


async def _nothing() -> AsyncGenerator[bytes]:
    return
    yield b""
