"""Every stretch of street of the drawn town with the name it is called by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from data.town.blocks import LocalWay
from data.town.facts import Facts, LocalStreet
from data.town.naming import Group, local_names, name_cut, name_locals
from data.town.network import Way
from data.town.valley import Valley
from data.town.villages import Hamlet

HILLS: int = 100_000
"""Owners of hamlet streets are numbered from here, valley organisations from zero."""


def called_ways(
    facts: Facts, valley: Valley, drawn: list[Hamlet], roads: list[Way]
) -> list[Way]:
    """All ways of the town, named."""
    town = valley.town_ways
    taken = {way.name for way in (*town, *roads)}
    return [
        *town,
        *_called_cuts(facts, valley, taken),
        *_called_locals(facts, valley),
        *_called_hamlets(facts, valley, drawn),
        *roads,
    ]


def _called_cuts(facts: Facts, valley: Valley, taken: set[str]) -> list[Way]:
    grounds = np.array([plot.ground for plot in valley.plots], dtype=object)
    tree = shapely.STRtree(grounds)
    named = []
    for cut in valley.cuts:
        verge = cut.line.buffer(6)
        shared: dict[int, float] = {}
        for plot in sorted(tree.query(verge, predicate="intersects")):
            seed = valley.plots[plot].seed
            if seed >= 0:
                area = shapely.area(shapely.intersection(verge, grounds[plot]))
                shared[seed] = shared.get(seed, 0.0) + float(area)
        beside = sorted(shared, key=lambda seed: (-round(shared[seed], 3), seed))
        names = [
            facts.organisations[valley.seeds[seed].organisation].name for seed in beside
        ]
        street = name_cut(cut.kind, names, taken)
        taken.add(street.name)
        named.append(replace(cut, name=street.name))
    return named


def _called_locals(facts: Facts, valley: Valley) -> list[Way]:
    of_seed: dict[int, list[LocalWay]] = {}
    for way in valley.local_ways:
        of_seed.setdefault(way.seed, []).append(way)
    named = []
    for seed, ways in sorted(of_seed.items()):
        lengths: dict[tuple[int, int, int], float] = {}
        for way in ways:
            key = (way.plot, way.family, way.order)
            lengths[key] = lengths.get(key, 0.0) + way.line.length
        groups = {
            key: Group(plot=key[0], family=key[1], order=key[2], length=length)
            for key, length in lengths.items()
        }
        known = _facts_of(facts, valley, seed)
        names = name_locals(list(groups.values()), known)
        cited = {street.name for street in known}
        for way in ways:
            street = names[groups[(way.plot, way.family, way.order)]]
            if street.name not in cited and way.plot not in valley.inhabited_plots:
                continue  # a smaller town keeps only the names that texts know
            named.append(
                Way(
                    name=street.name,
                    kind=street.kind,
                    line=way.line,
                    certainty="drawn",
                    owner=seed,
                )
            )
    return named


def _facts_of(facts: Facts, valley: Valley, seed: int) -> list[LocalStreet]:
    if seed < 0:
        return []
    organisation = facts.organisations[valley.seeds[seed].organisation]
    return named_in(facts, organisation.name, organisation.district)


def named_in(facts: Facts, otb: str, district: int) -> list[LocalStreet]:
    """The local streets that texts name with this organisation."""
    known = {street.name for street in facts.streets}
    mine = (s for s in facts.local_streets if (s.otb, s.district) == (otb, district))
    return local_names(mine, known)


def _called_hamlets(facts: Facts, valley: Valley, drawn: list[Hamlet]) -> list[Way]:
    named = []
    for index, (hamlet, community) in enumerate(
        zip(drawn, valley.hills.communities, strict=True)
    ):
        groups = [
            Group(plot=0, family=min(order, 1), order=order, length=line.length)
            for order, line in enumerate(hamlet.streets)
        ]
        names = name_locals(groups, named_in(facts, community.name, community.district))
        for group, line in zip(groups, hamlet.streets, strict=True):
            street = names[group]
            named.append(
                Way(
                    name=street.name,
                    kind=street.kind,
                    line=line,
                    certainty="drawn",
                    owner=HILLS + index,
                )
            )
    return named
