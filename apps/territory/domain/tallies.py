"""Counts and sums by area, and which of them may be shown."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from geo.privacy import Cell, Path, shown

Area = TypeVar("Area", bound=Hashable)

WITHHELD: Final[dict[str, Any]] = {
    "count": None,
    "sum": None,
    "mean": None,
    "withheld": True,
}
"""What stands in place of figures that few stand behind."""


@dataclass(kw_only=True)
class Tally:
    """How many features, and the values of those that have one."""

    count: int = 0
    values: list[float] = field(default_factory=list)

    def add(self, value: float | None) -> None:
        """Count one feature more."""
        self.count += 1
        if value is not None:
            self.values.append(value)

    @property
    def figures(self) -> dict[str, Any]:
        """Count, sum and mean; the last two are null where no feature has a value."""
        total = _sum(self.values)
        mean = None if total is None else total / len(self.values)
        return {"count": self.count, "sum": total, "mean": mean}


def _sum(values: list[float]) -> float | None:
    """The sum, None where there is none or no number is as large."""
    try:
        return math.fsum(values) if values else None
    except OverflowError:
        return None


def shown_tallies(
    tallies: Mapping[Area, Tally], *, least: int
) -> tuple[dict[Area, dict[str, Any]], dict[str, Any]]:
    """Figures of each area and of the whole, with fewer than `least` behind none of them.

    Neither does a withheld one follow from the others and the whole.
    """
    whole = Tally()
    for each in tallies.values():
        whole.count += each.count
        whole.values += each.values
    if not least:
        return {area: each.figures for area, each in tallies.items()}, whole.figures
    # A sum has as many behind it as have a value, and the count as many as there are.
    paths: dict[Area, Path] = {area: (str(place),) for place, area in enumerate(tallies)}
    behind: dict[Cell, int] = {
        (paths[area],): min(each.count, len(each.values) or each.count)
        for area, each in tallies.items()
    }
    seen = shown(behind, least=least) if behind else {((),)}
    areas = {
        area: each.figures if (paths[area],) in seen else dict(WITHHELD)
        for area, each in tallies.items()
    }
    return areas, whole.figures if ((),) in seen else dict(WITHHELD)
