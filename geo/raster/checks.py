"""Whether the numbers of a raster can be heights, and how finely they are told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from geo.raster.opening import Raster, Reading
from geo.raster.refusals import DamagedRaster, OddHeights, TooManyCells

LOWEST_M: Final = -500.0
HIGHEST_M: Final = 9000.0
"""The Dead Sea and Mount Everest, with some air."""
VOIDS: Final = (-32768.0, -32767.0, -9999.0)
"""Numbers that stand for “nothing known” even where the file forgets to say so."""
UNITS: Final[dict[str, float]] = {
    "m": 1.0,
    "ft": 0.3048,
    "us-ft": 1200 / 3937,
    "dm": 0.1,
    "cm": 0.01,
    "mm": 0.001,
}
"""Metres of each unit."""
NAMED: Final = {
    "metre": "m",
    "meter": "m",
    "metres": "m",
    "meters": "m",
    "foot": "ft",
    "feet": "ft",
    "us survey foot": "us-ft",
    "us survey feet": "us-ft",
    "decimetre": "dm",
    "centimetre": "cm",
}
"""How files call them."""
GRAIN_M: Final = 0.001
"""Differences below a millimetre are an effect of arithmetic."""
AT_ONCE: Final = 4_000_000
"""Cells read at a time."""
MOST_READ: Final = 4_000_000_000
"""Cells of the original; reading more takes a day."""


@dataclass(kw_only=True)
class Tally:
    """What has been seen of the numbers so far, in the file's own unit."""

    lowest: float = math.inf
    highest: float = -math.inf
    known: int = 0
    first: float = math.nan
    quantum: int = 0
    """Greatest common divisor of the differences, in `grain`s."""
    void: float | None = None
    """A number of `VOIDS` that occurs without being declared."""
    grain: float = GRAIN_M

    def add(self, values: NDArray[Any]) -> None:
        """Take note of numbers that are known."""
        if not values.size:
            return
        self.lowest = min(self.lowest, float(values.min()))
        self.highest = max(self.highest, float(values.max()))
        self.known += values.size
        if math.isnan(self.first):
            self.first = float(values[0])
        if self.quantum == 1:
            return
        apart = np.rint((np.unique(values) - self.first) / self.grain).astype(np.int64)
        self.quantum = math.gcd(self.quantum, int(np.gcd.reduce(np.abs(apart))))


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the checks found out about the heights."""

    unit: str
    nodata: float | None
    """Declared, or found out."""
    quantum_m: float


def unit_of(raster: Raster, said: str) -> str:
    """The unit of the heights: said by the person, else by the file, else metres.

    Raises:
        OddHeights: it is none of those that are known.
    """
    told = said or raster.dataset.units[raster.band - 1] or "m"
    unit = NAMED.get(told.strip().lower(), told.strip().lower())
    if unit not in UNITS:
        raise OddHeights(
            _("“%(unit)s” is no known unit of height. These are: %(known)s.")
            % {"unit": told[:20], "known": ", ".join(UNITS)}
        )
    return unit


def windows(window: Window, at_once: int = AT_ONCE) -> Iterator[Window]:
    """`window` in strips of so many cells that each fits into memory."""
    height = max(1, at_once // max(1, window.width))
    for row in range(0, window.height, height):
        yield Window(
            window.col_off,
            window.row_off + row,
            window.width,
            min(height, window.height - row),
        )


def judge_heights(raster: Raster, window: Window, reading: Reading) -> Judged:
    """Read the numbers of `window` once and say whether they can be heights.

    Raises:
        TooManyCells: it would take a day to read them.
        DamagedRaster: they cannot be read to the end.
        OddHeights: nothing is known there, or they are no heights in this unit.
    """
    if window.width * window.height > MOST_READ:
        raise TooManyCells(
            _(
                "The raster has %(count)d million cells here. Make a coarser one first: "
                "“gdal_translate -r average -outsize 10%% 10%% FILE coarser.tif”."
            )
            % {"count": window.width * window.height // 10**6}
        )
    unit = unit_of(raster, reading.unit)
    declared = raster.dataset.nodatavals[raster.band - 1]
    nodata = declared if reading.nodata is None else reading.nodata
    tally = Tally(grain=GRAIN_M / UNITS[unit])
    for part in windows(window):
        values = read(raster, part)
        tally.add(_known(values, nodata, tally))
    _judge(tally, unit)
    quantum_m = tally.quantum * GRAIN_M if tally.quantum > 1 else 0.0
    return Judged(
        unit=unit,
        nodata=tally.void if nodata is None else nodata,
        quantum_m=round(quantum_m, 3),
    )


def read(raster: Raster, window: Window) -> NDArray[Any]:
    """The numbers of `window`, as they stand in the file.

    Raises:
        DamagedRaster: they cannot be decoded.
    """
    try:
        values: NDArray[Any] = raster.dataset.read(raster.band, window=window)
    except RasterioError as error:
        raise damaged() from error
    return values


def damaged() -> DamagedRaster:
    """The refusal of a file that cannot be read to its end."""
    return DamagedRaster(
        _(
            "The raster is truncated or damaged: part of it cannot be read. Copy it again "
            "and compare its size with the original."
        )
    )


def _known(values: NDArray[Any], nodata: float | None, tally: Tally) -> NDArray[Any]:
    flat = values.ravel()
    if flat.dtype.kind == "f":
        flat = flat[np.isfinite(flat)]
    if nodata is not None and not math.isnan(nodata):
        return np.asarray(flat[flat != nodata])
    for void in VOIDS:
        if tally.void in (None, void) and flat.dtype.kind != "u" and (flat == void).any():
            tally.void = void
    known: NDArray[Any] = flat if tally.void is None else flat[flat != tally.void]
    return known


def _judge(tally: Tally, unit: str) -> None:
    if not tally.known:
        raise OddHeights(
            _(
                "Nothing is known in the raster within the municipality: every cell is "
                "empty (nodata). It may be another part of the series."
            )
        )
    metres = UNITS[unit]
    if tally.lowest * metres < LOWEST_M or tally.highest * metres > HIGHEST_M:
        raise _absurd(tally, unit)
    if tally.lowest == tally.highest:
        raise OddHeights(
            _("Every cell has the same height, %(height).0f: that is no relief.")
            % {"height": tally.lowest}
        )


def _absurd(tally: Tally, unit: str) -> OddHeights:
    """Heights beyond this planet: perhaps of another unit, which is named."""
    said = {"lowest": tally.lowest, "highest": tally.highest, "unit": unit}
    fits = [
        each
        for each, metres in UNITS.items()
        if each != "us-ft"
        and tally.lowest * metres >= LOWEST_M
        and 0 < tally.highest * metres <= HIGHEST_M
    ]
    if not fits:
        return OddHeights(
            _(
                "Heights from %(lowest).0f to %(highest).0f %(unit)s do not occur on this "
                "planet. If one number stands for “nothing known”, say it: --nodata NUMBER."
            )
            % said
        )
    return OddHeights(
        _(
            "Heights from %(lowest).0f to %(highest).0f %(unit)s do not occur on this "
            "planet; they may be written in another unit. Say which: --unit %(fits)s."
        )
        % {**said, "fits": " | ".join(fits)}
    )
