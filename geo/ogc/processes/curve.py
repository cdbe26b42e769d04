"""A list of a result drawn as a curve: where its marks stand, and what it says in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from geo.processes.declared import Curve, Output

PARTS: Final = 4
"""Steps of an axis, about."""
FLAT: Final = 10.0
"""How much an upright axis shows at least: half a metre is no mountain."""

Piece = list[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a page draws: a square of 100 by 100, whose edges are the ends of the axes."""

    across: str
    """What the axis below says, and `up` the one beside."""
    up: str
    marks_across: tuple[str, ...]
    """Figures at equal distances, both ends included."""
    marks_up: tuple[str, ...]
    """The same from above."""
    lines: tuple[str, ...]
    """Points of each piece, as SVG has them; where nothing is known there is a gap."""
    grounds: tuple[str, ...]
    """The same pieces down to the axis."""
    said: str
    """The curve in one sentence, for who cannot see it."""


def drawn(value: Any, output: Output) -> Drawn | None:
    """The curve that `output` says its value has; None if there is nothing to draw."""
    curve = output.curve
    rows = value.get(curve.rows) if curve and isinstance(value, dict) else None
    pieces = _pieces(rows or (), curve) if curve else []
    points = [point for piece in pieces for point in piece]
    if curve is None or len(points) < 2:
        return None
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    across, up = _steps(min(xs), max(xs)), _steps(*_at_least(min(ys), max(ys)))
    scaled = [
        [(_share(x, across), 100 - _share(y, up)) for x, y in piece] for piece in pieces
    ]
    return Drawn(
        across=str(output.words[curve.across]),
        up=str(output.words[curve.up]),
        marks_across=tuple(map(_figure, across)),
        marks_up=tuple(map(_figure, reversed(up))),
        lines=tuple(map(_written, scaled)),
        grounds=tuple(
            _written([(each[0][0], 100), *each, (each[-1][0], 100)]) for each in scaled
        ),
        said=_said(points),
    )


def _pieces(rows: Sequence[Mapping[str, Any]], curve: Curve) -> list[Piece]:
    pieces: list[Piece] = [[]]
    for row in rows:
        if row[curve.up] is None:
            pieces.append([])
        else:
            pieces[-1].append((row[curve.across], row[curve.up]))
    return [each for each in pieces if each]


def _at_least(low: float, high: float) -> tuple[float, float]:
    more = max(0.0, FLAT - (high - low)) / 2
    return low - more, high + more


def _steps(low: float, high: float) -> list[float]:
    """Round figures at equal distances, from below `low` to above `high`.

    >>> _steps(0, 7012), _steps(2538.4, 2721.0)
    ([0, 2000, 4000, 6000, 8000], [2500, 2550, 2600, 2650, 2700, 2750])
    """
    rough = max(high - low, 1e-9) / PARTS
    tens = 10 ** math.floor(math.log10(rough))
    step = next(tens * each for each in (1, 2, 5, 10) if tens * each >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * place, 6) for place in range(first, last + 1)]


def _share(value: float, steps: Sequence[float]) -> float:
    return 100 * (value - steps[0]) / (steps[-1] - steps[0])


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def _figure(value: float) -> str:
    places = 0 if float(value).is_integer() else 1
    return number_format(value, decimal_pos=places, force_grouping=abs(value) >= 10_000)


def _said(points: Sequence[tuple[float, float]]) -> str:
    lowest = min(points, key=lambda point: point[1])
    highest = max(points, key=lambda point: point[1])
    words = _(
        "It begins at %(first)s m and ends at %(last)s m; the lowest point, %(low)s m, is "
        "%(low_at)s m from the start, the highest, %(high)s m, is %(high_at)s m from it."
    )
    figures = {
        "first": points[0][1],
        "last": points[-1][1],
        "low": lowest[1],
        "low_at": lowest[0],
        "high": highest[1],
        "high_at": highest[0],
    }
    return words % {name: _figure(round(figure)) for name, figure in figures.items()}
