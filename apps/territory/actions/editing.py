"""What a shape of the territory must fulfil that is changed by hand."""

from __future__ import annotations

from typing import Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Model
from django.utils.translation import gettext as _

from apps.territory.models import Municipality
from geo import crs
from geo.errors import Refusal

POLE: Final = 90.0
"""Degrees beyond which a number cannot be a latitude."""


class OutsideMunicipality(Refusal):
    """The shape does not meet the municipality's ground."""

    def __init__(self, *, is_turned: bool) -> None:
        text = _("The shape lies outside the municipality.")
        if is_turned:
            text += " " + _("Its longitude and latitude seem to be swapped.")
        super().__init__(text)


def check_inside(row: Model) -> None:
    """Make sure that the shape of `row` meets the municipality, where one is known.

    Raises:
        OutsideMunicipality: it does not.
    """
    column = next(
        each for each in row._meta.concrete_fields if isinstance(each, GeometryField)
    )
    shape: GEOSGeometry = getattr(row, column.name)
    if not Municipality.objects.exists() or _is_inside(shape):
        return
    raise OutsideMunicipality(is_turned=_is_inside(_turned(shape)))


def _is_inside(shape: GEOSGeometry) -> bool:
    return Municipality.objects.filter(outline__intersects=shape).exists()


def _turned(shape: GEOSGeometry) -> Point:
    """The middle of the shape with its axes swapped."""
    west, south, east, north = shape.extent
    latitude = max(-POLE, min((west + east) / 2, POLE))
    return Point((south + north) / 2, latitude, srid=crs.STORAGE)
