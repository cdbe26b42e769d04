"""What inspectors found on the day: at stands, between them, and what the crowd needs."""

from __future__ import annotations

from django.contrib.gis.db.models import LineStringField, PointField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.feasts import Festival
from apps.festivals.models.rules import is_more_than_nothing, is_one_of, is_said
from apps.festivals.models.trades import Trade
from apps.festivals.terms import Fault, Person, ServiceKind, Shown
from geo import crs
from geo.constraints import valid_geometry, valid_point


class Inspection(models.Model):
    """One look at a stand. Two inspectors at one stand made two; both stay."""

    event_id = models.UUIDField(unique=True)
    """Given by the telephone that recorded it."""
    space = models.ForeignKey(
        "allocation.Space", on_delete=models.PROTECT, related_name="inspections"
    )
    made_at = models.DateTimeField(_("when"))
    received_at = models.DateTimeField(db_default=Now())
    made_by = models.CharField(_("who"), max_length=150)
    position = PointField(srid=crs.STORAGE, null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.FloatField(_("metres from the stand"), null=True)
    person = models.CharField(_("found there"), max_length=10, choices=Person)
    person_name = models.CharField(
        _("name of who was there"), max_length=160, blank=True, default=""
    )
    shown = models.CharField(_("patent shown"), max_length=11, choices=Shown)
    allowed_m = models.DecimalField(_("frontage allowed"), max_digits=6, decimal_places=2)
    """What the plan in force gave the stand when it was looked at."""
    frontage_m = models.DecimalField(
        _("frontage measured"), max_digits=6, decimal_places=2, null=True
    )
    measured = LineStringField(_("measured along"), srid=crs.STORAGE, null=True)
    """Drawn on the telephone's map from one end of what is occupied to the other."""
    trade = models.ForeignKey(Trade, null=True, on_delete=models.PROTECT, related_name="+")
    """What was sold there; unknown where nobody was."""
    faults = ArrayField(models.CharField(max_length=6, choices=Fault), default=list)
    """In what it differed from the patent, judged when it was received."""
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("inspection")
        indexes = [models.Index(fields=["space", "-made_at"], name="inspection_of_space")]
        constraints = [
            valid_point("position", model="inspection"),
            valid_geometry("measured", model="inspection"),
            is_one_of("person", Person, model="inspection"),
            is_one_of("shown", Shown, model="inspection"),
            *is_said("made_by", model="inspection"),
            *is_more_than_nothing("allowed_m", "frontage_m", model="inspection"),
            models.CheckConstraint(
                condition=Q(faults__contained_by=Fault.values),
                name="inspection_faults_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.made_at:%d/%m %H:%M}"


class UnlicensedVendor(models.Model):
    """Somebody who sells without a stand of the plan, where the inspector stood."""

    event_id = models.UUIDField(unique=True)
    festival = models.ForeignKey(
        Festival, on_delete=models.PROTECT, related_name="unlicensed"
    )
    position = PointField(srid=crs.STORAGE)
    accuracy_m = models.FloatField(null=True)
    trade = models.ForeignKey(Trade, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(_("when"))
    received_at = models.DateTimeField(db_default=Now())
    seen_by = models.CharField(_("who"), max_length=150)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("vendor without patent")
        constraints = [
            valid_point("position", model="unlicensedvendor"),
            *is_said("seen_by", model="unlicensedvendor"),
        ]

    def __str__(self) -> str:
        return f"{self.festival_id} {self.seen_at:%d/%m %H:%M}"


class Service(models.Model):
    """Toilets, first aid, waste points …, so that the crowd finds them."""

    festival = models.ForeignKey(
        Festival, on_delete=models.CASCADE, related_name="services"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ServiceKind)
    name = models.CharField(_("name"), max_length=120)
    position = PointField(srid=crs.STORAGE)

    class Meta:
        verbose_name = _("service of a feast")
        constraints = [
            valid_point("position", model="service"),
            is_one_of("kind", ServiceKind, model="service"),
            *is_said("name", model="service"),
        ]

    def __str__(self) -> str:
        return self.name


class WasteWeighing(models.Model):
    """What was carried away, in kilograms, by the price zone it lay in."""

    event_id = models.UUIDField(unique=True)
    festival = models.ForeignKey(Festival, on_delete=models.PROTECT, related_name="waste")
    on_day = models.DateField(_("day"))
    zone = models.SlugField(_("zone"), max_length=20, blank=True, default="")
    kg = models.DecimalField(_("kilograms"), max_digits=8, decimal_places=1)
    position = PointField(srid=crs.STORAGE, null=True)
    weighed_by = models.CharField(_("who"), max_length=150)
    received_at = models.DateTimeField(db_default=Now())
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        verbose_name = _("weighing of waste")
        constraints = [
            valid_point("position", model="wasteweighing"),
            *is_said("weighed_by", model="wasteweighing"),
            *is_more_than_nothing("kg", model="wasteweighing"),
        ]

    def __str__(self) -> str:
        return f"{self.on_day} {self.kg} kg"
