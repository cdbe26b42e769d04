"""What may be published of people: how many must stand behind a figure or a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

MONEY_FROM: Final = 10
"""Accounts behind a published figure of money, at least."""
OTHERS_FROM: Final = 5
"""People or things behind any other published figure about people, at least."""
MASKED_AMONG: Final = 20
"""Places that a masked point may stand for, at least (spatial k-anonymity)."""

Path = tuple[str, ...]
"""A place in a hierarchy, from the top: `("D-4", "Ironcollo Norte")`; `()` is the whole."""
Cell = tuple[Path, ...]
"""A figure by its place in one or two hierarchies; shorter paths are totals."""


@dataclass(frozen=True, kw_only=True)
class _Sum:
    """A total and the figures it is the sum of, along one hierarchy."""

    total: Cell
    parts: tuple[Cell, ...]


class _Table:
    """All figures of a table, totals included, and the sums that tie them together."""

    def __init__(self, leaves: Mapping[Cell, int]) -> None:
        self.counts: dict[Cell, int] = {}
        for leaf, count in leaves.items():
            for cell in product(*(_upwards(path) for path in leaf)):
                self.counts[cell] = self.counts.get(cell, 0) + count

    @cached_property
    def sums(self) -> list[_Sum]:
        """Every sum that whoever reads the table can write down."""
        parts: dict[tuple[Cell, int], list[Cell]] = {}
        for cell in sorted(self.counts):
            for axis, path in enumerate(cell):
                if path:
                    total = (*cell[:axis], path[:-1], *cell[axis + 1 :])
                    parts.setdefault((total, axis), []).append(cell)
        return [_Sum(total=key[0], parts=tuple(each)) for key, each in parts.items()]


def _upwards(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(len(path), -1, -1))


def shown(leaves: Mapping[Cell, int], *, least: int) -> frozenset[Cell]:
    """The figures of a table that may be published, its totals included.

    `leaves` gives how many contributors stand behind each finest cell; the same paths
    cut short are the totals. Figures with fewer than `least` are hidden, and then more of
    them: until no total less its other parts leaves fewer than `least`, and until no hidden
    figure follows from all that is shown. Zero hides nobody and is shown.

    >>> table = {(("D-1",),): 3, (("D-2",),): 30, (("D-3",),): 40}
    >>> sorted(shown(table, least=10))
    [((),), (('D-3',),)]
    """
    table = _Table(leaves)
    hidden = {cell for cell, count in table.counts.items() if 0 < count < least}
    while True:
        _hide_partners(table, hidden, least)
        follows = _that_follow(table, hidden)
        if not follows:
            return frozenset(table.counts) - hidden
        hidden.add(_companion(table, hidden, follows))


def _hide_partners(table: _Table, hidden: set[Cell], least: int) -> None:
    """Hide more until no single sum gives a hidden figure or a small group away."""
    changed = True
    while changed:
        changed = False
        for each in table.sums:
            partner = _partner(table, each, hidden, least)
            if partner is not None:
                hidden.add(partner)
                changed = True


def _partner(table: _Table, each: _Sum, hidden: set[Cell], least: int) -> Cell | None:
    """A figure to hide besides those of this sum that are; None when they are enough."""
    missing = [part for part in each.parts if part in hidden]
    if each.total in hidden:
        if missing:
            return None
    elif not missing or (
        len(missing) > 1 and sum(table.counts[part] for part in missing) >= least
    ):
        return None
    left = [part for part in each.parts if part not in hidden and table.counts[part]]
    return _smallest(table, left) if left else each.total


def _smallest(table: _Table, cells: Iterable[Cell]) -> Cell:
    return min(cells, key=lambda cell: (table.counts[cell], cell))


def _that_follow(table: _Table, hidden: set[Cell]) -> list[Cell]:
    """The hidden figures that follow once all shown figures are put into the sums.

    Whoever reckons knows that no hidden figure is zero. That pins some to one (two hidden
    figures that make two are one each); those put in, the others follow where they are
    zero in every solution of the homogeneous system.
    """
    unknown = sorted(hidden)
    if not unknown:
        return []
    place = {cell: column for column, cell in enumerate(unknown)}
    rows = [row for each in table.sums if (row := _row(table, each, place)) is not None]
    system = np.array(rows)
    pinned = _pinned(system[:, :-1], system[:, -1])
    _left, sizes, right = np.linalg.svd(system[:, :-1][:, ~pinned], full_matrices=True)
    rank = int((sizes > 1e-9).sum())
    freedom = np.zeros(len(unknown))
    freedom[~pinned] = np.abs(right[rank:]).max(axis=0, initial=0.0)
    return [cell for cell, column in place.items() if freedom[column] < 1e-9]


def _row(
    table: _Table, each: _Sum, place: Mapping[Cell, int]
) -> NDArray[np.float64] | None:
    """The sum as an equation between the unknown; None when all in it is known.

    Its last number is what they come to.
    """
    row = np.zeros(len(place) + 1)
    for cell, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts)):
        if cell in place:
            row[place[cell]] = sign
        else:
            row[-1] -= sign * table.counts[cell]
    return row if row[:-1].any() else None


def _pinned(sums: NDArray[np.float64], come_to: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the unknown are one in every solution in which all are one or more.

    One linear programme: as many as possible are to be more than one at once. Solutions
    may be scaled up (the last variable), so that none must stay small for another's sake.
    """
    from scipy.optimize import linprog  # large, and a server starts without it

    known, count = sums.shape
    above = come_to - sums.sum(axis=1)
    nothing, one_each = np.zeros((known, count)), np.eye(count)
    found = linprog(
        np.concatenate([np.zeros(count), -np.ones(count), [0.0]]),
        A_eq=np.hstack([sums, nothing, -above[:, np.newaxis]]),
        b_eq=np.zeros(known),
        A_ub=np.hstack([-one_each, one_each, np.zeros((count, 1))]),
        b_ub=np.zeros(count),
        bounds=[(0, None)] * count + [(0, 1)] * count + [(1, None)],
    )
    return np.asarray(found.x[count : 2 * count] < 0.5)


def _companion(table: _Table, hidden: set[Cell], follows: list[Cell]) -> Cell:
    """The smallest figure shown, if possible in a sum with one that follows.

    There always is one: were all figures above zero hidden, any multiple of the table
    would fulfil the sums, and nothing would follow.
    """
    shown_ones = {cell for cell, count in table.counts.items() if count} - hidden
    known = set(follows)
    sums = [{each.total, *each.parts} for each in table.sums]
    beside = {cell for cells in sums if known & cells for cell in cells & shown_ones}
    return _smallest(table, beside or shown_ones)
