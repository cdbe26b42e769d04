"""A file is sent again only to whom it was never given under the tag that they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from geo.access import ANYONE, Viewer
from geo.opendata.serving import folder_file
from geo.published.sending import send_answer
from geo.published.wire import Request
from tests.coroutines import run_apart

CLERK = Viewer(name="clerk", is_staff=True)
CONTENT = b"name,kind\nPlaza,landmark\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "places.csv").write_bytes(CONTENT)
    return tmp_path


def answered(
    folder: Path, viewer: Viewer, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, as they go onto the wire."""
    request = Request(
        method="GET",
        path="/datos/places.csv",
        query="",
        scheme="http",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        viewer=viewer,
    )
    sent: list[Mapping[str, Any]] = []

    async def stay() -> Mapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def keep(message: Mapping[str, Any]) -> None:
        sent.append(message)

    async def ask() -> None:
        answer = folder_file(request, folder, "places.csv")
        await send_answer(request, answer, stay, keep)

    run_apart(ask())
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], told, body


@pytest.mark.parametrize(
    ("holder", "asker"),
    [(ANYONE, CLERK), (CLERK, ANYONE)],
    ids=["who signs in", "who signs out"],
)
def test_another_viewers_tag_is_none(folder: Path, holder: Viewer, asker: Viewer) -> None:
    held = answered(folder, holder)[1]["etag"]
    status, _headers, body = answered(folder, asker, if_none_match=held)
    assert (status, body) == (200, CONTENT)
    ranged = {"range": "bytes=0-3", "if_range": held}
    status, _headers, body = answered(folder, asker, **ranged)
    assert (status, body) == (200, CONTENT)


@pytest.mark.parametrize("viewer", [ANYONE, CLERK], ids=["anyone", "clerk"])
def test_ones_own_tag_is_known(folder: Path, viewer: Viewer) -> None:
    held = answered(folder, viewer)[1]["etag"]
    status, _headers, body = answered(folder, viewer, if_none_match=held)
    assert (status, body) == (304, b"")
    ranged = {"range": "bytes=0-3", "if_range": held}
    status, headers, body = answered(folder, viewer, **ranged)
    assert (status, body) == (206, CONTENT[:4])
    assert headers["content-range"] == f"bytes 0-3/{len(CONTENT)}"
