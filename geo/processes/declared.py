"""The register of processes: each declared once, offered by every door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from geo.access import Audience, Permission
from geo.jobs.acts import Run as Run  # what declares a process needs it too
from geo.layers import Text
from geo.processes.schemas import Schema, check_schema
from geo.published.negotiation import JSON


class Mode(StrEnum):
    """How a process may be run, in the standard's words."""

    NOW = "sync-execute"
    LATER = "async-execute"


@dataclass(frozen=True, kw_only=True)
class Input:
    """One value that a process is given."""

    title: Text
    schema: Schema
    """JSON Schema, of the few words that `geo.processes.schemas` understands."""
    description: Text = ""
    required: bool = True
    example: Any = None
    """Shown in the form and in the interface's description."""
    words: Mapping[str, Text] = field(default_factory=dict, hash=False)
    """What people call the values it may have."""
    draws: tuple[str, ...] = ("polygon", "line", "point")
    """Shapes that people may draw for a geometry, the usual one first."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A list of an output that pages draw as a curve, in metres both ways."""

    rows: str
    """Member that holds the list; `across` and `up` are members of each of its rows."""
    across: str
    up: str
    """None where nothing is known."""


@dataclass(frozen=True, kw_only=True)
class Output:
    """What a process answers: one value of JSON, which may be an object of many."""

    name: str
    title: Text
    schema: Schema
    media: str = JSON
    words: Mapping[str, Text] = field(default_factory=dict, hash=False)
    """What people call the members of the value; and under `member=value` what they call
    one value of a closed vocabulary."""
    curve: Curve | None = None


Inputs = Mapping[str, Input]
Work = Callable[[Run, Mapping[str, Any]], Any]
"""From the values of the inputs, checked and with defaults, to the output's value."""


@dataclass(frozen=True, kw_only=True)
class Process:
    """Something the platform works out, at `/ogc/processes/<id>`."""

    id: str
    """Kebab-case; a URL for ever."""
    title: Text
    description: Text
    inputs: Callable[[Audience], Inputs]
    """A function of the audience, so that nobody reads names of what they may not see."""
    output: Output
    work: Work
    version: str = "1.0.0"
    audience: Audience = Audience.ANYONE
    """For whom it exists at all."""
    permission: Permission | None = None
    """What whoever runs it must hold besides."""
    modes: tuple[Mode, ...] = (Mode.NOW, Mode.LATER)


_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_INPUT: Final = re.compile(r"[a-z][a-z0-9_]*")
_register: dict[str, Process] = {}


def offer(process: Process) -> Process:
    """Add `process` to the register; its names must be usable in URLs for ever."""
    if not _NAME.fullmatch(process.id):
        raise ValueError(f"process id {process.id!r} is not kebab-case")
    if not process.modes:
        raise ValueError(f"{process.id} can be run neither now nor later")
    for name, each in process.inputs(Audience.STAFF).items():
        if not _INPUT.fullmatch(name):
            raise ValueError(f"input name {name!r} of {process.id} is not usable")
        check_schema(each.schema)
    if _register.setdefault(process.id, process) is not process:
        raise ValueError(f"process {process.id!r} is offered twice")
    return process


def offered(audience: Audience = Audience.STAFF) -> Iterator[Process]:
    """Every process that exists for `audience`, in order of registration."""
    return (each for each in _register.values() if audience.sees(each.audience))


def find_process(name: str, audience: Audience) -> Process | None:
    """The process of this name, or None when it does not exist for `audience`."""
    process = _register.get(name)
    return process if process is not None and audience.sees(process.audience) else None
