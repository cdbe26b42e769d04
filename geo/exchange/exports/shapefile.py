"""Zipped Shapefiles, and a text inside that tells what the format could not keep.

Source: ESRI Shapefile Technical Description (1998); dBASE names have ten bytes, its
texts 254, its dates no time.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.exchange.exports.limits import LONGEST_TEXT
from geo.exchange.exports.order import Column, Order, Part
from geo.exchange.exports.rows import Reader, batches, schema, summary
from geo.exchange.exports.vector import write_stream
from geo.layers import Kind

LONGEST_NAME: Final = 10
MOMENT_WIDTH: Final = 25
"""Letters of a date with its time, which dBASE only knows as a text."""
_WIDTH: Final = b"GDAL:OGR:width"
_MARK: Final = "…"
_ZIPPED_ON: Final = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """What a part's summary says of one text column."""

    most_bytes: int
    cut: int
    """Texts longer than `LONGEST_TEXT` bytes."""


def write(connection: Reader, order: Order) -> int:
    """Write the order's rows, one Shapefile a part; returns how many rows."""
    folder = order.file.parent / "parts"
    folder.mkdir()
    names = short_names(["id", *(column.name for column in order.columns)])
    total, told = 0, dict[str, int]()
    for place, part in enumerate(order.parts):
        found = summary(connection, order, part)
        if not found[0] and place:
            continue  # the first one is written even when it is empty
        lengths = _lengths(order.columns, found)
        total += _write_part(connection, order, part, folder, names, lengths)
        for name, length in lengths.items():
            told[name] = told.get(name, 0) + length.cut
    (folder / order.words["readme"]).write_text(
        _readme(order, names, told), encoding="utf-8-sig"
    )
    _zip(sorted(folder.iterdir()), order.file)
    return total


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names of at most ten bytes for `names`, all different, whatever their case.

    >>> short_names(["published_on", "published_off", "id"])
    {'published_on': 'published_', 'published_off': 'published1', 'id': 'id'}
    """
    short: dict[str, str] = {}
    for name in names:
        tried, count = name[:LONGEST_NAME], 0
        while tried.lower() in {each.lower() for each in short.values()}:
            count += 1
            tried = f"{name[: LONGEST_NAME - len(str(count))]}{count}"
        short[name] = tried
    return short


def _lengths(columns: Sequence[Column], found: Sequence[int]) -> dict[str, Lengths]:
    texts = [column for column in columns if column.is_text]
    triples = zip(found[2::3], found[4::3], strict=True)
    return {
        column.name: Lengths(most_bytes=most, cut=cut)
        for column, (most, cut) in zip(texts, triples, strict=True)
    }


def _write_part(
    connection: Reader,
    order: Order,
    part: Part,
    folder: Path,
    names: Mapping[str, str],
    lengths: Mapping[str, Lengths],
) -> int:
    plain = schema(order.columns, lists=False)
    narrow = _narrow(plain, order.columns, names, lengths)
    return write_stream(
        _fitted(batches(connection, order, part, made=plain), narrow),
        narrow,
        folder / f"{part.name}.shp",
        driver="ESRI Shapefile",
        layer=part.name,
        geometry_type=part.geometry_type,
        options={"ENCODING": "UTF-8"},
    )


def _narrow(
    plain: pa.Schema,
    columns: Sequence[Column],
    names: Mapping[str, str],
    lengths: Mapping[str, Lengths],
) -> pa.Schema:
    """The schema under short names, each text as wide as it must be."""
    fields = [plain.field(0)]
    for place, column in enumerate(columns, start=1):
        field = plain.field(place).with_name(names[column.name])
        if column.is_text:
            width = max(1, min(LONGEST_TEXT, lengths[column.name].most_bytes))
            field = field.with_metadata({_WIDTH: str(width).encode()})
        elif column.kind is Kind.DATETIME:
            wide = str(MOMENT_WIDTH).encode()
            field = pa.field(field.name, pa.string(), metadata={_WIDTH: wide})
        fields.append(field)
    return pa.schema([*fields, plain.field("geometry")])


def _fitted(
    stream: Iterable[pa.RecordBatch], narrow: pa.Schema
) -> Iterator[pa.RecordBatch]:
    for batch in stream:
        arrays = [_fitting(array) for array in batch.columns[:-1]]
        yield pa.record_batch([*arrays, batch.columns[-1]], schema=narrow)


def _fitting(array: pa.Array) -> pa.Array:
    """The array without what dBASE cannot hold."""
    if pa.types.is_timestamp(array.type):
        seconds = array.cast(pa.timestamp("s", tz="UTC"), safe=False)
        return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    too_long = pa.types.is_string(array.type) and pc.any(
        pc.greater(pc.binary_length(array), LONGEST_TEXT)
    )
    if not too_long or not too_long.as_py():
        return array
    return pa.array([None if text is None else cut(text) for text in array.to_pylist()])


def cut(text: str) -> str:
    """The text in at most 254 bytes of UTF-8, no letter torn apart; … tells of a cut."""
    encoded = text.encode()
    if len(encoded) <= LONGEST_TEXT:
        return text
    room = LONGEST_TEXT - len(_MARK.encode())
    return encoded[:room].decode(errors="ignore") + _MARK


def _readme(order: Order, names: Mapping[str, str], told: Mapping[str, int]) -> str:
    words, gap = order.words, " " * LONGEST_NAME
    lines = [order.title, order.source, "", words["readme_head"], ""]
    lines.append(f"{names['id']:<{LONGEST_NAME}}  {words['id']} (id)")
    for column in order.columns:
        short = names[column.name]
        lines.append(f"{short:<{LONGEST_NAME}}  {column.title} ({column.name})")
        lines += [f"{gap}  {value} = {word}" for value, word in column.words.items()]
        if told.get(column.name):
            said = words["readme_cut"] % {"count": told[column.name]}
            lines.append(f"{gap}  {said}")
    return "\r\n".join([*lines, "", words["readme_end"], ""])


def _zip(files: Iterable[Path], into: Path) -> None:
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _ZIPPED_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed = archive.open(entry, "w", force_zip64=True)
            with file.open("rb") as source, packed:
                shutil.copyfileobj(source, packed)
            file.unlink()
