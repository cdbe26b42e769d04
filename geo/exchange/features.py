"""What a file of features is to the importer: columns, a CRS, and batches of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS

from geo.exchange.columns import Column
from geo.exchange.faults import Fault
from geo.exchange.refusals import TooLarge

BATCH_ROWS: Final = 16_384
"""Most rows in a batch."""

BATCH_BYTES: Final = 4_000_000
"""About how much a batch may hold, so that memory does not grow with the file."""

MOST_COLUMNS: Final = 2_000
"""More are no table that anybody made."""


def check_width(columns: int) -> None:
    """Accept a file of so many columns.

    Raises:
        TooLarge: they are too many.
    """
    if columns > MOST_COLUMNS:
        raise TooLarge(_("The file has %(count)d columns.") % {"count": columns})


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Some rows of a file, not yet judged."""

    lines: NDArray[np.int64]
    """Where each row stands: the line of a table, else the feature's number from 1."""
    shapes: Column
    """Geometry as WKB in the file's own CRS; null where the row has none."""
    columns: dict[str, Column]
    """UTF-8 text of the columns asked for."""
    faults: dict[int, tuple[Fault, str]] = field(default_factory=dict)
    """Rows (by index) that could not be read, with the fault and its detail."""

    def __len__(self) -> int:
        return len(self.lines)


class Features(Protocol):
    """A readable file or any other stream of rows with places."""

    @property
    def name(self) -> str:
        """What people call the source."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the attributes."""

    @property
    def crs(self) -> CRS | None:
        """The CRS of the shapes, longitude or easting first; None when nobody says."""

    @property
    def total(self) -> int | None:
        """Number of rows, where the format knows without reading everything."""

    @property
    def notes(self) -> list[str]:
        """What had to be guessed while reading, for the report."""

    def batches(self, columns: Sequence[str]) -> Iterator[Batch]:
        """The rows in order, with the text of these columns."""


def written(number: float) -> str:
    """A number as people write it: 12.0 is what a Shapefile makes of 12.

    >>> written(12.0), written(0.5), written(7)
    ('12', '0.5', '7')
    """
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return str(number)
