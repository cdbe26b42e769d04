"""What every case of the benchmark is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

MANY: Final = 1_000_000
"""Rows from which on the goals for a million rows are asked."""
POLYGONS: Final = 50_000
"""Of which the goals for pages and tiles of polygons speak."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The town to measure on, and how much and how often."""

    town: str
    """Database with the demonstration town and the table `bench_point`; copied before
    anything writes to it."""
    points: int
    rounds: int
    seed: int
    load_seconds: float
    """How long one round of one HTTP load lasts."""
    folder: Path
    """For files and logs that are thrown away."""
    sicoes: Path | None
    """The real procurement record, where there is one."""
    peers: Path | None = None
    """Environment with the programs of others, where they are to be measured too."""

    @property
    def are_many(self) -> bool:
        """Whether there are as many points as the goals for many rows speak of."""
        return self.points >= MANY

    @property
    def polygons(self) -> int:
        """How many parcels there are at least; a quick look takes the town's own."""
        return POLYGONS if self.are_many else 0
