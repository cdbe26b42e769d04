"""Only the process that was meant is stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from config.launch import processes
from config.launch.processes import Identity

WAIT = "import signal, sys; print(flush=True); signal.pause()"
DEAF = "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); signal.pause()"
PARENT = (
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', sys.argv[1]]);"
    "print(child.pid, flush=True); child.wait()"
)
MARK = "LLAJTA_VAR=/srv/una instancia"


class Program:
    """A small program of ours, ended at the end of the test whatever happens."""

    def __init__(self, code: str, *arguments: str) -> None:
        name, _, value = MARK.partition("=")
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {name: value},
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()
        who = Identity.of(self.process.pid)
        assert who is not None
        self.who = who


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for program in started:
        program.process.kill()
        program.process.wait()
        assert program.process.stdout is not None
        program.process.stdout.close()


@pytest.fixture
def waiting(programs: list[Program]) -> Program:
    programs.append(Program(WAIT))
    return programs[-1]


def test_a_running_process_is_known_by_number_start_and_boot(waiting: Program) -> None:
    assert waiting.who.is_alive
    assert Identity.read(waiting.who.as_record()) == waiting.who


def test_a_process_is_stopped_and_then_not_alive(waiting: Program) -> None:
    assert processes.stop(waiting.who, grace_seconds=10)
    assert not waiting.who.is_alive
    assert waiting.process.wait() == -15


def test_one_that_does_not_listen_is_killed_after_the_grace(
    programs: list[Program],
) -> None:
    programs.append(Program(DEAF))
    assert not processes.stop(programs[-1].who, grace_seconds=0.2)
    assert programs[-1].process.wait() == -9


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda who: replace(who, started=1), id="another start"),
        pytest.param(lambda who: replace(who, boot="yesterday"), id="another boot"),
    ],
)
def test_a_recycled_number_is_never_stopped(
    waiting: Program, change: Callable[[Identity], Identity]
) -> None:
    stranger = change(waiting.who)

    processes.ask_to_stop(stranger)
    assert processes.stop(stranger, grace_seconds=0.2)
    assert processes.wait_for_end(stranger, 0.2)

    assert waiting.process.poll() is None


def test_a_process_that_ended_has_no_identity(waiting: Program) -> None:
    waiting.process.kill()
    processes.wait_for_any([waiting.who], 10)
    assert Identity.of(waiting.process.pid) is None, "not reaped yet, but gone"
    waiting.process.wait()
    assert Identity.of(waiting.process.pid) is None


@pytest.mark.parametrize(
    "record", [None, {}, {"pid": "1", "started": 1, "boot": ""}, {"pid": 1}], ids=str
)
def test_a_broken_record_names_nobody(record: object) -> None:
    assert Identity.read(record) is None


def test_orphans_of_a_killed_leader_are_ours_by_their_mark(programs: list[Program]) -> None:
    programs.append(Program(PARENT, WAIT))
    leader = programs[-1]
    orphan = Identity.of(int(leader.said))
    assert orphan is not None
    leader.process.kill()
    leader.process.wait()

    assert processes.kill_session(leader.who, mark=b"LLAJTA_VAR=/srv/otra") == 0
    assert orphan.is_alive
    assert processes.kill_session(leader.who, mark=MARK.encode()) == 1
    assert processes.wait_for_end(orphan, 10)
