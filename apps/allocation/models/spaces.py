"""Places that one party at a time can hold."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.offerings import Offering
from apps.allocation.querysets import SpaceQuerySet
from apps.allocation.terms import SpaceKind, SpaceState
from geo import crs
from geo.constraints import valid_geometry


class Space(models.Model):
    """One stand, seat or niche: it has room for one holder, so it is held or it is not.

    Whoever holds it holds the row: moved on the plan, it takes its booking along.
    """

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="spaces")
    code = models.CharField(_("code"), max_length=40)
    """What stands on the plan and on the ground; never given to another space."""
    kind = models.CharField(_("kind"), max_length=8, choices=SpaceKind)
    state = models.CharField(
        _("state"), max_length=9, choices=SpaceState, default=SpaceState.OPEN
    )
    place = GeometryField(srid=crs.STORAGE, spatial_index=False)
    tariff = models.SlugField(_("tariff"), max_length=60, blank=True, default="")
    """Variant of the offering's concept whose price it has."""
    units = models.DecimalField(
        _("units"), max_digits=8, decimal_places=2, default=1, db_default=1
    )
    """How many units of its price it costs: metres of frontage, or itself."""
    about_kind = models.CharField(max_length=60, blank=True, default="")
    """What it is to the system that drew the plan: `festivals.stand` …"""
    about_id = models.CharField(max_length=80, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    standing: str
    """How it stands now, on rows that were read `with_standing()`."""

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        indexes = [
            # Nearest free spaces of one offering: the same street has been sold before.
            GistIndex(fields=["offering", "place"], name="space_by_place"),
            GistIndex(fields=["place"], name="space_place"),
        ]
        constraints = [
            valid_geometry("place", model="space"),
            models.UniqueConstraint(
                fields=["offering", "code"], name="space_code_is_single"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z][0-9A-Za-z._/-]*$"),
                name="space_code_is_plain",
                violation_error_message=_("A code has letters, digits and . _ / - only."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SpaceKind.values), name="space_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SpaceState.values), name="space_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(units__gt=0), name="space_has_units_to_charge"
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=""), name="space_is_recorded_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.code
