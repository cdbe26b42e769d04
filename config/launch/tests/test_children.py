"""Processes that fall over are started again, ever more slowly."""

from __future__ import annotations

import sys

import pytest

from config.launch.children import LONGEST_PAUSE_SECONDS, Child, pause_after
from config.launch.instance import Instance
from config.launch.processes import wait_for_any


@pytest.mark.parametrize(
    ("falls", "seconds"), [(0, 0), (1, 1), (2, 3), (3, 7), (9, 30), (10_000, 30)]
)
def test_each_fall_doubles_the_pause_up_to_a_limit(falls: int, seconds: float) -> None:
    assert pause_after(falls) == seconds <= LONGEST_PAUSE_SECONDS


def test_a_child_that_ended_soon_waits_before_its_next_start(instance: Instance) -> None:
    instance.root.mkdir(exist_ok=True)
    child = Child(name="worker", command=[sys.executable, "-c", "print('gone')"])
    child.start(instance, {})
    wait_for_any([child.who], 10)
    assert not child.is_running

    child.note_end()

    assert child.falls == 1
    assert child.due > child.started
    assert instance.log("worker").read_text() == "gone\n"


def test_stopping_what_was_never_started_does_nothing(instance: Instance) -> None:
    Child(name="web", command=["false"]).stop(instance)
