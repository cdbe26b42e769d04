"""What a person decides about one import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from geo.exchange.mapping import Mapping


class Outside(StrEnum):
    """What happens to rows that do not lie in the municipality."""

    REFUSE = "refuse"
    """Refuse rows that share no ground with it; rows across the limit stay whole."""
    KEEP = "keep"
    CLIP = "clip"
    """Cut shapes at the limit; what lies wholly outside is refused."""


class Progress(Protocol):
    """Told how far an import has come."""

    def rows(self, count: int) -> None:
        """So many more rows were read."""

    def step(self, title: str) -> None:
        """A new step begins."""


class Silent:
    """Progress that nobody watches."""

    def rows(self, count: int) -> None:
        """Say nothing."""

    def step(self, title: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """Everything about an import but the file and the layer."""

    now: dt.datetime
    """When it is done; handed to what settles the layer afterwards."""
    mapping: Mapping = field(default_factory=Mapping)
    constants: Table[str, str] = field(default_factory=dict)
    """Values for fields that neither mapping nor file fills: source, certainty."""
    outside: Outside = Outside.REFUSE
    repair: bool = False
    dry_run: bool = False
    report: Path | None = None
    """Where to write every refused row."""
    alone: bool = False
    """Whether nobody reads the layer meanwhile: many rows then go in without its indexes,
    which are built again before the commit. Until then nobody can read it."""
    settle: bool = True
    """Whether the layer settles afterwards; not when more files are to follow."""
    by: str = ""
    """Name of who asked for it."""
    run: int | None = None
    """Number of the `ImportRun` under which every row is written down, to be undone."""
    progress: Progress = field(default_factory=Silent)
