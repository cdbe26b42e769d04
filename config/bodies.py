"""How much a request may bring: Django writes a body to disk before any view is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from geo.importing.uploads import MOST_BYTES

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

UPLOADS: Final = "/importar/"
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
    return MOST_BYTES + FORM if scope["path"] == UPLOADS else ORDINARY


async def within_bounds(
    application: Application, scope: dict[str, Any], receive: Receive, send: Send
) -> None:
    """Let the application answer, unless the body is too large: 413, or the line is cut.

    A body that says its length is refused before it is read; one that does not, when it
    has grown too large.
    """
    most = most_bytes(scope)
    if _announced(scope) > most:
        await _refuse(most, send)
        return
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= most else {"type": "http.disconnect"}

    await application(scope, counting, send)


def _announced(scope: Mapping[str, Any]) -> int:
    for name, value in scope.get("headers", ()):
        if name.lower() == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(most: int, send: Send) -> None:
    body = TOO_LARGE.format(most=most // 10**6).encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
