"""Reads vector tiles far enough to compare them.

Source: Mapbox Vector Tile Specification 2.1, section 4, and the Protocol Buffers wire
format. Values and geometry stay as the numbers and bytes they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

LAYER, NAME, FEATURE, KEY, VALUE, EXTENT = 3, 1, 2, 3, 4, 5
IDENTIFIER, TAGS, KIND, SHAPE = 1, 2, 3, 4
LENGTH_BY_WIRE_TYPE = {1: 8, 5: 4}
VARINT, DELIMITED = 0, 2
CLOSE_PATH, POINT = 7, 1
EDGE = 256
"""Dots along the edge of a tile's picture."""

Feature = tuple[str, int, tuple[tuple[str, bytes], ...], int, bytes]
Drawn = Counter[Feature]


def varint(data: bytes, at: int) -> tuple[int, int]:
    """One number and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return number, at
        shift += 7


def fields(message: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, value (of a varint) and bytes (of anything else) of each field."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        field, wire = key >> 3, key & 7
        if wire == VARINT:
            number, at = varint(message, at)
            yield field, number, b""
            continue
        size, at = (
            varint(message, at) if wire == DELIMITED else (LENGTH_BY_WIRE_TYPE[wire], at)
        )
        yield field, 0, message[at : at + size]
        at += size


def numbers(packed: bytes) -> list[int]:
    """Numbers of a packed field."""
    found, at = [], 0
    while at < len(packed):
        number, at = varint(packed, at)
        found.append(number)
    return found


def zigzag(number: int) -> int:
    """The signed number that was written as `number`."""
    return (number >> 1) ^ -(number & 1)


def drawn(tile: bytes) -> Drawn:
    """How often each feature is drawn: layer, extent, attributes, kind and geometry.

    Identifiers are left out: a tile may carry them or not and look the same.
    """
    found: Drawn = Counter()
    for field, _, layer in fields(tile):
        if field == LAYER:
            found.update(_features(layer))
    return found


def _features(layer: bytes) -> Iterator[Feature]:
    parts = list(fields(layer))
    name = next(data.decode() for field, _, data in parts if field == NAME)
    extent = next((number for field, number, _ in parts if field == EXTENT), 4096)
    keys = [data.decode() for field, _, data in parts if field == KEY]
    values = [data for field, _, data in parts if field == VALUE]
    for field, _, feature in parts:
        if field == FEATURE:
            own = {number: (value, data) for number, value, data in fields(feature)}
            tags = numbers(own.get(TAGS, (0, b""))[1])
            told = {
                keys[key]: values[value]
                for key, value in zip(tags[::2], tags[1::2], strict=True)
            }
            kind, shape = own.get(KIND, (0, b""))[0], own.get(SHAPE, (0, b""))[1]
            yield name, extent, tuple(sorted(told.items())), kind, shape


def places(shape: bytes) -> Iterator[tuple[int, int]]:
    """The vertices of a feature.

    Source: section 4.3. A command is its number and how often; MoveTo (1) and LineTo (2)
    are followed by zigzag pairs counted from the vertex before, ClosePath (7) by nothing.
    """
    given = iter(numbers(shape))
    x = y = 0
    for command in given:
        for _ in range(command >> 3 if command & 7 != CLOSE_PATH else 0):
            x, y = x + zigzag(next(given)), y + zigzag(next(given))
            yield x, y


def reaching_in(tile: bytes) -> int:
    """How many features have a box that shares more than an edge with their tile."""
    found = 0
    for (_name, extent, _told, kind, shape), often in drawn(tile).items():
        columns, rows = zip(*places(shape), strict=True)
        if kind == POINT:
            inside = 0 <= columns[0] < extent and 0 <= rows[0] < extent
        else:
            inside = all(
                min(values) < extent and max(values) > 0 for values in (columns, rows)
            )
        found += often if inside else 0
    return found


def dots(tile: bytes, edge: int = EDGE) -> set[tuple[int, int]]:
    """Where a picture of `edge` dots has a point; those of the buffer lie outside it.

    Geometry of a point: MoveTo with a count of one, then two zigzag numbers.
    """
    found = set()
    for _name, extent, _told, _kind, shape in drawn(tile):
        _move, x, y = numbers(shape)[:3]
        column, row = zigzag(x), zigzag(y)
        found.add((column * edge // extent, row * edge // extent))
    return found
