"""What is known about a file that brings rows of the territory, before it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from apps.territory.actions import Delivery
from apps.territory.terms import Certainty
from geo.exchange.mapping import Mapping
from geo.exchange.options import Outside


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of file from one owner, and how its rows become rows of a layer."""

    files: tuple[str, ...]
    """Patterns of its name, in lower case."""
    layer: str
    says: str
    """What every row tells as its source, in Spanish: owner, date, licence."""
    licence: str
    url: str
    certainty: Certainty
    mapping: Mapping = field(default_factory=Mapping)
    outside: Outside = Outside.REFUSE
    complete: bool = True
    """Whether it has all there is of its kind."""
    in_capitals: bool = False
    """Whether names come in capitals only."""

    def brings(self, file: Path) -> bool:
        """Whether `file` is one of these, by its name."""
        return any(Path(file.name.lower()).match(pattern) for pattern in self.files)

    @property
    def delivery(self) -> Delivery:
        """The rows that one file of this kind brings."""
        return Delivery(
            layer=self.layer,
            source=self.says,
            certainty=self.certainty,
            in_capitals=self.in_capitals,
            complete=self.complete,
        )
