"""Answers the files of the open data, whole or in part.

Source: RFC 9110, section 14 (Range Requests).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from geo.exchange.exports.files import PIECE, size_of
from geo.opendata.catalogue import media_type
from geo.opendata.folder import public_folder
from geo.published.negotiation import JSON
from geo.published.refusals import NoSuchRange, NotFound
from geo.published.sending import is_known
from geo.published.wire import Answer, Request

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z]+)+")
_RANGE: Final = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)


async def open_data_file(request: Request, name: str) -> Answer:
    """One file of the present build.

    Raises:
        As `folder_file`.
    """
    return folder_file(request, public_folder(), name)


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
    tag = _tag(file)
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=300",
        "etag": tag,
    }
    if media != JSON:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    answer = Answer(content_type=media, headers=headers)
    if is_known(request, tag):
        file.close()
        return answer
    return _part_of(request, file, answer, tag)


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
