"""Django's pages, each made in one errand to one of a few threads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final

import django
from asgiref.sync import sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.http import StreamingHttpResponse
from django.urls import resolve, set_script_prefix

from config.database import MOST_SHARED

MADE_TOGETHER: Final = MOST_SHARED
"""Pages of one process that are made at the same time: as many as have a connection. More
would only take the processor from each other, and who came first would wait longest."""


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content


class PagesHandler(ASGIHandler):
    """Django's own handler, which goes into a thread once for each page.

    Django's makes two threads for each request, and calls signals, each middleware and the
    view as errands of their own from the loop to a thread and back, so that some of them
    may be asynchronous. None of ours is.

    What the client still sends or reads slowly takes nobody's turn, and no connection of
    the database: the body is there before, and what was made is given up before it is sent.
    A page whose reader has gone is made to its end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(MADE_TOGETHER, "page")

    def load_middleware(self, is_async: bool = False) -> None:
        """Chain the middleware for the thread."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, in the order they came."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            make = sync_to_async(self._made, thread_sensitive=False, executor=self._threads)
            response = await make(scope, body)
        await self.send_response(response, send)

    def _made(self, scope: Any, body: IO[bytes]) -> Any:
        """The answer, whole, from the first signal to the last."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else refused
        response._handler_class = self.__class__
        if isinstance(response, StreamingHttpResponse):  # it closes what it reads from
            response.streaming_content = _at_once(b"".join(response))
        response.close()
        return response


def pages() -> PagesHandler:
    """The application that answers what the views do not; starts Django.

    The views are imported before anybody comes: the first to ask, in a rush a hundred at
    once, would wait for them.
    """
    django.setup(set_prefix=False)
    resolve("/")
    return PagesHandler()
