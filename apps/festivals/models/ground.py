"""What a feast keeps clear: closed streets, and places with their distance."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField, MultiLineStringField
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.feasts import Festival
from apps.festivals.terms import ZoneKind
from geo import crs
from geo.constraints import valid_geometry


class Closure(models.Model):
    """A street without traffic for some hours."""

    festival = models.ForeignKey(
        Festival, on_delete=models.CASCADE, related_name="closures"
    )
    name = models.CharField(_("name"), max_length=120)
    hours = DateTimeRangeField(_("closed"))
    line = MultiLineStringField(srid=crs.STORAGE)

    class Meta:
        constraints = [
            valid_geometry("line", model="closure"),
            models.CheckConstraint(
                condition=Q(
                    hours__isempty=False, hours__lower_inf=False, hours__upper_inf=False
                ),
                name="closure_has_its_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A place that no module may come near: so many metres around it stay clear."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="zones")
    kind = models.CharField(_("kind"), max_length=9, choices=ZoneKind)
    name = models.CharField(_("name"), max_length=120)
    place = GeometryField(srid=crs.STORAGE)
    clearance_m = models.DecimalField(
        _("clearance"), max_digits=5, decimal_places=1, default=0
    )

    class Meta:
        constraints = [
            valid_geometry("place", model="zone"),
            models.CheckConstraint(
                condition=Q(kind__in=ZoneKind.values), name="zone_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(clearance_m__gte=0), name="zone_clearance_is_a_distance"
            ),
        ]

    def __str__(self) -> str:
        return self.name
