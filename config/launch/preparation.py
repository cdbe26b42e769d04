"""Bring an instance's database and files up to its code, between install and start."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.launch import venv
from config.launch.database import Database, ensure_usable
from config.launch.instance import Instance, Stamps, fingerprint, write_record
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_step
from config.launch.surroundings import default_municipality, django, environment

TRANSLATED: Final = ("geo", "apps", "data", "tiles")
SERVED: Final = ("geo/static", "config/settings.py", "requirements.lock")
CODE: Final = ("geo", "apps", "data", "tiles", "config", "requirements.lock")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One Django command, skipped while nothing it depends on has changed."""

    name: str
    """Also the name of its log and its stamp."""
    title: str
    command: Sequence[str]
    once: bool = False
    """Depends on nothing but the database: done once, done for good."""
    follows: Sequence[str] = CODE
    """Files and folders of the checkout that its result follows from."""


DEMONSTRATION: Final = ("demo", "water", "relief", "roles")
"""Tasks that invent something."""


def tasks(*, lagging: bool) -> list[Task]:
    """What brings the database and the files up to the code, in order.

    A database whose tables are `lagging` loses its published views for a moment,
    because a migration may not change a table that a view reads.
    """
    unwanted: tuple[str, ...] = () if lagging else ("unpublish",)
    if os.environ.get("LLAJTA_DEMO", "1") == "0":
        unwanted += DEMONSTRATION
    return [task for task in _all_tasks() if task.name not in unwanted]


def _all_tasks() -> list[Task]:
    drop = Task(
        name="unpublish",
        title=_("Published views set aside"),
        command=["sync_sql", "--drop"],
    )
    demo = Task(name="demo", title=_("Demo municipality"), command=["load_demo"], once=True)
    water = Task(
        name="water", title=_("Demo water service"), command=["load_demo_water"], once=True
    )
    relief = Task(name="relief", title=_("Demo relief"), command=["draw_relief"], once=True)
    roles = Task(
        name="roles", title=_("Demo posts"), command=["assign_demo_roles"], once=True
    )
    return [
        drop,
        Task(name="migrate", title=_("Database tables"), command=["migrate", "--no-input"]),
        Task(name="publish", title=_("Published views"), command=["sync_sql"]),
        _static(),
        Task(name="offices", title=_("Offices"), command=["seed_offices"], once=True),
        demo,
        water,
        relief,
        Task(
            name="accounts",
            title=_("Accounts"),
            command=["ensure_accounts"],
            once=True,
        ),
        roles,
    ]


def _static() -> Task:
    collect = ["collectstatic", "--no-input", "--clear"]
    title = _("Static files")
    return Task(name="static", title=title, command=collect, follows=SERVED)


def prepare(
    instance: Instance, database: Database, *, only: Container[str] | None = None
) -> None:
    """Compile the catalogues, then run every task that is not done for this code.

    An existing server may have been changed by others, so there nothing is skipped.

    Raises:
        Problem: a step failed; the message carries the end of its log.
    """
    ensure_usable(database, python=venv.python_of(instance), instance=instance)
    env = environment(instance, database.url)
    compile_catalogues(instance, env)
    stamps = Stamps(folder=instance.folder("stamps"))
    town = env["LLAJTA_MUNICIPALITY"]
    may_skip = database.cluster is not None
    current = stamps.is_current("migrate", _mark(instance, town, CODE))
    fits = may_skip and (is_new(instance) or current)
    for task in tasks(lagging=not fits and _lags(instance, env)):
        wanted = "done" if task.once else _mark(instance, town, task.follows)
        done = may_skip and stamps.is_current(task.name, wanted)
        if done or (only is not None and task.name not in only):
            continue
        _run(task, instance, env)
        stamps.finish(task.name, wanted)
    remember(instance, Path(town), own_database=database.cluster is not None)


def remember(instance: Instance, town: Path, *, own_database: bool) -> None:
    """Write down what later commands must not guess: whose server, and a town told of.

    The town that the checkout brings along is not: it moves with the checkout.
    """
    record: dict[str, object] = {"own_database": own_database}
    if town != default_municipality(instance):
        record["municipality"] = str(town)
    write_record(instance.var / "instance.json", record)


def restored(
    instance: Instance, town: Path, *, own_database: bool, done: Container[str]
) -> None:
    """Note that the database was restored and brought up to this code.

    Nothing is invented for it any more. A relief, which is no part of a backup, is
    drawn anew where the town had an invented one.
    """
    stamps = Stamps(folder=instance.folder("stamps"))
    wants_relief = "demo" in done and "relief" in done
    for task in _all_tasks():
        if task.name == "relief" and wants_relief and not (instance.var / "dem").exists():
            (stamps.folder / task.name).unlink(missing_ok=True)
        elif task.once:
            stamps.finish(task.name, "done")
        elif task.name in {"migrate", "publish"}:
            stamps.finish(task.name, _mark(instance, str(town), task.follows))
    remember(instance, town, own_database=own_database)


def collect_static(instance: Instance, env: Mapping[str, str]) -> None:
    """Put the pages' files where the server looks for them, unless they are there.

    Raises:
        Problem: they could not be collected; the message carries the end of the log.
    """
    stamps, task = Stamps(folder=instance.folder("stamps")), _static()
    mark = _mark(instance, env["LLAJTA_MUNICIPALITY"], task.follows)
    if not stamps.is_current(task.name, mark):
        _run(task, instance, env)
        stamps.finish(task.name, mark)


def _mark(instance: Instance, town: str, follows: Sequence[str]) -> str:
    """The state of what a task's result follows from, the town's configuration included."""
    return fingerprint([*(instance.root / name for name in follows), Path(town)], also=town)


def _lags(instance: Instance, env: Mapping[str, str]) -> bool:
    """Whether migrations wait to be applied."""
    command = [*django(instance), "migrate", "--check"]
    return subprocess.run(command, env=env, capture_output=True).returncode != 0


def _run(task: Task, instance: Instance, env: Mapping[str, str]) -> None:
    program = Program(
        command=[*django(instance), *task.command],
        cwd=instance.root,
        log=instance.log(task.name),
        env=env,
    )
    todo = _("What was finished before stays. Mend the cause and run the command again.")
    run_step(task.title, program, todo=todo)


def is_new(instance: Instance) -> bool:
    """Whether the instance's database has never been made ready."""
    return not (instance.folder("stamps") / "migrate").exists()


def compile_catalogues(instance: Instance, surroundings: Mapping[str, str]) -> None:
    """Compile the translations next to their sources, where Django looks for them."""
    folders = [
        folder for top in TRANSLATED for folder in (instance.root / top).glob("**/locale")
    ]
    sources = [source for folder in folders for source in folder.rglob("*.po")]
    stamps = Stamps(folder=instance.root / ".build")
    mark = fingerprint(sources)
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if compiled and stamps.is_current("catalogues", mark):
        return
    program = Program(
        command=[
            str(venv.python_of(instance)),
            "-m",
            "config.catalogues",
            *map(str, sources),
        ],
        cwd=instance.root,
        log=instance.log("catalogues"),
        env=surroundings,
    )
    run_step(_("Translations"), program, todo=_("Mend the .po file that the log names."))
    stamps.finish("catalogues", mark)
