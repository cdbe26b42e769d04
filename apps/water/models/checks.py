"""What was found on parcels that should have a water account and have none."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.rules import is_one_of, is_said
from apps.water.terms import CheckOutcome
from geo import crs
from geo.constraints import valid_point


class ParcelCheck(models.Model):
    """Somebody went and looked at a parcel without an account; the latest counts.

    The point is the truth: when parcels are replaced, it is of the one that lies there.
    """

    parcel = models.ForeignKey(
        "territory.Parcel",
        null=True,
        on_delete=models.SET_NULL,
        related_name="water_checks",
    )
    position = PointField(srid=crs.STORAGE)
    """A point on the parcel that was looked at."""
    outcome = models.CharField(_("found"), max_length=11, choices=CheckOutcome)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    checked_on = models.DateField(_("checked on"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("check of a parcel without an account")
        constraints = [
            valid_point("position", model="parcelcheck"),
            is_one_of("outcome", CheckOutcome, model="parcelcheck"),
            *is_said("recorded_by", model="parcelcheck"),
        ]

    def __str__(self) -> str:
        return f"{self.position.coords}: {self.outcome}"
