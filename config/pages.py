"""Django's pages, each made in one thread, which the next page uses again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

from config.database import MOST_SHARED

MOST_IDLE: Final = 32
"""Threads that wait for the next page; a crowd leaves no more behind."""
MADE_TOGETHER: Final = MOST_SHARED
"""Pages of one process that are made at the same time: as many as have a connection. More
would only take the processor from each other, and who came first would wait longest."""
_idle: list[ThreadPoolExecutor] = []


def _nothing() -> None:
    pass


def _give_back(thread: ThreadPoolExecutor) -> None:
    if len(_idle) < MOST_IDLE:
        _idle.append(thread)
    else:
        thread.shutdown(wait=False)


class PagesHandler(ASGIHandler):
    """Django's own handler, which goes into a request's thread once and stays there.

    Django's makes two threads for each request, and calls each middleware and the view as
    an errand of its own from the loop to the thread and back, so that some of them may be
    asynchronous. None of ours is.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turns = asyncio.Semaphore(MADE_TOGETHER)

    def load_middleware(self, is_async: bool = False) -> None:
        """Chain the middleware for the thread."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request in a thread that waits, or a new one.

        What is made in it (a connection that is given back to the pool, say) stays in it,
        as in the threads of any server. It waits again once it is done.
        """
        thread = _idle.pop() if _idle else ThreadPoolExecutor(1, "page")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            thread.submit(_nothing).add_done_callback(lambda _done: _give_back(thread))

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request, all of it made in its thread, in the order they came.

        What the client still sends or reads slowly takes nobody's turn: the body is there,
        and the answer is sent afterwards.
        """
        async with self._turns:
            answer: HttpResponseBase = await sync_to_async(self.get_response)(request)
        return answer


def pages() -> PagesHandler:
    """The application that answers what the views do not; starts Django."""
    django.setup(set_prefix=False)
    return PagesHandler()
