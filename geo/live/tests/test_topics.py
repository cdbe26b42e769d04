"""What a topic makes of what it reads, and whom it tells."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from geo.live import events
from geo.live.feeds import Feed
from geo.live.topics import MOST_WAITING, Standing, Stream, Topic
from tests.coroutines import run_apart

FEED = Feed(name="things", channel="things", statement=Path("none.sql"), usual="free")


@pytest.fixture
def topic() -> Topic:
    """Three things, one of them held for ten seconds."""
    made = Topic(feed=FEED, name="fair")
    made.learn([free("A"), held("B", 10.0), free("C")], None, now=100.0)
    return made


def free(key: str) -> Standing:
    return Standing(key=key, state="free", seconds=None)


def held(key: str, seconds: float) -> Standing:
    return Standing(key=key, state="held", seconds=seconds)


def test_all_states_are_told_without_the_usual_one(topic: Topic) -> None:
    assert topic.document() == {"usual": "free", "total": 3, "states": {"B": "held"}}


def test_two_processes_that_know_the_same_write_the_same() -> None:
    """Or whoever asks again of another process is sent everything once more."""
    found = [held("B", 10.0), free("A"), held("C", 10.0)]
    one, other = (Topic(feed=FEED, name="fair") for _each in range(2))
    one.learn(found, None, now=100.0)
    for each in reversed(found):
        other.learn([each], [each.key], now=100.0)
    assert events.document(one.document()) == events.document(other.document())


def test_only_what_differs_is_told_and_a_word_that_comes_twice_does_no_harm(topic) -> None:
    assert topic.learn([held("A", 5.0)], ["A"], now=100.0) == {"A": "held"}
    number = topic.number
    assert topic.learn([held("A", 5.0)], ["A"], now=101.0) == {}
    assert topic.number == number
    assert topic.due == {"B": 110.0, "A": 106.0}


def test_what_ends_by_itself_is_due_until_it_is_read_again(topic: Topic) -> None:
    assert topic.due == {"B": 110.0}
    assert topic.learn([free("B")], ["B"], now=110.0) == {"B": "free"}
    assert topic.due == {}


def test_what_is_gone_is_told_as_gone(topic: Topic) -> None:
    assert topic.learn([free("A"), free("C")], None, now=100.0) == {"B": None}
    assert topic.learn([], ["C"], now=100.0) == {"C": None}
    assert topic.document()["total"] == 1


def test_a_stream_that_nobody_reads_is_cut_and_the_others_go_on(topic: Topic) -> None:
    async def scene() -> tuple[bool, bytes]:
        idle, read = Stream(), Stream()
        idle.task = asyncio.create_task(asyncio.Event().wait())
        topic.streams |= {idle, read}
        for number in range(MOST_WAITING + 1):
            topic.tell(f"{number} ".encode())
            if number == 3:
                assert await read.take() == b"0 1 2 3 "
        await asyncio.sleep(0)
        return idle.task.cancelled(), await read.take()

    is_cut, rest = run_apart(scene())
    assert is_cut
    assert rest.startswith(b"4 ")
    assert rest.endswith(f"{MOST_WAITING} ".encode())
