"""Rows of a small territory for tests, drawn on a grid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import MultiLineString, MultiPolygon, Point

from apps.territory.models import (
    Address,
    Block,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    Zone,
)
from apps.territory.terms import Certainty, OtbKind, PlaceKind, StreetKind
from geo.testing import Grid

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

WIDE = Grid(
    """
    a . . . . . . . . . b
    . . . . . . . . . . .
    . . . . . . . . . . .
    . . . . . . . . . . .
    . . . . . . . . . . .
    d . . . . . . . . . c
    """
)
"""The ground every test territory lies on: about 1.1 km by 0.6 km."""

DRAWN: dict[str, Any] = {"source": "demo", "certainty": Certainty.DRAWN}


def make_municipality(outline: MultiPolygon | None = None, **given: Any) -> Municipality:
    values = {"ine_code": "030901", "name": "Quillacollo", **DRAWN, **given}
    return Municipality.objects.create(
        outline=WIDE.polygons("abcd") if outline is None else outline, **values
    )


def make_district(
    number: int, outline: MultiPolygon | None = None, **given: Any
) -> District:
    town = Municipality.objects.first() or make_municipality()
    values = {"name": f"Nombre {number}", "municipality": town, **DRAWN, **given}
    return District.objects.create(
        number=number,
        outline=WIDE.polygons("abcd") if outline is None else outline,
        **values,
    )


def make_zone(name: str, outline: MultiPolygon, **given: Any) -> Zone:
    return Zone.objects.create(name=name, outline=outline, **{**DRAWN, **given})


def make_otb(name: str, outline: MultiPolygon, **given: Any) -> Otb:
    values = {"kind": OtbKind.OTB, **DRAWN, **given}
    return Otb.objects.create(name=name, outline=outline, **values)


def make_street(name: str, axis: MultiLineString, **given: Any) -> Street:
    values = {"kind": StreetKind.STREET, **DRAWN, **given}
    return Street.objects.create(name=name, axis=axis, **values)


def make_block(code: str, footprint: MultiPolygon, **given: Any) -> Block:
    return Block.objects.create(code=code, footprint=footprint, **{**DRAWN, **given})


def make_parcel(code: str, block: Block, footprint: MultiPolygon, **given: Any) -> Parcel:
    return Parcel.objects.create(
        code=code, block=block, footprint=footprint, **{**DRAWN, **given}
    )


def make_place(name: str, position: Point, **given: Any) -> Place:
    values = {"kind": PlaceKind.LANDMARK, **DRAWN, **given}
    return Place.objects.create(name=name, position=position, **values)


def make_address(street: Street, number: str, position: Point, **given: Any) -> Address:
    return Address.objects.create(
        street=street, number=number, position=position, **{**DRAWN, **given}
    )
