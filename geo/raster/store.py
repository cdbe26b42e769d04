"""The instance's DEM: one folder that an import replaces as a whole.

It is the link `dem` in the instance's folder, exchanged like that of the open data, so a
reader meets the old heights with the old relief or the new with the new.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np
from django.conf import settings

from geo.raster.about import About
from geo.raster.archive import Archive
from geo.raster.grid import Heights
from geo.raster.refusals import NoDem

COG: Final = "dem.tif"
HEIGHTS: Final = "heights.npy"
ABOUT: Final = "about.json"
HILLSHADE: Final = "hillshade.pmtiles"
CONTOURS: Final = "contours.pmtiles"


@dataclass(frozen=True, kw_only=True)
class Dem:
    """The DEM as it is kept: what is large is read from the disk where it is needed."""

    about: About
    heights: Heights
    """Metres, row by row from the north; NaN where nothing is known."""
    hillshade: Archive
    """Pictures of light and shadow."""
    contours: Archive
    """Lines of equal height."""
    cog: Path
    """The same heights as a Cloud Optimised GeoTIFF."""

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """The DEM that a finished import left in `folder`."""
        return cls(
            about=About.read(folder / ABOUT),
            heights=np.load(folder / HEIGHTS, mmap_mode="r"),
            hillshade=Archive(folder / HILLSHADE),
            contours=Archive(folder / CONTOURS),
            cog=folder / COG,
        )


def dem_folder() -> Path:
    """Where this instance keeps its DEM."""
    return Path(settings.VAR) / "dem"


def find_dem() -> Dem | None:
    """The DEM of this instance, None while there is none."""
    link = dem_folder()
    for _once_more in range(2):  # an import may exchange the folder between two steps
        try:
            build = os.readlink(link)  # noqa: PTH115  (the name is wanted, not a path)
            return _opened(link.parent / build)
        except FileNotFoundError:
            continue
        except OSError:  # something else has that name
            return None
    return None


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Dem:
    return Dem.opened(folder)


def get_dem() -> Dem:
    """The DEM of this instance.

    Raises:
        NoDem: none was imported.
    """
    dem = find_dem()
    if dem is None:
        raise NoDem
    return dem
