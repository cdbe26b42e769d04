"""The virtual environment in the checkout, installed from hash-locked requirements."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from config.launch import locks
from config.launch.instance import Instance, fingerprint, read_record, write_record
from config.launch.messages import gettext as _
from config.launch.programs import Program, run_step

PIP: Final = (
    *("-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
    *("--no-compile", "--require-hashes", "--only-binary", ":all:", "-r"),
)
"""Nothing is built or compiled here: what the site never imports stays as it came."""


class Kind(StrEnum):
    """What an environment is for; development includes all of running."""

    RUN = "requirements.lock"
    DEVELOP = "requirements-dev.lock"
    BUILD = "requirements-build.lock"
    PEERS = "requirements-peers.lock"


def python_of(instance: Instance) -> Path:
    """The checkout's own Python."""
    return instance.root / ".venv/bin/python"


def is_for_development(instance: Instance) -> bool:
    """Whether the environment was made for working on Llajta, not only for running it."""
    kind = read_record(instance.root / ".venv/llajta.json").get("kind")
    return bool(kind == Kind.DEVELOP)


def ensure(instance: Instance, kind: Kind) -> None:
    """Make or bring up to date the environment in `.venv`; quick when nothing changed.

    Several instances may share the checkout, so one launcher at a time. An
    environment once made for development stays one.

    Raises:
        Problem: pip could not fetch or install what the lock names.
    """
    with locks.exclusive(instance.root / ".venv.lock"):
        if is_for_development(instance):
            kind = Kind.DEVELOP
        install(instance, kind, instance.root / ".venv")


def install(instance: Instance, kind: Kind, folder: Path) -> None:
    """Install the lock of `kind` into the environment at `folder`, unless it is there.

    Raises:
        Problem: pip could not fetch or install what the lock names.
    """
    record = {"kind": kind, "lock": _mark(instance, kind), "at": str(folder)}
    if read_record(folder / "llajta.json") == record:
        return
    if not _is_ours(folder):
        shutil.rmtree(folder, ignore_errors=True)
        _run(_("Python environment"), [sys.executable, "-m", "venv", folder], instance)
    elif not any(folder.glob("lib/*/site-packages/pip")):
        pip = [folder / "bin/python", "-m", "ensurepip"]
        _run(_("Python environment"), pip, instance)
    command = [folder / "bin/python", *PIP, instance.root / kind]
    _run(_("Python packages ({lock})").format(lock=kind), command, instance)
    write_record(folder / "llajta.json", record)


def _mark(instance: Instance, kind: Kind) -> str:
    """What the environment depends on: the locks and this Python."""
    locked = [instance.root / kind, instance.root / Kind.RUN]
    return fingerprint(locked, also=f"{sys.version_info[:2]} {sys.base_prefix}")


def _is_ours(folder: Path) -> bool:
    """Whether an environment of this Python stands there, neither moved nor copied."""
    at = read_record(folder / "llajta.json").get("at", str(folder))
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return at == str(folder) and (folder / "bin" / version).exists()


def _run(title: str, command: Sequence[object], instance: Instance) -> None:
    program = Program(
        command=[str(part) for part in command],
        cwd=instance.root,
        log=instance.log("python"),
    )
    run_step(
        title,
        program,
        todo=_(
            "Check the network (or the proxy) and run the command again; "
            "what was fetched stays."
        ),
    )
