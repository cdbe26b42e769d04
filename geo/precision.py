"""How exactly anyone sees where the rows of a layer are; staff see them as stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Model


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Positions are shown as they are stored."""


@dataclass(frozen=True, kw_only=True)
class Snapped:
    """Points are moved to the nearest crossing of a grid in the metric CRS."""

    metres: int
    """Width of the grid's cells; nobody is moved further than 0.71 of it."""

    def __post_init__(self) -> None:
        if self.metres < 1:
            raise ValueError("a grid of positions needs cells of a metre or more")


@dataclass(frozen=True, kw_only=True)
class Masked:
    """Points are moved by a secret distance and direction, always the same for one thing.

    The moved point stands in a column of the model's own table, kept by a trigger. Where
    fewer than `geo.privacy.MASKED_AMONG` places could be meant, there is no point.

    *Source*: Hampton, K. H. et al. (2010), Mapping health data: improved privacy protection
    with donut method geomasking, Am. J. Epidemiol. 172:1062-1069.
    """

    column: str
    """Model field for the moved point; nullable, written by the database only."""
    among: type[Model]
    """The places that whoever looks may hold for the true one: a cadastre."""
    places: str
    """Geometry field of `among`."""
    nearest: int
    """Metres by which a point is moved at least."""
    farthest: int
    """Metres by which it is moved at most."""
    by: str = "id"
    """Field that names what stands there. Rows with the same value are moved alike, so
    the many readings of one house cannot be averaged to find it."""

    def __post_init__(self) -> None:
        if not 0 < self.nearest < self.farthest:
            raise ValueError("a mask needs a ring: 0 < nearest < farthest")


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Rows are shown without a place."""


Precision = Exact | Snapped | Masked | Withheld

EXACT: Final = Exact()
