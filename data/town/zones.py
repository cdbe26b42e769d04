"""Zones of the electoral register, grown around the polling places that name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from data.town.facts import Facts
from data.town.ground import Plot, united
from data.town.plane import metres, points

REACH: Final = 620.0
"""Metres from its polling place to the middle of the last plot of a zone."""


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A named part of town."""

    name: str
    shape: MultiPolygon


def draw_zones(facts: Facts, plots: list[Plot], lands: dict[str, Polygon]) -> list[Zone]:
    """The plots nearest to each zone's polling places; in the hills, a community's land."""
    places = [place for place in facts.polling_places if place.zone]
    positions = metres(tuple(place.position for place in places))
    grounds = np.array([plot.ground for plot in plots], dtype=object)
    middles = shapely.get_coordinates(shapely.centroid(grounds))
    away = np.hypot(*(middles[:, None] - positions[None]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    inside = shapely.distance(points(positions)[nearest], grounds) == 0
    taken = (away.min(axis=1) < REACH) | inside
    taken &= np.array([plot.in_valley for plot in plots])
    members: dict[str, list[Polygon]] = {}
    for index in np.flatnonzero(taken):
        members.setdefault(places[nearest[index]].zone, []).append(grounds[index])
    zones = [Zone(name=name, shape=united(members[name])) for name in sorted(members)]
    for name in sorted({place.zone for place in places} - set(members)):
        if name in lands:
            zones.append(Zone(name=name, shape=MultiPolygon([lands[name]])))
    return zones
