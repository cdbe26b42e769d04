"""One point per territorial organisation of the valley, from which its ground grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import Polygon

from data.town.density import Density
from data.town.facts import Facts
from data.town.plane import Floats, metres

STEP: Final = 120.0
"""Metres between the places tried for an organisation without a known position."""

INHABITED: Final = 4.0
"""Persons per hectare below which no organisation is put without a fact."""

FULL: Final = 20.0
"""Persons per hectare from which more people do not make a place likelier."""


@dataclass(frozen=True, kw_only=True)
class Seed:
    """An organisation's starting point; `organisation` is its index in the facts."""

    organisation: int
    district: int
    x: float
    y: float


def valley_seeds(facts: Facts, valley: Polygon, density: Density) -> list[Seed]:
    """Seeds of all organisations that stand in the valley, in the order of the facts."""
    seeds = {}
    for index, organisation in enumerate(facts.organisations):
        if organisation.position is None:
            continue
        x, y = metres((organisation.position,))[0]
        if shapely.contains_xy(valley, x, y):
            seeds[index] = Seed(
                organisation=index, district=organisation.district, x=x, y=y
            )
    free = _free_places(facts, valley, density)
    outside = mountain_names(facts, valley)
    for index, organisation in enumerate(facts.organisations):
        key = (organisation.name, organisation.district)
        if organisation.position is None and key not in outside:
            places = free[organisation.district]
            seeds[index] = _placed(
                index, organisation.district, places, list(seeds.values()), density
            )
    return [seeds[index] for index in sorted(seeds)]


def mountain_names(facts: Facts, valley: Polygon) -> dict[tuple[str, int], tuple[str, int]]:
    """Name and district of the communities outside the valley."""
    points = metres(tuple(community.position for community in facts.communities))
    outside = ~shapely.contains_xy(valley, points[:, 0], points[:, 1])
    keys = [(community.name, community.district) for community in facts.communities]
    return {key: key for key, far in zip(keys, outside, strict=True) if far}


def _free_places(facts: Facts, valley: Polygon, density: Density) -> dict[int, Floats]:
    """Inhabited places by district, each in the district of the nearest known point."""
    west, south, east, north = valley.bounds
    columns, rows = np.arange(west, east, STEP), np.arange(south, north, STEP)
    points = np.array([(x, y) for x in columns for y in rows])
    inside = shapely.contains_xy(valley.buffer(-STEP), points[:, 0], points[:, 1])
    points = points[inside]
    points = points[density.at(points) > INHABITED]
    known = [
        (one.position, one.district)
        for one in facts.organisations
        if one.position is not None
    ]
    known += [(place.position, place.district) for place in facts.polling_places]
    positions = metres(tuple(position for position, _ in known))
    districts = np.array([district for _, district in known])
    squared = ((points[:, None] - positions[None]) ** 2).sum(axis=2)
    nearest = districts[squared.argmin(axis=1)]
    return {int(number): points[nearest == number] for number in np.unique(districts)}


def _placed(
    index: int, district: int, places: Floats, seeds: list[Seed], density: Density
) -> Seed:
    """The place far from every seed so far and yet where people live."""
    taken = np.array([(seed.x, seed.y) for seed in seeds])
    squared = ((places[:, None] - taken[None]) ** 2).sum(axis=2).min(axis=1)
    x, y = places[(squared * np.minimum(density.at(places), FULL)).argmax()]
    return Seed(organisation=index, district=district, x=float(x), y=float(y))
