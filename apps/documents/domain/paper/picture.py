"""The picture of a place: blocks, parcels and named streets around it, scale and north."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, dist, radians, sin
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from apps.documents.domain.paper.look import tokens

ASPECT: Final = 2.0
"""Width by height."""
LEAST_M: Final = 260.0
"""Ground that the narrowest picture shows, so that one sees where one is."""
UNITS: Final = 1000.0
"""Width of the drawing in its own units, however much ground it shows."""
BARS_M: Final = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
PENS: Final = {"fine": 1.4, "casing": 21, "street": 17, "place": 5, "dot": 12}
"""Widths of lines and the radius of a point, in units."""
STREET_M: Final = 9.0
"""Width of a street on the ground, which it keeps where that leaves blocks to see."""
LEAST_STREET: Final = 4.0
"""Width that a street never falls below, in units."""
LETTER: Final = 19.0
"""Height of a street's name, in units."""
LETTER_WIDTH: Final = 0.62
"""Width of a letter as a share of its height, on the safe side."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One shape in metres from the picture's middle, south positive."""

    kind: str
    name: str
    dimension: int
    path: str
    x: float | None
    y: float | None
    angle: float | None
    """Of a line at its middle, clockwise from north."""
    length_m: float | None
    width_m: float
    """Of the whole picture."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """The name of a street, along it."""

    text: str
    x: float
    y: float
    turn: float


def map_svg(shapes: list[Shape], title: str) -> SafeString:
    """The drawing of these shapes for an HTML page; empty when there are none."""
    if not shapes:
        return SafeString()
    width_m = shapes[0].width_m
    length = bar_length(width_m)
    narrowing = min(1, max(LEAST_STREET, STREET_M * UNITS / width_m) / PENS["street"])
    pens = {**PENS, **{name: PENS[name] * narrowing for name in ("casing", "street")}}
    given = {
        "title": title,
        "look": tokens(),
        "scale": UNITS / width_m,
        "blocks": [each for each in shapes if each.kind == "block"],
        "parcels": [each for each in shapes if each.kind == "parcel"],
        "streets": [each for each in shapes if each.kind == "street"],
        "places": [each for each in shapes if each.kind == "place"],
        "labels": _labels(shapes, UNITS / width_m),
        "pen": {name: size * width_m / UNITS for name, size in pens.items()},
        "bar": length * UNITS / width_m,
        "plate": length * UNITS / width_m + 24,
        "bar_text": f"{length} m" if length < 1000 else f"{length // 1000} km",
    }
    return render_to_string("documents/paper/map.svg", given)


def _labels(shapes: list[Shape], scale: float) -> list[Label]:
    """Names of streets, each once, where its longest stretch is longer than its name.

    None runs into another or over the edge: the longer street keeps its name.
    """
    named: dict[str, Label] = {}
    for shape in sorted(shapes, key=lambda each: -(each.length_m or 0)):
        room = (shape.length_m or 0) * scale
        if shape.kind != "street" or room < len(shape.name) * LETTER * LETTER_WIDTH:
            continue
        turn = (shape.angle or 0) % 180 - 90  # never upside down
        at = ((shape.x or 0) * scale, (shape.y or 0) * scale)
        named.setdefault(shape.name, Label(text=shape.name, x=at[0], y=at[1], turn=turn))
    kept: list[Label] = []
    taken: list[tuple[float, float]] = []
    for label in (each for name, each in named.items() if name):
        needs = _ground_of(label)
        inside = all(abs(x) < UNITS / 2 and abs(y) < UNITS / ASPECT / 2 for x, y in needs)
        if inside and all(dist(one, other) > LETTER for one in needs for other in taken):
            kept.append(label)
            taken += needs
    return kept


def _ground_of(label: Label) -> list[tuple[float, float]]:
    """Points along a name, a letter's height apart, from one end to the other."""
    half = len(label.text) * LETTER * LETTER_WIDTH / 2
    steps = max(2, round(2 * half / LETTER))
    east, south = cos(radians(label.turn)), sin(radians(label.turn))
    along = [half * (2 * step / steps - 1) for step in range(steps + 1)]
    return [(label.x + far * east, label.y + far * south) for far in along]


def bar_length(width_m: float) -> int:
    """The longest round length, in metres, that fits into a quarter of the picture.

    >>> bar_length(260), bar_length(1000)
    (50, 200)
    """
    return max((each for each in BARS_M if each <= width_m / 4), default=BARS_M[0])
