"""How deep things lie within each other, found out without going down into them.

Whatever calls itself for each level (JSON written, shapes read) ends a thread, or the
whole process, on what somebody nested a few thousand times.
"""

from __future__ import annotations

import struct
from typing import Any, Final

DEEPEST_SHAPE: Final = 16
"""Collections within collections. Drawing programs nest groups three or four times;
PostGIS reads no more than 200, and GEOS dies of some ten thousand."""

DEEPEST_JSON: Final = 2 * DEEPEST_SHAPE + 5
"""Objects and lists of a shape as deep as that: two for each collection, and those of a
MultiPolygon."""

_POINT, _LINE, _POLYGON = 1, 2, 3
_CURVED_LINE: Final = 8
_WITH_PARTS: Final = frozenset({4, 5, 6, 7, 9, 10, 11, 12})
"""Types of WKB whose parts are shapes with a head of their own."""

_BYTE_ORDERS: Final = {0: ">", 1: "<"}
_Z, _M, _SRID = 0x8000_0000, 0x4000_0000, 0x2000_0000


def json_is_deeper(value: Any, most: int = DEEPEST_JSON) -> bool:
    """Whether objects and lists lie more than `most` deep within each other.

    >>> json_is_deeper([[1, {"a": []}]], 4), json_is_deeper([[1, {"a": []}]], 3)
    (False, True)
    >>> json_is_deeper(None, 0)
    False
    """
    level = [value] if isinstance(value, dict | list) else []
    for _level in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return bool(level)


def wkb_is_deeper(shape: bytes, most: int = DEEPEST_SHAPE) -> bool:
    """Whether collections of WKB, EWKB or ISO WKB lie more than `most` deep.

    What is broken otherwise is left to those who read it.

    *Source*: OGC 06-103r4, clause 8; GEOS reads the same heads in `WKBReader`.

    >>> nested = bytes.fromhex("010700000001000000") * 3
    >>> wkb_is_deeper(nested, 3), wkb_is_deeper(nested, 2)
    (False, True)
    """
    waiting: list[int] = []
    at, order = 0, "<"
    try:
        while True:
            order = _BYTE_ORDERS.get(shape[at], order)  # GEOS keeps the one before
            at, parts = _head(shape, at, order)
            if parts:
                waiting.append(parts)
                if len(waiting) > most:
                    return True
                continue
            while waiting and waiting[-1] == 1:
                waiting.pop()
            if not waiting:
                return False
            waiting[-1] -= 1
    except (IndexError, KeyError, struct.error):
        return False


def _head(shape: bytes, at: int, order: str) -> tuple[int, int]:
    """Pass over one shape; returns where the next one begins, and how many it holds."""
    (kind,) = struct.unpack_from(order + "I", shape, at + 1)
    at += 9 if kind & _SRID else 5
    iso, plain = divmod(kind & 0xFFFF, 1000)
    axes = 2 + bool(kind & _Z or iso in (1, 3)) + bool(kind & _M or iso in (2, 3))
    if plain == _POINT:
        return at + 8 * axes, 0
    (count,) = struct.unpack_from(order + "I", shape, at)
    at += 4
    if plain in _WITH_PARTS:
        return at, count
    if plain in (_LINE, _CURVED_LINE):
        return at + 8 * axes * count, 0
    if plain != _POLYGON:
        raise KeyError(plain)
    for _ring in range(count):
        (count,) = struct.unpack_from(order + "I", shape, at)
        at += 4 + 8 * axes * count
    return at, 0
