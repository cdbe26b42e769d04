"""Blocks with their lots, and the people who live on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely

from data.town.density import Density
from data.town.facts import Facts
from data.town.parcels import Lots, cut_lots, strips, take
from data.town.plane import Geometries, Integers
from data.town.reserved import Block
from data.town.settling import Bools, chances, likely, people_of, settled, shares
from data.town.streets import Street

HAMLET: Final = 9.0
"""Persons per hectare that the lots of a hamlet are sized for."""

COVERED: Final = 0.22
"""Share of a block under lots below which it is farmland."""


@dataclass(frozen=True, kw_only=True)
class TownBlock:
    """A block as it is loaded."""

    code: str
    district: int
    use: str
    hamlet: int
    """Index of the community in the hills, or -1."""
    plot: int


@dataclass(frozen=True, kw_only=True)
class Inhabited:
    """Blocks and parcels as parallel arrays, in metres."""

    blocks: list[TownBlock]
    block_shapes: Geometries
    parcel_codes: list[str]
    parcel_shapes: Geometries
    parcel_block: Integers
    persons: Integers
    """Persons on each parcel."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """A block to be lived on, with where it lies."""

    block: Block
    district: int
    hamlet: int


def inhabit(
    facts: Facts,
    sites: list[Site],
    houses: dict[int, int],
    streets: list[Street],
    density: Density,
    scale: float,
    rng: np.random.Generator,
) -> Inhabited:
    """Lots on the sites until every district has its share of the parcels.

    `houses` is how many lots the hamlets have, by hamlet; `scale` is the share of the
    town's parcels and people to put here.
    """
    shapes = np.array([site.block.shape for site in sites], dtype=object)
    persons = density.at(shapely.get_coordinates(shapely.centroid(shapes)))
    hamlet = np.array([site.hamlet for site in sites])
    persons = np.where(hamlet >= 0, HAMLET, persons)
    where = np.flatnonzero([site.block.use == "housing" for site in sites])
    lots = strips(shapes[where], persons[where], rng)
    chance = chances(lots, persons[where], rng)
    lots = replace(lots, block=where[lots.block])
    district = np.array([site.district for site in sites])
    always = _hamlet_lots(hamlet[lots.block], houses)
    quotas = _quotas(facts, district[lots.block], scale)
    kept = likely(district[lots.block], chance, always, quotas)
    axes = np.array([street.axis for street in streets], dtype=object)
    lots, cut = cut_lots(take(lots, kept), shapes, axes)
    kept = kept[cut]
    chosen = settled(district[lots.block], chance[kept], always[kept], quotas)
    lots = take(lots, chosen)
    home = district[lots.block]
    return _coded(sites, shapes, lots, people_of(home, _people(facts, home, scale), rng))


def _hamlet_lots(hamlet: Integers, houses: dict[int, int]) -> Bools:
    """The first lots of every hamlet, as many as it has houses."""
    always = np.zeros(len(hamlet), dtype=bool)
    for number, count in houses.items():
        always[np.flatnonzero(hamlet == number)[:count]] = True
    return always


def _quotas(facts: Facts, district: Integers, scale: float) -> dict[int, int]:
    """Parcels by district, in proportion to voters where anything is drawn."""
    voters = facts.voters()
    numbers = [number for number in voters if (district == number).any()]
    total = round(facts.statistics.parcels * scale)
    room = np.array([int((district == number).sum()) for number in numbers])
    if scale < 1:
        counts = shares(min(total, int(room.sum())), room.astype(float))
        return dict(zip(numbers, counts.tolist(), strict=True))
    counts = shares(total, np.array([voters[number] for number in numbers], dtype=float))
    return dict(zip(numbers, counts.tolist(), strict=True))


def _people(facts: Facts, district: Integers, scale: float) -> dict[int, int]:
    """People by district: the census shared out by voters, where anybody lives."""
    voters = facts.voters()
    numbers = list(voters)
    counts = shares(
        facts.statistics.people,
        np.array([voters[number] for number in numbers], dtype=float),
    )
    people = dict(zip(numbers, counts.tolist(), strict=True))
    if scale >= 1:
        return people
    per_parcel = facts.statistics.people / facts.statistics.parcels
    return {
        number: round(per_parcel * int((district == number).sum())) for number in numbers
    }


def _coded(
    sites: list[Site],
    shapes: Geometries,
    lots: Lots,
    persons: Integers,
) -> Inhabited:
    """Codes by district, block and lot, from north-west to south-east."""
    block = lots.block
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    covered = np.bincount(block, weights=shapely.area(lots.shapes), minlength=len(sites))
    share = covered / shapely.area(shapes)
    order = np.lexsort((middles[:, 0], -np.round(middles[:, 1], -2)))
    counter: dict[int, int] = {}
    blocks: list[TownBlock | None] = [None] * len(sites)
    for index in order:
        site = sites[index]
        counter[site.district] = counter.get(site.district, 0) + 1
        sparse = site.block.use == "housing" and share[index] < COVERED
        blocks[index] = TownBlock(
            code=f"{site.district:02d}-{counter[site.district]:04d}",
            district=site.district,
            use="farmland" if sparse else site.block.use,
            hamlet=site.hamlet,
            plot=site.block.plot,
        )
    done = [found for found in blocks if found is not None]
    number: dict[int, int] = {}
    codes = []
    for at in block:
        number[int(at)] = number.get(int(at), 0) + 1
        codes.append(f"{done[at].code}-{number[int(at)]:03d}")
    return Inhabited(
        blocks=done,
        block_shapes=shapes,
        parcel_codes=codes,
        parcel_shapes=lots.shapes,
        parcel_block=block,
        persons=persons,
    )
