"""The data dictionary: every published layer and field, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from geo.access import Audience
from geo.layers import Field, Layer, published
from geo.precision import EXACT, Masked, Precision, Snapped, Withheld

HEAD = """# Data dictionary

Written by `./llajta manage write_docs` from the layers' declarations; do not edit.
Geometries are EPSG:4326 (longitude, latitude). Fields marked *staff* are in no public
answer, filter, sort key, tile or download.
"""


def _words(field: Field) -> str:
    return "; ".join(f"`{value}` {word}" for value, word in field.words)


def _field_row(field: Field) -> str:
    kind = f"{field.kind}, {field.unit}" if field.unit else str(field.kind)
    staff = " *staff*" if field.audience is Audience.STAFF else ""
    return f"| `{field.name}`{staff} | {field.title} | {kind} | {_words(field)} |"


def _precision(precision: Precision) -> str:
    match precision:
        case Snapped():
            return f"on a grid of {precision.metres} m"
        case Masked():
            return f"moved by {precision.nearest} to {precision.farthest} m"
        case Withheld():
            return "not at all"
    return "as they are stored"


def _layer_page(layer: Layer) -> Iterator[str]:
    yield f"\n## {layer.name}\n"
    yield f"{layer.title}. {layer.description}\n"
    if layer.is_personal:
        yield "Its rows are about people: what staff is given of them is written down.\n"
    if layer.precision != EXACT:
        yield f"Positions for anyone: {_precision(layer.precision)}; for staff: exact.\n"
    time = f" · filtered by `datetime` on `{layer.time}`" if layer.time else ""
    yield (
        f"{layer.geometry_type} · {layer.source} · {layer.licence} · "
        f"tiles from zoom {layer.zooms[0]} to {layer.zooms[1]}{time}\n"
    )
    yield "| field | title | type | values |"
    yield "|---|---|---|---|"
    yield from (_field_row(field) for field in layer.fields)


def data_dictionary() -> str:
    """The whole dictionary in English, as Markdown."""
    with translation.override("en"):
        pages = [line for layer in published() for line in _layer_page(layer)]
    return "\n".join([HEAD.strip(), *pages]) + "\n"
