"""The least a server can do: one SQL file a path, its bytes sent untouched.

`/items?limit=10` runs `bench/sql/items.sql` with `limit` bound by name. No checks, no
caches, no policy: what PostgreSQL and one asynchronous server cost by themselves.
Statements are prepared, and not compiled, which would take longer than they run.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from psycopg_pool import AsyncConnectionPool

from bench.databases import question

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

PATIENCE_SECONDS = 300
"""A tile of a million points takes seconds, and several wait in line for it."""

pool = AsyncConnectionPool(
    os.environ.get("LLAJTA_DATABASE_URL", ""),
    min_size=4,
    max_size=8,
    timeout=PATIENCE_SECONDS,
    kwargs={"autocommit": True, "options": "-c jit=off"},
    open=False,
)
text = cache(question)


async def lifespan(receive: Receive, send: Send) -> None:
    """Open the pool when the server starts and close it when it stops."""
    while True:
        event = (await receive())["type"]
        await (pool.open(wait=True) if event == "lifespan.startup" else pool.close())
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one request with the first column of the first row."""
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    values = dict(parse_qsl(scope["query_string"].decode()))
    async with pool.connection() as connection:
        cursor = connection.cursor(binary=True)
        await cursor.execute(text(scope["path"].strip("/")), values)
        found = cursor.pgresult
        body = (found.get_value(0, 0) if found is not None else b"") or b""
    headers = [
        (b"content-type", b"application/octet-stream"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
