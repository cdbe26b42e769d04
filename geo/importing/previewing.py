"""What a file looks like to the loader before anything is decided: columns, rows, map."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geo.exchange.features import Batch, Features
from geo.exchange.opening import open_features
from geo.exchange.positions import Box, Convert, conversion, doubt
from geo.exchange.reading import Reading
from geo.exchange.refusals import DoubtfulPosition
from geo.exchange.register import Importable
from geo.exchange.scratch import extent
from geo.exchange.shapes import prepare, sample
from geo.exchange.table import TableFeatures
from geo.importing.wording import on_the_page

SHOWN_ROWS: Final = 8
LONGEST_CELL: Final = 60
DRAWN: Final = 400
"""Shapes on the map of the preview."""

MOST_POINTS: Final = 20_000
"""Their vertices in all: a page is no place for the limits of a country."""

MARKS: Final = {",": ",", ";": ";", "\t": "tab", "|": "|"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One of the first rows."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What the loader makes of a file."""

    columns: tuple[str, ...]
    crs: str
    """Empty when nobody says."""
    total: int | None
    encoding: str
    separator: str
    notes: tuple[str, ...]
    doubt: str
    """Why the coordinates can hardly be true; empty when they can."""
    rows: tuple[Row, ...]
    drawn: int
    inside: int | None
    """How many of those drawn touch the municipality's surroundings."""
    sketch: dict[str, Any] | None
    """GeoJSON of some shapes, EPSG:4326."""
    bounds: tuple[float, float, float, float] | None


def understand(file: Path, reading: Reading, into: Importable) -> Understood:
    """Look at the first rows of a file as `reading` says it is to be read.

    Raises:
        NotImportable: one of its kinds, as the import itself would.
    """
    with open_features(file, into.read_as(reading)) as source:
        first = next(source.batches(source.columns), None)
        table = source.dialect if isinstance(source, TableFeatures) else None
        drawn, doubtful = _Drawn(), ""
        crs = reading.crs or source.crs
        if first is not None and crs is not None:
            box = extent(into.within) if into.within else None
            try:
                doubt(sample(first.shapes), crs=crs, swap=reading.swap, box=box)
            except DoubtfulPosition as refusal:
                doubtful = on_the_page(str(refusal))
            drawn = _draw(first, conversion(crs, swap=reading.swap), box)
        return Understood(
            columns=source.columns,
            crs=f"{crs.name} ({crs.to_string()[:20]})" if crs is not None else "",
            total=source.total,
            encoding=table.encoding if table else "",
            separator=MARKS.get(table.separator, "") if table else "",
            notes=tuple(source.notes),
            doubt=doubtful,
            rows=_rows(first, source) if first is not None else (),
            drawn=drawn.count,
            inside=drawn.inside,
            sketch=drawn.sketch,
            bounds=drawn.bounds,
        )


def _rows(batch: Batch, source: Features) -> tuple[Row, ...]:
    few = np.arange(min(SHOWN_ROWS, len(batch)))
    texts = [batch.columns[name].take(few).readable()[0].texts() for name in source.columns]
    return tuple(
        Row(
            line=int(batch.lines[index]),
            cells=tuple(_short(column[index] or "") for column in texts),
        )
        for index in few.tolist()
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    count: int = 0
    inside: int | None = None
    sketch: dict[str, Any] | None = None
    bounds: tuple[float, float, float, float] | None = None


def _draw(batch: Batch, convert: Convert, town: Box | None) -> _Drawn:
    """Some shapes, spread over the first batch, as GeoJSON; the map shows those in town."""
    step = max(1, len(batch) // DRAWN)
    few = np.arange(0, len(batch), step)[:DRAWN]
    shapes = prepare(batch.shapes.take(few), convert).shapes.values()
    found = [shape for shape in map(_read, shapes) if shape is not None]
    kept: list[Any] = []
    points = 0
    for shape in found:
        points += int(shapely.get_num_coordinates(shape))
        if points > MOST_POINTS and kept:
            break
        kept.append(shape)
    if not kept:
        return _Drawn()
    seen = np.array(kept)
    inside = shapely.intersects(seen, shapely.box(*town)) if town else np.array([False])
    framed = seen[inside] if inside.any() else seen
    west, south, east, north = shapely.total_bounds(framed).tolist()
    features = [
        {"type": "Feature", "properties": {}, "geometry": geometry}
        for geometry in map(shapely.geometry.mapping, kept)
    ]
    return _Drawn(
        count=len(kept),
        inside=int(inside.sum()) if town else None,
        sketch={"type": "FeatureCollection", "features": features},
        bounds=(west, south, east, north),
    )


def _read(shape: bytes | None) -> Any:
    if shape is None:
        return None
    found = shapely.from_wkb(shape, on_invalid="ignore")
    return None if found is None or found.is_empty else found
