"""Puts answers on the wire: compressed, tagged, with the headers every answer has."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from contextlib import aclosing
from typing import Any, Final, Protocol, TypeVar

import brotli  # type: ignore[import-untyped]  # whitenoise brings it; it has no types
from django.conf import settings
from django.utils.http import parse_http_date_safe

from geo.published.negotiation import chosen_encoding
from geo.published.wire import Answer, Receive, Request, Send

Made = TypeVar("Made")

EVENTS: Final = "text/event-stream"
WORTH_COMPRESSING: Final = 600
"""Bytes; less fits into the packet that carries the headers anyway."""
LARGE: Final = 256 * 1024
"""Bytes from which speed matters more than the last tenth of the size, and from which
the work leaves the event loop: both libraries let other threads run meanwhile."""

HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
OPEN_DATA: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "Content-Crs, Content-Range, ETag, Link, Location, Preference-Applied"
    ),
}
"""Published data may be read by any page; no cookie goes with such a request."""


class Compressor(Protocol):
    """Compresses a stream piece by piece."""

    def feed(self, piece: bytes) -> bytes:
        """The compressed bytes that are ready after `piece`."""

    def end(self) -> bytes:
        """The bytes still held back."""


class _Gzip:
    def __init__(self, *, large: bool) -> None:
        self._zlib = zlib.compressobj(1 if large else 4, zlib.DEFLATED, 31)

    def feed(self, piece: bytes) -> bytes:
        return self._zlib.compress(piece)

    def end(self) -> bytes:
        return self._zlib.flush()


class _Brotli:
    def __init__(self, *, large: bool) -> None:
        self._brotli = brotli.Compressor(quality=1 if large else 4)

    def feed(self, piece: bytes) -> bytes:
        return bytes(self._brotli.process(piece))

    def end(self) -> bytes:
        return bytes(self._brotli.finish())


COMPRESSORS: Final[dict[str, Callable[..., Compressor]]] = {"br": _Brotli, "gzip": _Gzip}
"""In order of preference: at equal cost brotli's answers are a fifth smaller."""


def _compressed(body: bytes, encoding: str) -> bytes:
    compressor = COMPRESSORS[encoding](large=len(body) >= LARGE)
    return compressor.feed(body) + compressor.end()


async def _compressed_stream(
    pieces: AsyncIterator[bytes], encoding: str
) -> AsyncIterator[bytes]:
    compressor = COMPRESSORS[encoding](large=True)
    async for piece in pieces:
        ready = await asyncio.to_thread(compressor.feed, piece)
        if ready:
            yield ready
    yield compressor.end()


STAFF_TAG: Final = '-staff"'
"""End of the tags of staff answers, so that they never stand for anyone's."""


def shared_tag(tag: str) -> str:
    """The tag of what is answered, whoever it was answered to and in what compression."""
    bare = tag.strip().removeprefix("W/")
    return bare.removesuffix(STAFF_TAG) + '"' if bare.endswith(STAFF_TAG) else bare


def tag_for(request: Request, tag: str) -> str:
    """The tag as this request is given it: of a staff answer one that is nobody else's."""
    return tag.removesuffix('"') + STAFF_TAG if request.viewer.name else tag


def entity_tag(*parts: bytes) -> str:
    """A weak tag of what `parts` say: equal for equal content in any compression.

    A checksum and the length, because hashing would cost a tenth of a large answer.
    """
    check = 0
    for part in parts:
        check = zlib.crc32(part, check)
    return f'W/"{check:08x}-{sum(map(len, parts)):x}"'


def is_known(request: Request, tag: str | None) -> bool:
    """Whether the client holds what it was given this tag for (RFC 9110, 13.1.2).

    That is the tag by `tag_for`, not the bare one: whoever signs in holds files of before.
    """
    if tag is None:
        return False
    held = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    bare = tag.removeprefix("W/")
    return "*" in held or any(each.removeprefix("W/") == bare for each in held)


def is_unchanged(request: Request, tag: str | None, modified: str | None) -> bool:
    """Whether the client holds this representation, by its tag or else by its time.

    A time that is no date, or beside a tag, says nothing (RFC 9110, 13.1.3).
    """
    if "if-none-match" in request.headers:
        return is_known(request, tag)
    since = parse_http_date_safe(request.headers.get("if-modified-since", ""))
    changed = parse_http_date_safe(modified or "")
    return since is not None and changed is not None and changed <= since


