"""What an import did: counts, the reasons of refusal, and the rows refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geo.exchange.faults import Fault


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row that was not taken, and why."""

    line: int
    fault: Fault
    reason: str
    longitude: float | None
    latitude: float | None

    def __str__(self) -> str:
        text = _("line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}
        if self.longitude is None or self.latitude is None:
            return text
        return f"{text} ({self.longitude:.6f}, {self.latitude:.6f})"


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """One shape that was made valid."""

    line: int
    before_m2: float
    after_m2: float
    longitude: float
    latitude: float

    def __str__(self) -> str:
        return (
            _("line %(line)d: %(before).1f m² became %(after).1f m²")
            % {
                "line": self.line,
                "before": self.before_m2,
                "after": self.after_m2,
            }
            + f" ({self.longitude:.6f}, {self.latitude:.6f})"
        )


@dataclass(frozen=True, kw_only=True)
class Refusals:
    """The rows that were not taken."""

    rows: int = 0
    reasons: Mapping[Fault, int] = field(default_factory=dict)
    """Rows per reason, the most frequent first; a row may have several."""
    first: tuple[Refused, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Repairs:
    """The shapes that were made valid and taken."""

    rows: int = 0
    changed_m2: float = 0.0
    """Sum of the areas by which they grew or shrank."""
    largest: tuple[Repaired, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Rows that came in, but that somebody should look at."""

    rows: int
    first: tuple[tuple[int, str], ...]
    """Line and sentence of the first few."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """The outcome of one import."""

    file: str
    layer: str
    read: int
    passed_over: int
    """Rows the mapping leaves out."""
    loaded: int
    refusals: Refusals
    repairs: Repairs
    cut: int
    """Shapes cut at the municipality's limit."""
    notes: tuple[str, ...]
    dry_run: bool
    remarks: tuple[Remark, ...] = ()
