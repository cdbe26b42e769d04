"""The doors: a stream of changes, and all states at once for whoever cannot hold one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final

from geo.live import events
from geo.live.feeds import Feed, find_feed
from geo.live.listening import Listener
from geo.live.topics import Stream, Topic
from geo.published.refusals import DatabaseAway, NotFound, TooBusy
from geo.published.sending import EVENTS, entity_tag
from geo.published.wire import Answer, Request

MOST_STREAMS: Final = 4000
"""In one process; whoever comes later asks for all states every few seconds."""
PATIENCE: Final = 5.0
"""Seconds for the database to be there, and for the first reading of a topic."""
STREAM_HEADERS: Final = {
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # nginx would else keep the pieces until it has many
}

_listener: Listener | None = None
_task: asyncio.Task[None] | None = None


def start_listening(address: str) -> None:
    """Listen from now on, on the running loop, to the database at `address`."""
    global _listener, _task
    _listener = Listener(address)
    _task = asyncio.get_running_loop().create_task(_listener.run())


def end_streams() -> None:
    """End every stream and take no more; who watches comes back to another process."""
    global _listener
    listener, _listener = _listener, None
    for topic in listener.topics.values() if listener is not None else ():
        for stream in list(topic.streams):
            stream.end()


async def stop_listening() -> None:
    """End every stream and hang up."""
    global _task
    end_streams()
    task, _task = _task, None
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def live_stream(request: Request, feed: str, topic: str) -> Answer:
    """Changes of a topic as they happen, begun with how everything stands.

    Raises:
        NotFound: there is no such topic for everybody to see.
        DatabaseAway: how things stand cannot be known at the moment.
        TooBusy: too many watch.
    """
    listener, watched = await _watched(feed, topic)
    if sum(len(each.streams) for each in listener.topics.values()) >= MOST_STREAMS:
        raise TooBusy
    known = request.headers.get("last-event-id", "")
    body = b"" if request.method == "HEAD" else _pieces(watched, known)
    return Answer(body=body, content_type=EVENTS, headers=STREAM_HEADERS)


async def live_states(request: Request, feed: str, topic: str) -> Answer:
    """How everything of a topic stands now.

    Raises:
        NotFound, DatabaseAway: as of the stream.
    """
    _listener, watched = await _watched(feed, topic)
    body = events.document(watched.document()).encode()
    headers = {"cache-control": "no-cache", "etag": entity_tag(body)}
    return Answer(body=body, content_type="application/json", headers=headers)


async def _watched(name: str, topic: str) -> tuple[Listener, Topic]:
    """The topic with its states, read first if nobody watched it before."""
    feed: Feed | None = find_feed(name)
    if feed is None or "\0" in topic:
        raise NotFound
    listener = _listener
    if listener is None:
        raise DatabaseAway
    try:
        # A process that has just started hears nothing yet for a moment.
        await asyncio.wait_for(listener.up.wait(), PATIENCE)
        watched = listener.want(feed, topic)
        await asyncio.wait_for(watched.read.wait(), PATIENCE)
    except TimeoutError as error:
        raise DatabaseAway from error
    if not watched.states:
        listener.forget(watched)
        raise NotFound
    return listener, watched


async def _pieces(topic: Topic, known: str) -> AsyncGenerator[bytes]:
    """The stream: all states unless the browser says it knows them, then every change."""
    stream = Stream()
    stream.task = asyncio.current_task()
    topic.streams.add(stream)
    try:
        yield events.greeting() + (b"" if known == topic.number else topic.whole())
        while not stream.is_over:
            yield await stream.take()
    finally:
        topic.streams.discard(stream)
