"""A page is made in one errand to one of a few threads."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path

from config import pages
from config.urls import urlpatterns as platform
from tests.coroutines import run_apart

CROWD = 12 * pages.MADE_TOGETHER
CONTENT = b"x" * 300_000
_file = io.BytesIO()
_ended: list[object] = []
_seen: list[int] = []
_group = threading.Barrier(pages.MADE_TOGETHER)
_inside: set[int] = set()
_most_inside: list[int] = []


def alone(_request: HttpRequest) -> HttpResponse:
    _seen.append(threading.get_ident())
    return HttpResponse("x")


def together(request: HttpRequest) -> HttpResponse:
    """Answers when as many are there as are let in together."""
    _inside.add(threading.get_ident())
    _group.wait(timeout=30)
    _most_inside.append(len(_inside))
    _group.wait(timeout=30)
    _inside.discard(threading.get_ident())
    _group.wait(timeout=30)
    return alone(request)


def fails(_request: HttpRequest) -> HttpResponse:
    raise ValueError


def file(_request: HttpRequest) -> FileResponse:
    global _file
    _file, _ended[:] = io.BytesIO(CONTENT), []
    return FileResponse(_file)


def _note_end(**_signal: object) -> None:
    _ended.append(True)


urlpatterns = [
    path("alone/", alone),
    path("together/", together),
    path("fails/", fails),
    path("file/", file),
    *platform,
]


@pytest.fixture(autouse=True)
def our_pages(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    _seen.clear()
    _most_inside.clear()
    request_finished.connect(_note_end)
    yield
    request_finished.disconnect(_note_end)


async def get(handler: pages.PagesHandler, address: str) -> int:
    """The status of a page."""
    return int((await messages(handler, address))[0]["status"])


async def messages(
    handler: pages.PagesHandler, address: str, sending: Callable[[], None] = lambda: None
) -> list[dict[str, Any]]:
    """What is sent for a page, asked for as the server does."""
    sent: list[dict[str, Any]] = []
    done, asked = asyncio.Event(), [{"type": "http.request", "body": b""}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sending()
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": address,
        "headers": [],
    }
    scope |= {"query_string": b"", "root_path": "", "server": ("localhost", 80)}
    await handler(scope, receive, send)
    return sent


def test_pages_are_made_in_few_threads_also_after_a_fault() -> None:
    async def scene() -> list[int]:
        handler = pages.PagesHandler()
        addresses = ("/alone/", "/fails/", "/alone/", "/nowhere/", "/alone/")
        return [await get(handler, address) for address in addresses]

    assert run_apart(scene()) == [200, 500, 200, 404, 200]
    assert len(_seen) == 3


def test_of_a_crowd_so_many_are_answered_together() -> None:
    async def scene() -> list[int]:
        handler = pages.PagesHandler()
        return await asyncio.gather(*(get(handler, "/together/") for _n in range(CROWD)))

    assert run_apart(scene()) == [200] * CROWD
    assert set(_most_inside) == {pages.MADE_TOGETHER}
    assert len(set(_seen)) == pages.MADE_TOGETHER, "no thread was made for the others"


def test_a_file_is_closed_and_everything_given_up_before_it_is_sent() -> None:
    given_up: list[bool] = []

    async def scene() -> list[dict[str, Any]]:
        def sending() -> None:
            given_up.append(_file.closed and bool(_ended))

        return await messages(pages.PagesHandler(), "/file/", sending)

    sent = run_apart(scene())
    assert b"".join(each.get("body", b"") for each in sent) == CONTENT
    assert given_up
    assert all(given_up)
