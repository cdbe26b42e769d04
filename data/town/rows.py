"""The drawn town as rows of the territory's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from django.db.models import Model
from django.utils.translation import gettext as _
from shapely import MultiLineString

from apps.territory.models import (
    Address,
    Block,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    Waterway,
    Zone,
)
from apps.territory.terms import Certainty, PlaceKind
from data.sources import ine_censo, ine_municipios, oep_recintos, osm_calles, osm_lugares
from data.town.facts import Facts, Position
from data.town.network import river_axis
from data.town.plane import Geometries, degrees, lines_of, metres, points
from data.town.town import Town
from geo import crs

if TYPE_CHECKING:
    from config.municipality import Municipality as Configured

DEMO: Final = "demo"
"""Source of everything invented."""

DRAWN: Final = (DEMO, Certainty.DRAWN.value)
STREETS: Final = {
    "corners": (osm_calles.LINES.says, Certainty.DERIVED.value),
    "transit axes": (osm_calles.AXES.says, Certainty.DERIVED.value),
}
"""Source and certainty of streets by what tells their course; the rest are drawn."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows for one table, numbered from one in the first column."""

    title: str
    model: type[Model]
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def tables(town: Town, facts: Facts, configured: Configured) -> Iterator[Table]:
    """Every table of the territory, parents before children."""
    yield _municipality(town, configured)
    yield _districts(town, configured)
    yield _table(
        _("zones"),
        Zone,
        ("name", "outline"),
        [zone.name for zone in town.zones],
        _hex([zone.shape for zone in town.zones]),
    )
    yield _organisations(town)
    yield _streets(town, facts)
    yield _blocks(town)
    yield _parcels(town)
    yield _addresses(town)
    axes = [
        MultiLineString(lines_of(river_axis(river).intersection(town.outline)))
        for river in facts.rivers
    ]
    yield _table(
        _("rivers"),
        Waterway,
        ("name", "axis"),
        [river.name for river in facts.rivers],
        _hex(axes),
    )
    yield _places(facts)


def district_keys(town: Town) -> dict[int, int]:
    """Primary key of each district by its number."""
    return {number: key for key, number in enumerate(sorted(town.districts), start=1)}


def _table(
    title: str, model: type[Model], columns: tuple[str, ...], *values: Sequence[Any]
) -> Table:
    """Rows that are wholly drawn."""
    rows = [
        (key, *row, *DRAWN) for key, row in enumerate(zip(*values, strict=True), start=1)
    ]
    every = ("id", *columns, "source", "certainty")
    return Table(title=title, model=model, columns=every, rows=rows)


def _hex(shapes: Sequence[Any] | Geometries) -> list[str]:
    """Shapes in metres as EWKB in degrees, single polygons made multiple."""
    turned = degrees(np.array(shapes, dtype=object))
    return _ewkb(turned)


def _ewkb(shapes: Geometries) -> list[str]:
    marked = shapely.set_srid(shapes, crs.STORAGE)
    found: list[str] = shapely.to_wkb(marked, hex=True, include_srid=True).tolist()
    return found


def _multiple(shapes: Geometries) -> Geometries:
    return np.asarray(shapely.multipolygons(shapes, indices=np.arange(len(shapes))))


def _municipality(town: Town, configured: Configured) -> Table:
    row = (
        1,
        configured.ine_code,
        configured.name,
        _hex([town.outline])[0],
        ine_municipios.MUNICIPALITIES.says,
        Certainty.DERIVED.value,
    )
    return Table(
        title=_("limit"),
        model=Municipality,
        columns=("id", "ine_code", "name", "outline", "source", "certainty"),
        rows=[row],
    )


def _districts(town: Town, configured: Configured) -> Table:
    names = {district.number: district.name for district in configured.districts}
    numbers = sorted(town.districts)
    return _table(
        _("districts"),
        District,
        ("number", "name", "municipality_id", "outline"),
        numbers,
        [names.get(number, f"Distrito {number}") for number in numbers],
        [1] * len(numbers),
        _hex([town.districts[number] for number in numbers]),
    )


def _organisations(town: Town) -> Table:
    keys = district_keys(town)
    found = town.organisations
    return _table(
        _("OTBs and communities"),
        Otb,
        ("name", "kind", "district_id", "outline"),
        [one.name for one in found],
        [one.kind for one in found],
        [keys[one.district] for one in found],
        _hex([one.shape for one in found]),
    )


def _streets(town: Town, facts: Facts) -> Table:
    placed_by = {street.name: street.placed_by for street in facts.streets}
    axes = _hex([street.axis for street in town.streets])
    rows = [
        (
            key,
            street.name,
            street.kind,
            axis,
            *(
                STREETS.get(placed_by.get(street.name, ""), DRAWN)
                if _known(street)
                else DRAWN
            ),
        )
        for key, street, axis in zip(count(1), town.streets, axes, strict=False)
    ]
    return Table(
        title=_("streets"),
        model=Street,
        columns=("id", "name", "kind", "axis", "source", "certainty"),
        rows=rows,
    )


def _known(street: Any) -> bool:
    return bool(street.owner < 0)


def _blocks(town: Town) -> Table:
    keys = district_keys(town)
    blocks = town.inhabited.blocks
    return _table(
        _("blocks"),
        Block,
        ("code", "use", "district_id", "footprint"),
        [block.code for block in blocks],
        [block.use for block in blocks],
        [keys[block.district] for block in blocks],
        _hex(_multiple(town.inhabited.block_shapes)),
    )


def _parcels(town: Town) -> Table:
    keys = district_keys(town)
    found = town.inhabited
    return _table(
        _("parcels"),
        Parcel,
        ("code", "block_id", "district_id", "otb_id", "footprint"),
        found.parcel_codes,
        [int(block) + 1 for block in found.parcel_block],
        [keys[found.blocks[block].district] for block in found.parcel_block],
        [seed + 1 if seed >= 0 else None for seed in town.parcel_organisation],
        _hex(_multiple(found.parcel_shapes)),
    )


def _addresses(town: Town) -> Table:
    doors = town.doors
    return _table(
        _("house numbers"),
        Address,
        ("street_id", "number", "parcel_id", "position"),
        [door.street + 1 for door in doors],
        [str(door.number) for door in doors],
        [door.lot + 1 for door in doors],
        _hex([door.position for door in doors]),
    )


def _places(facts: Facts) -> Table:
    """Polling places, landmarks and communities at their true positions."""
    found = _named(facts)
    spots = points(metres(tuple(position for _, _, position, _ in found)))
    derived = Certainty.DERIVED.value
    rows = [
        (key, name, kind, point, source, DRAWN[1] if source == DEMO else derived)
        for key, (name, kind, _, source), point in zip(
            count(1), found, _hex(spots), strict=False
        )
    ]
    return Table(
        title=_("named places"),
        model=Place,
        columns=("id", "name", "kind", "position", "source", "certainty"),
        rows=rows,
    )


def _named(facts: Facts) -> list[tuple[str, str, Position, str]]:
    """Name, kind, position and source of every place that has a name."""
    school, community = PlaceKind.SCHOOL.value, PlaceKind.COMMUNITY.value
    registered = oep_recintos.POLLING_PLACES.says
    counted = ine_censo.COMMUNITIES.says
    mapped = {"osm": osm_lugares.PLACES_2020.says, "drawn": DEMO}
    return [
        *(
            (place.name, school, place.position, registered)
            for place in facts.polling_places
        ),
        *(
            (place.name, place.kind, place.position, mapped[place.source])
            for place in facts.landmarks
        ),
        *((place.name, community, place.position, counted) for place in facts.communities),
    ]
