"""What was found on parcels that should have a water account and have none."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.rules import is_one_of, is_said
from apps.water.terms import CheckOutcome


class ParcelCheck(models.Model):
    """Somebody went and looked at a parcel without an account; the latest counts."""

    parcel = models.ForeignKey(
        "territory.Parcel", on_delete=models.CASCADE, related_name="water_checks"
    )
    outcome = models.CharField(_("found"), max_length=11, choices=CheckOutcome)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    checked_on = models.DateField(_("checked on"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("check of a parcel without an account")
        constraints = [
            is_one_of("outcome", CheckOutcome, model="parcelcheck"),
            *is_said("recorded_by", model="parcelcheck"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.outcome}"
