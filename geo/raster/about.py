"""What is known about the DEM: where it comes from and how far it can be trusted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from geo.raster.grid import Grid


@dataclass(frozen=True, kw_only=True)
class About:
    """The metadata that are kept beside the DEM and told with it."""

    source: str
    licence: str
    """Empty when nobody said; then nothing may be assumed."""
    surveyed: str
    """When the heights were measured, in the words of whoever imported them."""
    imported_at: str
    """ISO 8601, in UTC."""
    synthetic: bool
    """Whether the heights are invented, for a demonstration."""
    original_crs: str
    resampled: bool
    """Whether the cells are not those of the original file."""
    unit: str
    """Of the original; here heights are always metres."""
    quantum_m: float
    """Smallest difference between two heights of the original; 0 if there is none."""
    accuracy_m: float
    """Stated vertical accuracy; 0 when nobody said."""
    lowest_m: float
    highest_m: float
    void_share: float
    """Part of the grid without a height."""
    grid: Grid
    version: str
    """Changes with the heights, so that addresses of tiles change with them."""
    zooms: tuple[int, int] = (8, 8)
    """Of the relief's tiles."""

    @property
    def uncertain_m(self) -> float:
        """Heights closer than this cannot be told apart."""
        return max(self.quantum_m, self.accuracy_m)

    def write(self, file: Path) -> None:
        """Keep it in `file`."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """What was kept in `file`."""
        raw = json.loads(file.read_text(encoding="utf-8"))
        grid, zooms = Grid(**raw.pop("grid")), tuple(raw.pop("zooms"))
        return cls(grid=grid, zooms=zooms, **raw)
