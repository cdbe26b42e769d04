"""Processes that wait, fail or may not be run by everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from geo.access import Audience, Permission
from geo.errors import Refusal
from geo.processes.declared import Input, Mode, Output, Process, Run

LOCK: Final = 4711
"""The advisory lock that a test holds while the process shall wait."""
TRACE: Final = "went_on"
"""A table that is there once the process has gone on after waiting."""


def wait(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """Wait for the lock between two steps."""
    run.step(40, "Waiting")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    run.step(60, "Going on")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TRACE} ()")
    return {"audience": run.viewer.audience, "word": given["word"]}


def refuse(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """Say no."""
    raise Refusal("Not today.")


def break_down(run: Run, given: Mapping[str, Any]) -> dict[str, Any]:
    """Fail in a way that nobody foresaw."""
    raise KeyError("secret detail")


def _word(audience: Audience) -> Mapping[str, Input]:
    return {"word": Input(title="Word", schema={"type": "string"}, required=False)}


def _process(name: str, **more: Any) -> Process:
    declared = {"inputs": _word, "work": wait, **more}
    output = Output(name="out", title="Out", schema={"type": "object"})
    return Process(
        id=name,
        title=f"Test: {name}",
        description="Of the tests.",
        output=output,
        **declared,
    )


PROCESSES: Final = (
    _process("wait"),
    _process("wait-later", modes=(Mode.LATER,)),
    _process("refuse", work=refuse),
    _process("break-down", work=break_down),
    _process("of-staff", work=refuse, audience=Audience.STAFF),
    _process("by-right", work=refuse, permission=Permission(name="x.y", title="To do x")),
)
