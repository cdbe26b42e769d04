"""The live map when things fail: the database killed, readers that do not read."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from apps.allocation.tests.buying import (
    OFFERING,
    SEED,
    TWICE,
    Buyer,
    Shop,
    Told,
    open_shop,
)
from apps.allocation.tests.watching import LISTENING, Viewer, looking
from tests import databases
from tests.clusters import NAME, bring_up, kill_server, own_cluster
from tests.coroutines import run_apart
from tests.effort import many
from tests.servers import serving
from tests.waiting import until

if TYPE_CHECKING:
    from config.launch.cluster import Cluster

STANDS = 40
BUYERS = 60
ROLES = "from geo.published.roles import ensure_roles; ensure_roles()"
SMALLEST_BUFFER = 4096
PLENTY = 10_000
"""Stands of which all states are some hundred kilobytes."""
TURNS = 45


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A database server of our own, with stands on sale, that may be killed."""
    with own_cluster(tmp_path / "var") as started:
        tell(started, SEED.format(spaces=STANDS))
        databases.manage(NAME, "shell", "--no-imports", "-c", ROLES)
        yield started


def tell(cluster: Cluster, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url(NAME), autocommit=True) as server:
        found = server.execute(statement.encode())
        return found.fetchall() if found.description else []


async def until_told(buyer: Buyer, code: str, key: str) -> Told:
    """Click, and click again with the same key where nobody answered or could."""
    while True:
        try:
            told = await buyer.take([code], key=key)
        except (OSError, IndexError, ValueError):
            told = Told(status=0, document={})
        if told.status in (201, 409):
            return told
        assert told.status in (0, 503), told
        await asyncio.sleep(0.2)


@pytest.mark.long
@pytest.mark.bar("R18")
def test_the_database_killed_in_a_rush_loses_no_hold_and_no_viewer_sees_old_states(
    cluster: Cluster, tmp_path: Path
) -> None:
    async def scene(url: str) -> tuple[list[Told], list[Viewer]]:
        buyers = [Buyer(url=url) for _n in range(many(BUYERS, 200))]
        async with looking(url, 20) as viewers:
            clicks = [
                asyncio.create_task(
                    until_told(buyer, f"A-{1 + n % STANDS}", f"click {n:05}")
                )
                for n, buyer in enumerate(buyers)
            ]
            await viewers[0].until(lambda seen: len(seen.states) > 2)
            kill_server(cluster)
            for viewer in viewers:
                await viewer.until(
                    lambda seen: "away" in {each.name for each in seen.heard}
                )
            await asyncio.to_thread(bring_up, cluster)
            told = await asyncio.gather(*clicks)
            held = {code for each in told for code in each.document.get("spaces", ())}
            for viewer in viewers:
                await viewer.until(
                    lambda seen: set(seen.states) == held and seen.heard[-1].name != "away"
                )
            return list(told), viewers

    with serving(NAME, log=tmp_path / "web.log", workers=2) as url:
        told, _viewers = run_apart(scene(url))
        held = [
            code for each in told if each.status == 201 for code in each.document["spaces"]
        ]
        assert len(held) == len(set(held)) == STANDS, "each stand has one winner"
        assert tell(cluster, "SELECT count(*) FROM allocation_claim") == [(STANDS,)]
        assert tell(cluster, TWICE) == [(0,)]


@pytest.fixture
def crowded(worker: str, tmp_path: Path) -> Iterator[Shop]:
    """So many stands that all their states fill the buffers of a connection quickly."""
    name = f"llajta_crowded_{worker}_{os.getpid()}"
    with open_shop(name, tmp_path, spaces=PLENTY, workers=1) as shop:
        shop.ask("UPDATE allocation_space SET state = 'blocked'")
        yield shop


def test_who_does_not_read_is_dropped_and_keeps_nobody_waiting(crowded: Shop) -> None:
    at = urlsplit(crowded.url)
    idle = socket.socket()
    idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER)
    idle.connect((at.hostname, at.port))
    idle.sendall(
        f"GET /en-vivo/espacios/{OFFERING} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode()
    )

    async def scene() -> float:
        async with looking(crowded.url, 1) as (viewer,):
            for turn in range(1, TURNS):
                crowded.ask("SELECT pg_notify('allocation_live', '{\"topic\": \"rush\"}')")
                await viewer.until(partial(told_more, turn))
            began = time.monotonic()
            crowded.ask("UPDATE allocation_space SET state = 'open' WHERE code = 'A-1'")
            await viewer.until(lambda seen: seen.shows("A-1") == "free")
            return time.monotonic() - began

    with idle:
        assert run_apart(scene()) < 1
        idle.settimeout(30)
        read = b""
        while piece := idle.recv(1 << 20):
            read += piece
        assert read.count(b"event: all") < TURNS, "it was dropped before the last"


def told_more(times: int, viewer: Viewer) -> bool:
    """Whether a viewer was told all states more often than that."""
    return sum(each.name == "all" for each in viewer.heard) > times


def test_a_server_that_is_stopped_ends_its_streams_and_does_not_wait_for_them(
    worker: str, tmp_path: Path
) -> None:
    name = f"llajta_stopped_{worker}_{os.getpid()}"
    ended = threading.Event()

    async def scene(url: str) -> None:
        async with looking(url, 5) as viewers:
            ready.set()
            for viewer in viewers:
                while not viewer.ended:
                    await asyncio.sleep(0.05)
            ended.set()

    ready = threading.Event()
    with open_shop(name, tmp_path, spaces=3) as shop:
        watching = threading.Thread(target=lambda: run_apart(scene(shop.url)))
        watching.start()
        assert ready.wait(30)
        until(lambda: shop.ask(LISTENING) == [(2,)])  # one that starts hears no signal
    assert ended.wait(10)
    watching.join()
