"""A page is made in one thread, which waits for the next page."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import pages
from config.urls import urlpatterns as platform
from tests.coroutines import run_apart

CROWD = 3 * pages.MOST_IDLE
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


urlpatterns = [
    path("alone/", alone),
    path("together/", together),
    path("fails/", fails),
    *platform,
]


@pytest.fixture(autouse=True)
def our_pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    monkeypatch.setattr(pages, "_idle", [])
    _seen.clear()


async def get(handler: pages.PagesHandler, address: str) -> int:
    """The status of a page, asked for as the server does."""
    sent: list[dict[str, Any]] = []
    done, asked = asyncio.Event(), [{"type": "http.request", "body": b""}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": address,
        "headers": [],
    }
    scope |= {"query_string": b"", "root_path": "", "server": ("localhost", 80)}
    await handler(scope, receive, send)
    return int(sent[0]["status"])


async def until_idle(threads: int) -> None:
    """Let so many threads say that they are done."""
    async with asyncio.timeout(30):
        while len(pages._idle) < threads:
            await asyncio.sleep(0)


def test_the_next_page_uses_the_thread_of_the_one_before_also_after_a_fault() -> None:
    async def scene() -> list[int]:
        handler = pages.PagesHandler()
        statuses = []
        for address in ("/alone/", "/fails/", "/alone/", "/nowhere/", "/alone/"):
            statuses.append(await get(handler, address))
            await until_idle(1)
        return statuses

    assert run_apart(scene()) == [200, 500, 200, 404, 200]
    assert len(set(_seen)) == 1
    assert len(pages._idle) == 1


def test_of_a_crowd_so_many_are_answered_together_and_few_threads_stay() -> None:
    async def scene() -> list[int]:
        handler = pages.PagesHandler()
        statuses = await asyncio.gather(
            *(get(handler, "/together/") for _n in range(CROWD))
        )
        await until_idle(pages.MOST_IDLE)
        return statuses

    assert run_apart(scene()) == [200] * CROWD
    assert set(_most_inside) == {pages.MADE_TOGETHER}
    assert len(pages._idle) == pages.MOST_IDLE