def headers_of_known(request: Request, answer: Answer) -> dict[str, str] | None:
    """Headers of the 304 when the client holds `answer` already, else None.

    They are those that a 200 would have had (RFC 9110, 15.4.5), `Vary` among them.
    """
    asked = {"if-none-match", "if-modified-since"} & set(request.headers)
    if answer.status != 200 or not asked:
        return None
    headers = answer_headers(request, answer)
    if not is_unchanged(request, headers.get("etag"), headers.get("last-modified")):
        return None
    headers.pop("content-type", None)
    return headers


def answer_headers(
    request: Request, answer: Answer, encoding: str | None = None
) -> dict[str, str]:
    """Every header of `answer` to `request`: its own and those of all answers."""
    headers = {**HEADERS, **answer.headers}
    if answer.content_type:
        headers["content-type"] = answer.content_type
        headers.setdefault("vary", "Accept, Accept-Encoding")
    if encoding:
        headers["content-encoding"] = encoding
    if request.scheme == "https" and settings.SECURE_HSTS_SECONDS:
        headers["strict-transport-security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if request.viewer.name:
        return headers | _for_one(request, headers)
    return headers | OPEN_DATA


def _for_one(request: Request, headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that keep an answer with whoever signed in and asked for it."""
    vary = ", ".join(filter(None, (headers.get("vary"), "Cookie")))
    kept = {"cache-control": "private, no-cache", "vary": vary}
    if headers.get("cache-control") == "no-store":
        kept["cache-control"] = "no-store"
    if "etag" in headers:
        # Never equal to what anyone holds, whatever a checksum may chance to be.
        kept["etag"] = tag_for(request, headers["etag"])
    return kept


def _encoding(request: Request, answer: Answer) -> str | None:
    short = isinstance(answer.body, bytes) and len(answer.body) < WORTH_COMPRESSING
    # What tells its length beforehand is a file, and most files are packed already; of a
    # stream of events a compressor would keep back what is to be heard at once.
    is_packed = "content-length" in answer.headers or answer.content_type == EVENTS
    if short or not answer.content_type or is_packed:
        return None
    return chosen_encoding(request.headers.get("accept-encoding", ""), tuple(COMPRESSORS))


async def _start(send: Send, status: int, headers: dict[str, str]) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def send_answer(
    request: Request, answer: Answer, receive: Receive, send: Send
) -> None:
    """Send `answer` as this client can take it."""
    known = headers_of_known(request, answer)
    if known is not None:
        await _start(send, 304, known)
        await send({"type": "http.response.body", "body": b""})
        return
    encoding = _encoding(request, answer)
    headers = answer_headers(request, answer, encoding)
    if isinstance(answer.body, bytes):
        await _send_whole(request, answer.body, send, answer.status, headers)
    else:
        await _start(send, answer.status, headers)
        await _send_stream(answer.body, receive, send, encoding)


async def _send_whole(
    request: Request, body: bytes, send: Send, status: int, headers: dict[str, str]
) -> None:
    encoding = headers.get("content-encoding")
    if encoding and len(body) >= LARGE:
        body = await asyncio.to_thread(_compressed, body, encoding)
    elif encoding:
        body = _compressed(body, encoding)
    if status != 204:
        headers["content-length"] = str(len(body))
    await _start(send, status, headers)
    await send(
        {"type": "http.response.body", "body": b"" if request.method == "HEAD" else body}
    )


async def _client_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def while_wanted(work: Coroutine[Any, Any, Made], receive: Receive) -> Made | None:
    """What `work` comes to; None, with the work cancelled, when the client leaves."""
    task = asyncio.ensure_future(work)
    left = asyncio.ensure_future(_client_left(receive))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        left.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    return None if task.cancelled() else task.result()


async def _send_stream(
    body: AsyncGenerator[bytes], receive: Receive, send: Send, encoding: str | None
) -> None:
    """Send piece by piece, and stop reading once nobody listens any more."""
    left = asyncio.ensure_future(_client_left(receive))
    try:
        async with aclosing(body):
            pieces = _compressed_stream(body, encoding) if encoding else body
            async for piece in pieces:
                if left.done():
                    return
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                await send(message)
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        return  # whoever made the pieces dropped this reader, or the server stops
    finally:
        left.cancel()
