"""Why a DEM was refused, or a question about heights cannot be answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from geo.errors import Refusal
from geo.published.refusals import BadParameter, NotFound


class NotADem(Refusal):
    """The file cannot be taken as the DEM of this instance."""


class NotARaster(NotADem):
    """The content is none of the formats that are read."""


class DamagedRaster(NotADem):
    """The file ends before its end, or its content cannot be decoded."""


class OddRaster(NotADem):
    """The raster has another form than heights on a grid: bands, rotation, numbers."""


class Unplaced(NotADem):
    """Nobody says where the raster lies, or it lies elsewhere."""


class OddHeights(NotADem):
    """The numbers cannot be heights in metres."""


class TooManyCells(NotADem):
    """More cells than one municipality can use."""


class NoDem(NotFound):
    """No DEM was imported into this instance."""

    sentence = _(
        "This instance has no elevation model yet. Its technician imports one with "
        "“./llajta manage import_dem FILE”."
    )


class BadLine(BadParameter):
    """A profile cannot be drawn along this line."""
