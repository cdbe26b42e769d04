"""How much a request may bring: Django writes a body to disk before any view is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from config.viewing import viewer_behind
from geo.errors import Refusal
from geo.errors_http import problem_document, refused
from geo.importing.rights import may_import
from geo.importing.uploads import MOST_BYTES
from geo.ogc.processes.executing import LARGEST_KB
from geo.published.negotiation import PROBLEM
from geo.published.sending import HEADERS
from geo.published.wire import Answer, Request

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

UPLOADS: Final = "/importar/"
API: Final = "/ogc"
EXECUTION: Final = re.compile(r"/ogc/processes/[^/]+/execution/?")
ORDINARY: Final = 20 * 10**6
"""A feature of 200,000 vertices as GeoJSON has about ten."""
FORM: Final = 10**6
"""Around the file in the form."""

TOO_LARGE: Final = (
    "Lo que se envió pasa de {most} MB, lo más que acepta esta dirección. · "
    "What was sent is larger than {most} MB, the most this address takes.\n"
)


def most_bytes(scope: Mapping[str, Any]) -> int:
    """The largest body that this address takes."""
    if scope["path"] == UPLOADS:
        return MOST_BYTES + FORM
    return LARGEST_KB * 1000 if EXECUTION.fullmatch(scope["path"]) else ORDINARY


async def turned_away(request: Request) -> Answer | None:
    """The answer, before a file is read, to those who may not import one.

    They are sent to the page of the imports, which lets them sign in or says why not.
    """
    if request.path != UPLOADS or request.method != "POST":
        return None
    try:
        viewer = await viewer_behind(request)
    except Refusal as refusal:
        return refused(refusal, request.language)
    if may_import(viewer):
        return None
    page = f"{UPLOADS}?{request.query}" if request.query else UPLOADS
    headers = {"location": page, "connection": "close", "cache-control": "no-store"}
    return Answer(status=303, headers=headers)


async def within_bounds(
    application: Application, scope: dict[str, Any], receive: Receive, send: Send
) -> None:
    """Let the application answer, unless the body is too large: 413, or the line is cut.

    A body that says its length is refused before it is read; one that does not, when it
    has grown too large.
    """
    most = most_bytes(scope)
    if _announced(scope) > most:
        await _refuse(scope, most, send)
        return
    taken, has_begun = 0, False

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= most else {"type": "http.disconnect"}

    async def noticing(message: Message) -> None:
        nonlocal has_begun
        has_begun = True
        await send(message)

    await application(scope, counting, noticing)
    if taken > most and not has_begun:
        await _refuse(scope, most, send)


def _announced(scope: Mapping[str, Any]) -> int:
    for name, value in scope.get("headers", ()):
        if name.lower() == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(scope: Mapping[str, Any], most: int, send: Send) -> None:
    """Say so in words, to programs as a problem (RFC 9457)."""
    text, media = TOO_LARGE.format(most=most // 10**6), "text/plain; charset=utf-8"
    if scope["path"].startswith(API):
        text, media = json.dumps(problem_document(413, text.strip())), PROBLEM
    body = text.encode()
    headers = [
        *((name.encode(), said.encode()) for name, said in HEADERS.items()),
        (b"content-type", media.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
