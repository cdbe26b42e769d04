"""The order in which places are walked to: nearest first, then crossings undone."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_PASSES: Final = 8
MOST_UNDONE: Final = 800
"""Beyond so many places only the nearest-first walk is made: it is soon enough."""

Plane = NDArray[np.float64]


def walk(places: Plane, *, start: int | None = None) -> list[int]:
    """Positions of `places` (metres, one row each) in the order of a short walk.

    It begins at `start`, else in the south-west, and does not come back. Nearest
    neighbour, then 2-opt: a stretch is turned round while that makes the walk shorter.

    >>> walk(np.array([[0.0, 0.0], [30.0, 0.0], [10.0, 0.0], [20.0, 0.0]]))
    [0, 2, 3, 1]
    """
    if len(places) < 2:
        return list(range(len(places)))
    first = int(np.argmin(places.sum(axis=1))) if start is None else start
    order = _nearest_first(places, first)
    if len(order) <= MOST_UNDONE:
        _uncross(places, order)
    return [int(each) for each in order]


def _nearest_first(places: Plane, first: int) -> NDArray[np.intp]:
    left = np.ones(len(places), dtype=bool)
    order = np.empty(len(places), dtype=np.intp)
    here = first
    for step in range(len(places)):
        order[step] = here
        left[here] = False
        if not left.any():
            break
        away = np.hypot(*(places - places[here]).T)
        away[~left] = np.inf
        here = int(np.argmin(away))
    return order


def _uncross(places: Plane, order: NDArray[np.intp]) -> None:
    for _pass in range(MOST_PASSES):
        if not any([_turned(places, order, at) for at in range(len(order) - 2)]):
            return


def _turned(places: Plane, order: NDArray[np.intp], at: int) -> bool:
    """Turn round the stretch after `at` that saves most; whether there was one."""
    walked: Any = places[order]
    here, following = walked[at], walked[at + 1]
    ends = walked[at + 2 :]
    beyond = np.vstack([walked[at + 3 :], np.full((1, 2), np.nan)])
    now = np.hypot(*(here - following)) + np.nan_to_num(_between(ends, beyond))
    then = _between(ends, here) + np.nan_to_num(_between(beyond, following))
    best = int(np.argmax(now - then))
    if (now - then)[best] <= 1e-6:
        return False
    stop = at + 3 + best
    order[at + 1 : stop] = order[at + 1 : stop][::-1]
    return True


def _between(some: Plane, others: Plane) -> Plane:
    difference = some - others
    return np.asarray(np.hypot(difference[:, 0], difference[:, 1]))
