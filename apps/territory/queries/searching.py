"""Where a name, a corner, an address or pasted coordinates are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from apps.territory.domain.asking import Asked, understand
from apps.territory.domain.coordinates import Coordinates, find_coordinates
from apps.territory.domain.sound import sound
from apps.territory.queries.locating import SQL, locate
from geo import crs, sql

LEAST_SCORE: Final = 0.28
"""Below this a name is not alike any more."""
SURELY: Final = 0.7
NEARLY_MET_M: Final = 1000.0
"""Streets that are surely meant but do not meet are answered where they come nearest."""
LEAST_ADDRESS_SCORE: Final = 0.5
"""A house number is only believed on a street that is surely meant."""
SURELY_NAMED: Final = 0.8
"""From here on something is called as asked, and no corner is guessed."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One place that a search text may mean."""

    label: str
    """How people read it: Av. Blanco Galindo, OTB Ironcollo Norte, Distrito 4."""
    kind: str
    """district, zone, otb, street, corner, place, address or coordinates."""
    target: int | None
    """Primary key in the table of its kind; none for coordinates."""
    district_number: int | None
    longitude: float
    latitude: float
    score: float
    """1 for an exact name, falling to 0; comparable within one search only."""


def search(text: str, limit: int = 10) -> list[Found]:
    """Places that `text` may mean, best first, however people write it.

    Accents, case, short forms, lost characters and small slips do not matter; corners
    (`Sucre y Beni`), house numbers and coordinates (`-17.39, -66.28`) are understood.
    """
    town = settings.MUNICIPALITY
    pasted = find_coordinates(text, town.bounds)
    if pasted:
        return [_at(pasted)]
    asked = understand(text, town.name, town.department)
    if not asked.readings:
        return []
    found = [
        *_addresses(asked, limit),
        *_corners(asked.corners, asked.district, limit),
        *_names(asked, limit),
    ]
    if all(each.score < SURELY_NAMED for each in found):
        found += _corners(asked.guessed_corners, asked.district, limit)
    return sorted(found, key=lambda each: -each.score)[:limit]


def _names(asked: Asked, limit: int) -> list[Found]:
    """Named places."""
    return sql.rows(
        Found,
        SQL / "search_names.sql",
        keys=[reading.key for reading in asked.readings],
        patterns=[reading.pattern for reading in asked.readings],
        bare=[reading.bare for reading in asked.readings],
        words=["|".join(reading.words) for reading in asked.readings],
        heard=[reading.heard for reading in asked.readings],
        factors=[reading.factor for reading in asked.readings],
        district=asked.district,
        kinds=list(asked.kinds),
        least=LEAST_SCORE,
        limit=limit,
    )


def _corners(
    pairs: tuple[tuple[str, str], ...], district: int | None, limit: int
) -> list[Found]:
    """Corners of any of `pairs`, the names of two streets each."""
    if not pairs:
        return []
    found = sql.rows(
        Found,
        SQL / "search_corners.sql",
        ones=[one for one, _two in pairs],
        twos=[two for _one, two in pairs],
        keys=(keys := [each for pair in pairs for each in pair]),
        heard=[sound(each) for each in keys],
        district=district,
        metric=crs.METRIC,
        surely=SURELY,
        near_m=NEARLY_MET_M,
        least=LEAST_SCORE,
        limit=limit,
    )
    return [each if each.target else _not_met(each) for each in found]


def _not_met(found: Found) -> Found:
    """Say that two streets do not meet, so that nobody takes the point for a corner."""
    label = _("%(streets)s (they do not meet: nearest point)") % {"streets": found.label}
    return replace(found, label=label)


def _addresses(asked: Asked, limit: int) -> list[Found]:
    """House numbers, when the text ends in one."""
    if not asked.number:
        return []
    return sql.rows(
        Found,
        SQL / "search_addresses.sql",
        street=asked.street,
        number=asked.number,
        least=LEAST_ADDRESS_SCORE,
        limit=limit,
    )


def _at(pasted: Coordinates) -> Found:
    """The place that pasted coordinates mean."""
    position = Point(pasted.x, pasted.y, srid=pasted.srid)
    position.transform(crs.STORAGE)
    district = locate(position).district
    return Found(
        label=f"{position.y:.6f}, {position.x:.6f}",
        kind="coordinates",
        target=None,
        district_number=district.number if district else None,
        longitude=position.x,
        latitude=position.y,
        score=1.0,
    )
