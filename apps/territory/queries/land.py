"""Which parcel lies where."""

from __future__ import annotations

from django.contrib.gis.db.models.functions import Area
from django.contrib.gis.geos import Point

from apps.territory.models import Parcel


def parcel_at(point: Point) -> Parcel | None:
    """The parcel a point (EPSG:4326) lies in, its edge included; None in the street.

    Where parcels of the cadastre overlap, the smallest.
    """
    there = Parcel.objects.filter(footprint__intersects=point)
    return there.order_by(Area("footprint"), "pk").first()
