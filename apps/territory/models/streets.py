"""Streets and what is cut from them: segments and corners; addresses stand on them."""

from __future__ import annotations

from django.contrib.gis.db.models import (
    LineStringField,
    MultiLineStringField,
    PointField,
)
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.territory.models.provenance import certainty_field, has_provenance, source_field
from apps.territory.querysets import OpenManager
from apps.territory.terms import StreetKind
from geo import crs
from geo.constraints import valid_geometry, valid_point


class Street(models.Model):
    """A street from end to end; its axis is the truth, segments are cut from it.

    A street without a name (an axis from a source that has none) carries an empty one.
    """

    name = models.CharField(_("name"), max_length=120, blank=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=StreetKind, default=StreetKind.STREET
    )
    axis = MultiLineStringField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Street"]()

    class Meta:
        constraints = [
            valid_geometry("axis", model="street"),
            has_provenance(model="street"),
        ]

    def __str__(self) -> str:
        return self.name


class StreetSegment(models.Model):
    """A stretch of street between two crossings, cut from `Street.axis`.

    `axis_metric` is the same line in the municipality's metric CRS, written by the same
    statement, so that the nearest street is found in metres through an index.
    """

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="segments")
    ordinal = models.PositiveIntegerField()
    axis = LineStringField(srid=crs.STORAGE)
    axis_metric = LineStringField(srid=0)

    objects = OpenManager["StreetSegment"]()

    class Meta:
        constraints = [
            valid_geometry("axis", model="segment"),
            valid_geometry("axis_metric", model="segment"),
            models.UniqueConstraint(
                fields=["street", "ordinal"], name="segment_ordinal_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street_id}/{self.ordinal}"


class Corner(models.Model):
    """Where two streets meet; one row per pair of streets and meeting place."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="corners")
    crossing = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="+")
    position = PointField(srid=crs.STORAGE)

    objects = OpenManager["Corner"]()

    class Meta:
        constraints = [
            valid_point("position", model="corner"),
            models.CheckConstraint(
                condition=Q(street__lt=F("crossing")), name="corner_names_streets_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street} y {self.crossing}"


class Address(models.Model):
    """A house number on a street, at the door of its parcel."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="addresses")
    number = models.CharField(_("number"), max_length=12)
    parcel = models.ForeignKey("Parcel", null=True, on_delete=models.SET_NULL)
    position = PointField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Address"]()

    class Meta:
        constraints = [
            valid_point("position", model="address"),
            has_provenance(model="address"),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"
