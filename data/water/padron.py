"""The invented list of users of an operator, as the import reads a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from pyproj import CRS

from data.water.figures import CATEGORIES
from geo import crs as stored
from geo import sql
from geo.exchange.columns import Column
from geo.exchange.features import BATCH_ROWS, Batch
from geo.exchange.wkb import points

SQL: Final = Path(__file__).parent / "sql"
COLUMNS: Final = (
    "operador", "cuenta", "usuario", "categoria", "medidor", "direccion", "desde",
)  # fmt: skip

GIVEN: Final = (
    "María", "Juan", "Rosa", "José", "Ana", "Luis", "Juana", "Carlos", "Elena", "Mario",
    "Sonia", "Félix", "Teresa", "Víctor", "Lidia", "Hugo", "Nelly", "Jaime", "Martha",
    "Edwin", "Felipa", "Rolando", "Virginia", "Wilson", "Gladys",
)  # fmt: skip
SURNAMES: Final = (
    "Mamani", "Quispe", "Flores", "Choque", "Rojas", "Vargas", "Condori", "Gutiérrez",
    "Fernández", "García", "López", "Rodríguez", "Cruz", "Torrico", "Zurita", "Claros",
    "Camacho", "Vásquez", "Ramírez", "Arnez", "Villarroel", "Orellana", "Soria", "Terceros",
    "Heredia", "Céspedes", "Siles", "Montaño", "Guzmán", "Ledezma",
)  # fmt: skip
"""Frequent names of the valley, put together by chance: nobody's."""


@dataclass(frozen=True, kw_only=True)
class House:
    """A parcel that may have a tap."""

    code: str
    longitude: float
    latitude: float
    address: str
    use: str


@dataclass(frozen=True, kw_only=True)
class Users:
    """The users of one operator as rows of a padrón (`Features`)."""

    operator: str
    houses: Sequence[House]
    prefix: str
    is_metered: bool
    since: str
    rng: np.random.Generator
    name: str = "padrón de demostración"
    columns: tuple[str, ...] = COLUMNS
    notes: list[str] = field(default_factory=list)

    @property
    def crs(self) -> CRS:
        """Positions are degrees."""
        return CRS.from_epsg(stored.STORAGE)

    @property
    def total(self) -> int:
        """Number of users."""
        return len(self.houses)

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """The rows with these columns."""
        rows = list(self._rows())
        for first in range(0, len(rows), BATCH_ROWS):
            some = rows[first : first + BATCH_ROWS]
            houses = self.houses[first : first + BATCH_ROWS]
            x = np.array([house.longitude for house in houses])
            y = np.array([house.latitude for house in houses])
            turned = dict(zip(COLUMNS, zip(*some, strict=True), strict=True))
            yield Batch(
                lines=np.arange(first + 1, first + 1 + len(some), dtype=np.int64),
                shapes=points(x, y, np.ones(len(some), dtype=bool)),
                columns={name: Column.of_texts(turned[name]) for name in columns},
            )

    def _rows(self) -> Iterator[tuple[str, ...]]:
        words = [word for word, _share in CATEGORIES]
        shares = [share for _word, share in CATEGORIES]
        drawn = self.rng.choice(len(words), size=len(self.houses), p=shares)
        names = self.rng.integers(0, 10**9, size=(len(self.houses), 4))
        for number, house in enumerate(self.houses, start=1):
            one, two, three, four = (int(each) for each in names[number - 1])
            holder = " ".join(
                (
                    GIVEN[one % len(GIVEN)],
                    GIVEN[two % len(GIVEN)],
                    SURNAMES[three % len(SURNAMES)],
                    SURNAMES[four % len(SURNAMES)],
                )
            )
            is_public = house.use == "service"
            yield (
                self.operator,
                f"{self.prefix}{number:05}",
                f"Centro público {house.code}" if is_public else holder,
                "public" if is_public else words[drawn[number - 1]],
                f"{self.prefix}M{number:05}" if self.is_metered else "",
                house.address,
                self.since,
            )


def houses_of(otbs: Sequence[int], *, most: int) -> list[House]:
    """Parcels of some OTBs by chance, but the same each time."""
    return sql.rows(House, SQL / "houses.sql", otbs=list(otbs), most=most)
