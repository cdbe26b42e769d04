"""Which lots are lived on, and by how many: districts sized by their people."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from data.town.parcels import Lots
from data.town.plane import Floats, Integers

Bools = np.ndarray[Any, np.dtype[np.bool_]]

BLOCK_CHANCE: Final = 0.5
ROW_CHANCE: Final = 0.95
LOT_CHANCE: Final = 0.3
"""How much of being lived on is chance of the block, of a run of lots, of the lot: the
spread of normal deviates added to the logarithm of the density."""

SPARE: Final = 1.25
"""How many more lots than needed are looked at, as some turn out to be too small."""

HOUSEHOLDS: Final = 0.35
"""Spread of persons per lot (logarithmic)."""


def shares(total: int, weights: Floats) -> Integers:
    """Whole numbers in proportion to the weights that add up to `total` (Hamilton)."""
    exact = total * weights / weights.sum()
    counts = np.floor(exact).astype(int)
    largest = np.argsort(-(exact - counts), kind="stable")
    counts[largest[: total - int(counts.sum())]] += 1
    return np.asarray(counts)


def chances(lots: Lots, persons: Floats, rng: np.random.Generator) -> Floats:
    """How likely each lot is lived on, to rank them; neighbours are settled together."""
    count = int(lots.block.max()) + 1
    rows = int(lots.row.max()) + 1
    run_length = rng.integers(2, 7, rows)[lots.row]
    run = lots.row * 1000 + lots.place // run_length
    _, run = np.unique(run, return_inverse=True)
    ranked = np.log(np.maximum(persons[lots.block], 0.05))
    ranked += rng.normal(0, BLOCK_CHANCE, count)[lots.block]
    ranked += rng.normal(0, ROW_CHANCE, int(run.max()) + 1)[run]
    return np.asarray(ranked + rng.normal(0, LOT_CHANCE, len(run)))


def settled(
    district: Integers, chance: Floats, always: Bools, quotas: dict[int, int]
) -> Integers:
    """Indices of the lots lived on: all that `always` are, then the likeliest by district.

    Where a district has not room for its people, the rest goes where room is left, so
    that the total is always the sum of the quotas.
    """
    chosen = always.copy()
    order = np.argsort(-chance, kind="stable")
    for number, quota in quotas.items():
        mine = order[(district[order] == number) & ~always[order]]
        wanted = quota - int((always & (district == number)).sum())
        chosen[mine[: max(wanted, 0)]] = True
    missing = sum(quotas.values()) - int(chosen.sum())
    if missing > 0:
        chosen[order[~chosen[order]][:missing]] = True
    elif missing < 0:
        free = order[chosen[order] & ~always[order]]
        chosen[free[missing:]] = False
    return np.flatnonzero(chosen)


def likely(
    district: Integers, chance: Floats, always: Bools, quotas: dict[int, int]
) -> Integers:
    """Indices of the lots worth cutting out: the likeliest, some more than are needed."""
    kept = always.copy()
    order = np.argsort(-chance, kind="stable")
    for number, quota in quotas.items():
        mine = order[district[order] == number]
        kept[mine[: int(quota * SPARE) + 40]] = True
    return np.flatnonzero(kept)


def people_of(
    district: Integers, people: dict[int, int], rng: np.random.Generator
) -> Integers:
    """Persons on each settled lot: every district's people, shared with chance."""
    persons = np.zeros(len(district), dtype=int)
    weights = rng.lognormal(0, HOUSEHOLDS, len(district))
    for number, total in people.items():
        here = district == number
        if here.any():
            persons[here] = shares(total, weights[here])
    return persons
