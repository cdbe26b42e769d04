"""The server's entrance: published data straight from the views, pages from Django."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.pages import pages

django_application = pages()

from django.conf import settings  # noqa: E402

from config.bodies import turned_away, within_bounds  # noqa: E402  (needs the apps loaded)
from config.database import required, share_connections  # noqa: E402
from config.doors import (  # noqa: E402
    OGC,
    PREFIXES,
    SLOW_PREFIXES,
    check_address,
    find_door,
)
from config.viewing import viewer_behind  # noqa: E402
from geo.access import ANYONE, current_viewer  # noqa: E402
from geo.acting import through  # noqa: E402
from geo.errors import Refusal  # noqa: E402
from geo.errors_http import failed, refused  # noqa: E402
from geo.live.serving import end_streams, start_listening, stop_listening  # noqa: E402
from geo.ogc.bridge import warm_up  # noqa: E402
from geo.ogc.methods import bodies_at, methods_at, not_taken  # noqa: E402
from geo.pages.origin import client_address  # noqa: E402
from geo.published.readers import start_pooling, stop_pooling  # noqa: E402
from geo.published.refusals import MethodNotAllowed  # noqa: E402
from geo.published.sending import send_answer, while_wanted  # noqa: E402
from geo.published.wire import SAFE_METHODS, Answer, Request  # noqa: E402

share_connections(settings.DATABASES["default"])

logger = logging.getLogger(__name__)

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFLIGHT = {
    "access-control-allow-methods": ", ".join(SAFE_METHODS),
    "access-control-allow-headers": (
        "Accept, Accept-Language, If-Modified-Since, If-None-Match, Range"
    ),
    "access-control-max-age": "86400",
}


WRITING = ("POST", "PUT", "PATCH", "DELETE")
"""Methods that Django is asked for; to it “get” is “GET” (RFC 9110, 9.1: it is not)."""

WARM_UP_SECONDS = float(os.environ.get("LLAJTA_WARM_UP_SECONDS", "5"))
"""After the start: not while the first pages are made, but before most people come."""


YOUNG = 20_000
"""Objects that are made before the collector looks at them."""
PAGES_AT_ONCE = 512
"""Of Django's in one process, each with its body in memory; the bodies of more wait."""
_pages = asyncio.Semaphore(PAGES_AT_ONCE)


def _end_streams_when_stopped() -> None:
    """Let open maps not keep the server from stopping: it waits for every answer to end.

    The loop has a handler of the server's for the same signal, which is woken as before.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(end_streams))


def _spare_the_collector() -> None:
    """Let the collector of cycles look at what is young, seldom, and at what stays never.

    The program itself consists of some hundred thousand objects: to look through them again
    and again took a fifth of what answering a click costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start_pooling()
            _spare_the_collector()
            _end_streams_when_stopped()
            start_listening(required("LLAJTA_DATABASE_URL"))
            loop = asyncio.get_running_loop()
            loop.call_later(WARM_UP_SECONDS, loop.run_in_executor, None, warm_up)
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stop_listening()
            await stop_pooling()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _options(request: Request) -> Answer:
    """What may be done here: 200, as features are edited by the standard (OPTIONS)."""
    methods = methods_at(request)
    allow = ", ".join(methods)
    sent = bodies_at(request, methods)
    return Answer(headers={**_preflight(request, allow), **sent, "allow": allow})


def _preflight(request: Request, allow: str) -> dict[str, str]:
    """What pages of others may ask: reading, and processes, which anybody may run."""
    if request.parts[:2] not in (("ogc", "processes"), ("ogc", "jobs")):
        return PREFLIGHT
    headers = PREFLIGHT["access-control-allow-headers"] + ", Content-Type, Prefer"
    started = {
        "access-control-allow-methods": allow,
        "access-control-allow-headers": headers,
    }
    return {**PREFLIGHT, **started}


async def _answer(request: Request) -> Answer | None:
    """Our answer; None when the request is Django's."""
    if request.method in ("GET", "HEAD"):
        door = find_door(request)
        return None if door is None else await door()
    check_address(request)
    if request.method == "OPTIONS":
        return _options(request)
    if request.parts[0] != OGC:
        raise MethodNotAllowed
    if request.method not in WRITING:
        raise not_taken(request)
    return None  # Django edits features, or says why not


async def _answer_or_problem(request: Request) -> tuple[Request, Answer | None]:
    """Our answer or what went wrong, with the request as made by its viewer."""
    nobody = current_viewer.set(ANYONE)
    try:
        request = request.seen_by(await viewer_behind(request))
        current_viewer.set(request.viewer)
        with through(lambda: _place(request)):
            return request, await _answer(request)
    except Refusal as refusal:
        return request, refused(refusal, request.language)
    except Exception:  # the last resort: a fault of ours is logged, never shown
        logger.exception("reading %s failed", request.path)
        return request, failed(request.language)
    finally:
        current_viewer.reset(nobody)


def _place(request: Request) -> str:
    """The page and the computer it was asked from, as the log of looks tells them."""
    forwarded, proxies = (
        request.headers.get("x-forwarded-for", ""),
        settings.SIGN_IN.proxies,
    )
    computer = client_address(request.peer, forwarded, proxies=proxies)
    told = ("page:", request.path, computer, f"?{unquote(request.query)}")
    return " ".join(told).removesuffix(" ?")


def _first_part(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one connection of the ASGI server."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] == "http" and _first_part(scope["path"]) in PREFIXES:
        answering = _answer_or_problem(Request.from_scope(scope))
        if _first_part(scope["path"]) not in SLOW_PREFIXES:
            request, answer = await answering
        elif (found := await while_wanted(answering, receive)) is not None:
            request, answer = found
        else:
            return
        if answer is not None:
            await send_answer(request, answer, receive, send)
            return
    elif scope["type"] == "http":
        request = Request.from_scope(scope)
        if (unread := await turned_away(request)) is not None:
            await send_answer(request, unread, receive, send)
            return
    async with _pages:
        await within_bounds(django_application, scope, receive, send)
