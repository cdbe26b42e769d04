"""Django's pages, each made in one thread from its first line to its last."""

from __future__ import annotations

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Pages(ASGIHandler):
    """Django's handler for servers like ours, without its ways to and fro.

    Everything between the server and a view is written for a thread, and so is every view.
    Django's own handler calls a view on the loop nevertheless: into a thread for the
    middleware, out of it and back into it for the view. In a rush that costs as much as
    the pages.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """Chain the middleware for a thread, whoever asks."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in the thread of this request."""
        answer: HttpResponseBase = await sync_to_async(self.get_response)(request)
        return answer


def get_pages() -> Pages:
    """Django's application; loads its apps."""
    django.setup(set_prefix=False)
    return Pages()
