"""Writes lines with a height as a vector tile.

Source: Mapbox Vector Tile Specification 2.1, clause 4; Protocol Buffers encoding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from geo.tiles.address import EXTENT

Line = Sequence[tuple[int, int]]
"""Points in tile units, y downwards."""

LINE: Final = 2
VERSION: Final = 2


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _zigzag(value: int) -> int:
    return (value << 1) ^ (value >> 31)


def _commands(lines: Iterable[Line]) -> bytes:
    found: list[int] = []
    at_x = at_y = 0
    for line in lines:
        found.append(1 << 3 | 1)
        for place, (x, y) in enumerate(line):
            if place == 1:
                found.append((len(line) - 1) << 3 | 2)
            found += (_zigzag(x - at_x), _zigzag(y - at_y))
            at_x, at_y = x, y
    return b"".join(map(_varint, found))


def line_tile(
    name: str, features: Iterable[tuple[dict[str, int], Sequence[Line]]]
) -> bytes:
    """One layer called `name`: each feature has whole-number attributes and its lines."""
    keys: dict[str, int] = {}
    values: dict[int, int] = {}
    encoded = []
    for attributes, lines in features:
        tags = b"".join(
            _varint(keys.setdefault(key, len(keys)))
            + _varint(values.setdefault(value, len(values)))
            for key, value in attributes.items()
        )
        feature = _field(2, tags) + _number(3, LINE) + _field(4, _commands(lines))
        encoded.append(_field(2, feature))
    layer = [
        _number(15, VERSION),
        _field(1, name.encode()),
        *encoded,
        *(_field(3, key.encode()) for key in keys),
        *(_field(4, _number(6, _zigzag(value))) for value in values),
        _number(5, EXTENT),
    ]
    return _field(3, b"".join(layer))
