"""Acts that write, and wait until a test lets them go on."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from geo.access import Permission
from geo.errors import Refusal
from geo.jobs.acts import Act, Arguments, Run, declare
from geo.jobs.models import Job

LOCK: Final = 4712
"""The advisory lock that a test holds while the act shall wait."""
EFFECTS: Final = "patience_effects"
"""A table with a row for each time the act was done."""


def _write(run: Run, arguments: Arguments) -> dict[str, Any]:
    """Write a row, wait for the lock, write another."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {EFFECTS} VALUES (%s)", [arguments["word"]])
        run.step(40, "Half")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        run.step(80, "Nearly")
        cursor.execute(f"INSERT INTO {EFFECTS} VALUES (%s)", [arguments["word"]])
    return {"by": run.viewer.name}


def _refuse(run: Run, arguments: Arguments) -> None:
    raise Refusal("Not today.")


def _break(run: Run, arguments: Arguments) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {EFFECTS} VALUES ('broken')")
    raise KeyError("secret detail")


def _name(job: Job) -> str:
    return f"Patience about {job.about}" if job.about else job.act


WRITE: Final = declare(Act(name="patience.write", title=_name, work=_write))
REFUSE: Final = declare(Act(name="patience.refuse", title=_name, work=_refuse))
BREAK: Final = declare(Act(name="patience.break", title=_name, work=_break))
BY_RIGHT: Final = declare(
    Act(
        name="patience.by_right",
        title=_name,
        work=_write,
        permission=Permission(name="x.y", title="To do x"),
    )
)
