"""Where the invented feasts are held: along an avenue, past hydrants, to a temple."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Final

from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from apps.festivals.actions import close_street, keep_clear
from apps.festivals.models import Closure, Festival, Zone
from apps.festivals.terms import ZoneKind
from apps.territory.models import Street
from apps.territory.terms import StreetKind
from geo.access import Viewer
from geo.measure import planar, stored

LONGEST_M: Final = 2600
"""Of the avenue: the fair of Urkupiña fills 2.3 km of the Av. Martín Cárdenas, and a little
more makes the two feasts 1,500 modules."""


def avenue(scale: float) -> LineString | None:
    """The longest piece of an avenue, as much of it as a feast of this scale takes."""
    avenues = Street.objects.filter(kind=StreetKind.AVENUE)
    pieces = chain.from_iterable(planar(street.axis) for street in avenues)
    lines = [piece for piece in pieces if isinstance(piece, LineString)]
    longest = max(lines, key=lambda piece: piece.length, default=None)
    if longest is None:
        return None
    length = min(longest.length, LONGEST_M) * min(1, scale * 2)
    steps = [longest.interpolate(length * step / 40) for step in range(41)]
    return stored(LineString([step.coords for step in steps], srid=longest.srid))


def keep_ground_clear(festival: Festival, route: LineString, *, by: Viewer) -> None:
    """Hydrants beside the avenue, a temple at its end, and the avenue itself closed."""
    axis = planar(route)
    for share, side in ((0.2, 7), (0.45, -7), (0.7, 7)):
        x, y = axis.interpolate_normalized(share).coords
        hydrant = Zone(
            festival=festival,
            kind=ZoneKind.HYDRANT,
            name=f"Hidrante de demostración, km {axis.length * share / 1000:.1f}",
            place=stored(Point(x, y + side, srid=axis.srid)),
            clearance_m=3,
        )
        keep_clear(hydrant, by=by)
    x, y = axis.coords[-1]
    temple = stored(Point(x, y, srid=axis.srid).buffer(15))
    zone = Zone(
        festival=festival,
        kind=ZoneKind.TEMPLE,
        name="Templo de demostración",
        place=temple,
        clearance_m=10,
    )
    keep_clear(zone, by=by)
    _close(festival, route, by=by)


def _close(festival: Festival, route: LineString, *, by: Viewer) -> None:
    midnight = dt.time(tzinfo=timezone.get_current_timezone())
    hours = DateTimeTZRange(
        dt.datetime.combine(festival.days.lower, midnight),
        dt.datetime.combine(festival.days.upper, midnight),
    )
    closure = Closure(
        festival=festival,
        name="Avenida del recorrido",
        hours=hours,
        line=MultiLineString(route, srid=route.srid),
    )
    close_street(closure, by=by)
