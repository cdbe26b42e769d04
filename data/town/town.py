"""The drawn town, whole: everything a municipality's territory consists of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from data.town.addresses import Door, number_houses
from data.town.called import called_ways, named_in
from data.town.density import Density
from data.town.facts import Facts
from data.town.ground import united
from data.town.inhabited import Inhabited, Site, inhabit
from data.town.mountains import community_lands, links
from data.town.network import Way, within
from data.town.plane import Floats, Geometries
from data.town.reserved import Block
from data.town.streets import Street, join
from data.town.valley import Valley, draw_valley
from data.town.villages import Hamlet, hamlets, roads
from data.town.zones import Zone, draw_zones

GATE: float = 350.0
"""Metres from the foot of the hills within which the end of a known road is a gate."""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A territorial organisation with its drawn ground."""

    name: str
    kind: str
    district: int
    shape: MultiPolygon


@dataclass(frozen=True, kw_only=True)
class Town:
    """The town in metres of the metric CRS, ready to be turned into degrees."""

    outline: MultiPolygon
    districts: dict[int, MultiPolygon]
    zones: list[Zone]
    organisations: list[Organisation]
    streets: list[Street]
    inhabited: Inhabited
    parcel_organisation: list[int]
    """Index of the organisation each parcel lies in, or -1."""
    doors: list[Door]

    def fingerprint(self) -> str:
        """A hash of every shape and name: equal for equal facts, seed and scale."""
        digest = hashlib.sha256()
        shapes: list[Geometries] = [
            np.array([self.outline, *self.districts.values()], dtype=object),
            np.array([zone.shape for zone in self.zones], dtype=object),
            np.array([one.shape for one in self.organisations], dtype=object),
            np.array([street.axis for street in self.streets], dtype=object),
            self.inhabited.block_shapes,
            self.inhabited.parcel_shapes,
            np.array([door.position for door in self.doors], dtype=object),
        ]
        for array in shapes:
            for shape in shapely.to_wkb(array):
                digest.update(shape)
        names = [street.name for street in self.streets] + self.inhabited.parcel_codes
        digest.update("\n".join(names).encode())
        return digest.hexdigest()


def draw_town(facts: Facts, *, seed: int, scale: float = 1.0) -> Town:
    """Draw the town; `scale` is the share of parcels, around the centre, that is drawn."""
    rng = np.random.default_rng(seed)
    density = Density(facts)
    valley = draw_valley(facts, density, scale, rng)
    drawn, hill_roads = _hill_country(facts, valley, rng)
    streets = join(called_ways(facts, valley, drawn, hill_roads))
    plots = valley.plots
    numbers = sorted({plot.district for plot in plots})
    districts = {
        number: united([plot.ground for plot in plots if plot.district == number])
        for number in numbers
    }
    centres = np.array([hamlet.centre for hamlet in drawn])
    lands = community_lands(valley.hills, centres, rng)
    organisations = _organisations(facts, valley, lands, districts)
    settled = drawn if scale >= 1 else []
    houses = {number: hamlet.houses for number, hamlet in enumerate(settled)}
    sites = _sites(valley, settled)
    inhabited = inhabit(facts, sites, houses, streets, density, scale, rng)
    names = {
        community.name: land
        for community, land in zip(valley.hills.communities, lands, strict=True)
    }
    return Town(
        outline=united([plot.ground for plot in plots]),
        districts=districts,
        zones=draw_zones(facts, plots, names),
        organisations=organisations,
        streets=streets,
        inhabited=inhabited,
        parcel_organisation=_parcel_organisations(valley, inhabited),
        doors=number_houses(inhabited.parcel_shapes, streets),
    )


def _hill_country(
    facts: Facts, valley: Valley, rng: np.random.Generator
) -> tuple[list[Hamlet], list[Way]]:
    hills = valley.hills
    gates = _gates(valley)
    joined = links(hills.points[: len(hills.communities)], gates)
    needed = [
        len(named_in(facts, community.name, community.district))
        for community in hills.communities
    ]
    drawn = hamlets(hills, valley.limit, needed, joined)
    return drawn, within(roads(hills, drawn, gates, joined, rng), valley.limit)


def _gates(valley: Valley) -> Floats:
    """Ends of known roads where the hills begin."""
    ends = [
        vertex
        for way in valley.town_ways
        if way.kind in ("road", "avenue")
        for vertex in (way.line.coords[0], way.line.coords[-1])
    ]
    points = np.unique(np.array(ends), axis=0)
    away = shapely.distance(valley.floor.boundary, shapely.points(points))
    beyond = shapely.distance(valley.floor, shapely.points(points)) > 0
    inland = shapely.distance(valley.limit.boundary, shapely.points(points)) > 100
    return np.asarray(points[((away < GATE) | beyond) & inland])


def _organisations(
    facts: Facts,
    valley: Valley,
    lands: list[Polygon],
    districts: dict[int, MultiPolygon],
) -> list[Organisation]:
    """Those of the valley in the order of the seeds, then those of the hills."""
    found = []
    for index, seed in enumerate(valley.seeds):
        organisation = facts.organisations[seed.organisation]
        grounds = [plot.ground for plot in valley.plots if plot.seed == index]
        found.append(
            Organisation(
                name=organisation.name,
                kind=organisation.kind,
                district=organisation.district,
                shape=united(grounds),
            )
        )
    kinds = {(one.name, one.district): one.kind for one in facts.organisations}
    for community, land in zip(valley.hills.communities, lands, strict=True):
        inside = shapely.intersection(land, districts[community.district].buffer(-1))
        parts = [part for part in shapely.get_parts(inside) if part.area > 1_000]
        found.append(
            Organisation(
                name=community.name,
                kind=kinds.get((community.name, community.district), community.kind),
                district=community.district,
                shape=MultiPolygon(parts),
            )
        )
    return found


def _sites(valley: Valley, drawn: list[Hamlet]) -> list[Site]:
    sites = [
        Site(block=block, district=valley.plots[block.plot].district, hamlet=-1)
        for block in valley.blocks
    ]
    for number, (hamlet, community) in enumerate(
        zip(drawn, valley.hills.communities, strict=False)
    ):
        sites += [
            Site(
                block=Block(shape=shape, plot=-1, use="housing"),
                district=community.district,
                hamlet=number,
            )
            for shape in hamlet.blocks
        ]
    return sites


def _parcel_organisations(valley: Valley, inhabited: Inhabited) -> list[int]:
    """The organisation of each parcel: the one its block's plot belongs to."""
    count = len(valley.seeds)
    of_block = [
        count + block.hamlet if block.hamlet >= 0 else valley.plots[block.plot].seed
        for block in inhabited.blocks
    ]
    return [of_block[block] for block in inhabited.parcel_block]
