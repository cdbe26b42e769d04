"""Compares two answers; what differs is said, what is equal too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bench.mvt import EDGE, dots, drawn, reaching_in
from bench.rounds import AnswersDiffer


def same_values(ours: Mapping[Any, Any], floor: Mapping[Any, Any], what: str) -> None:
    """Compare two tables of values key by key.

    Raises:
        AnswersDiffer: naming the first keys that differ.
    """
    wrong = [key for key in ours.keys() | floor.keys() if ours.get(key) != floor.get(key)]
    if wrong:
        shown = "; ".join(
            f"{key}: ours {str(ours.get(key))[:160]}, floor {str(floor.get(key))[:160]}"
            for key in sorted(wrong, key=str)[:3]
        )
        raise AnswersDiffer(f"{len(wrong)} {what} differ: {shown}")


def same_page(ours: bytes, floor: bytes) -> str:
    """Compare two GeoJSON pages: identifiers, geometries, properties, exact numbers."""
    left, right = json.loads(ours), json.loads(floor)
    same_values(_numbers(left), _numbers(right), "numbers")
    same_values(_features(left["features"]), _features(right["features"]), "features")
    return (
        f"{left['numberReturned']:,} features with geometry and properties, "
        f"{left['numberMatched']:,} matched"
    )


def same_feature(ours: bytes, floor: bytes) -> str:
    """Compare two GeoJSON features."""
    left, right = _features([json.loads(ours)]), _features([json.loads(floor)])
    same_values(left, right, "features")
    return "the feature with geometry and properties"


def _numbers(page: Mapping[str, Any]) -> dict[str, int]:
    return {name: page[name] for name in ("numberMatched", "numberReturned")}


def _features(features: list[dict[str, Any]]) -> dict[str, tuple[Any, Any]]:
    return {
        str(feature["id"]): (feature["geometry"], feature["properties"])
        for feature in features
    }


def as_many(ours: bytes, floor: bytes) -> str:
    """Compare how many features two pages have, where they are not the same ones.

    Raises:
        AnswersDiffer: the numbers differ.
    """
    left, right = _numbers(json.loads(ours)), _numbers(json.loads(floor))
    same_values(left, right, "numbers")
    return f"{left['numberReturned']:,} features each, {left['numberMatched']:,} matched"


def same_identifier(ours: bytes, peer: bytes) -> str:
    """Compare only which feature two answers are about."""
    left, right = json.loads(ours), json.loads(peer)
    same_values({"id": str(left["id"])}, {"id": str(right["id"])}, "identifiers")
    return "the same feature"


def as_many_drawn(ours: bytes, peer: bytes) -> str:
    """Compare how many features of two tiles reach into the tile itself.

    What lies in the margin around a tile, each program decides for itself.

    Raises:
        AnswersDiffer: the numbers differ, or there are none.
    """
    left, right = reaching_in(ours), reaching_in(peer)
    same_values({"features": left}, {"features": right}, "numbers")
    if not left:
        raise AnswersDiffer("both tiles are empty, which proves nothing")
    return f"{left:,} features each"


def same_picture(ours: bytes, floor: bytes) -> str:
    """Compare which dots of a tile's picture, 256 along an edge, hold a point.

    Raises:
        AnswersDiffer: a dot of one is not in the other.
    """
    left, right = dots(ours), dots(floor)
    if not left:
        raise AnswersDiffer("both tiles are empty, which proves nothing")
    far = {
        dot
        for dot in left ^ right
        if _is_inside(dot) and not (_near(dot, left) and _near(dot, right))
    }
    if far:
        raise AnswersDiffer(f"{len(far)} dots of the picture differ, as {min(far)}")
    return f"{len(left):,} dots of the picture ({len(ours):,} of {len(floor):,} bytes)"


def _is_inside(dot: tuple[int, int]) -> bool:
    return all(0 <= part < EDGE for part in dot)


def _near(dot: tuple[int, int], among: set[tuple[int, int]]) -> bool:
    """Whether a dot or its neighbour is there: their grids may be half a dot apart."""
    x, y = dot
    return any((x + dx, y + dy) in among for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def same_tile(ours: bytes, floor: bytes) -> str:
    """Compare two vector tiles: layers, attributes, and geometry on the tile's grid."""
    left, right = drawn(ours), drawn(floor)
    same_values(left, right, "features")
    if not left:
        raise AnswersDiffer("both tiles are empty, which proves nothing")
    return f"{left.total():,} features with attributes and geometry ({len(ours):,} bytes)"
