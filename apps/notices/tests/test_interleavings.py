"""Whatever happens in whatever order: what was committed goes out, and is marked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.notices.actions.delivering import LEASE, deliver_due
from apps.notices.domain.addresses import Address
from apps.notices.domain.gateways.port import Message, Unreachable
from apps.notices.models import Attempt, Delivery, Notice
from apps.notices.tests.making import NOON, Box, due_from, tell
from tests.effort import many


class Killed(BaseException):
    """The worker ends here, as `kill -9` ends it: nothing of ours runs any more."""


class Provider(Box):
    """A provider whose next answers are planned."""

    def __init__(self) -> None:
        super().__init__()
        self.plan: list[str] = []

    def send(self, message: Message) -> str:
        step = self.plan.pop(0) if self.plan else "ok"
        if step == "die before":
            raise Killed
        if step == "refuse":
            raise Unreachable("HTTP 503")
        identity = super().send(message)
        if step == "die after":
            raise Killed
        if step == "lose answer":
            raise Unreachable("timed out")
        return identity


SAY = st.tuples(
    st.just("say"), st.sampled_from(["", "a", "b"]), st.booleans(), st.booleans()
)
WORK = st.tuples(
    st.just("work"),
    st.lists(
        st.sampled_from(["ok", "die before", "die after", "refuse", "lose answer"]),
        max_size=3,
    ),
)
PASS = st.tuples(st.just("pass"), st.integers(1, 30))
STEPS = st.lists(st.one_of(SAY, WORK, PASS), min_size=1, max_size=14)


class World:
    """A town's outbox, its provider and its clock."""

    def __init__(self) -> None:
        self.provider = Provider()
        self.now = NOON
        self.said: set[Any] = set()

    def say(self, key: str, urgent: bool, commits: bool) -> None:
        """An act that tells somebody something, and may be undone after all."""
        with transaction.atomic():
            notice = tell(Address.of_email("x@example.org"), key=key, urgent=urgent)
            due_from(self.now)
            transaction.set_rollback(not commits)
        if commits:
            self.said.add(notice.pk)

    def work(self, plan: list[str]) -> None:
        """A worker sends what is due, and may fall at any point."""
        self.provider.plan = list(plan)
        with suppress(Killed):
            deliver_due({"email": self.provider}, clock=lambda: self.now)

    def settle(self) -> None:
        """Days go by, and nothing breaks any more."""
        for _night in range(4):
            self.now += dt.timedelta(days=1)
            self.work([])


def undone(example: Callable[[World], None]) -> None:
    """Run an example and leave nothing of it in the database."""
    with transaction.atomic():
        example(World())
        transaction.set_rollback(True)


@pytest.mark.usefixtures("receipt")
@settings(max_examples=many(60, 3000))
@given(steps=STEPS)
def test_committed_notices_go_out_and_are_marked_once(steps: list[tuple[Any, ...]]) -> None:
    def example(world: World) -> None:
        for name, *values in steps:
            if name == "say":
                world.say(*values)
            elif name == "work":
                world.work(*values)
            else:
                world.now += LEASE * values[0]
        world.settle()
        assert set(Notice.objects.values_list("pk", flat=True)) == world.said
        found = list(Delivery.objects.get_queryset())
        assert {each.state for each in found} <= {"sent", "dead"}
        marked = Attempt.objects.filter(outcome="sent").values_list("delivery", flat=True)
        sent = {each.pk for each in found if each.state == "sent"}
        assert sorted(marked) == sorted(sent)
        assert {str(pk) for pk in sent} <= set(world.provider.kept)
        assert set(world.provider.kept) <= {str(each.pk) for each in found}
        dead = [each for each in found if each.state == "dead"]
        assert all(each.attempts == each.most_attempts for each in dead)

    undone(example)
