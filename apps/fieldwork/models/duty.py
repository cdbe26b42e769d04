"""When a collector was on duty, and where they went: only with their consent."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.models.devices import Device
from apps.fieldwork.models.events import Event
from geo import crs
from geo.constraints import valid_point


class Consent(models.Model):
    """A collector's agreement to a text; it holds until it is withdrawn."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="consent"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="field_consents"
    )
    version = models.CharField(max_length=20)
    """Of the text that was agreed to."""
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_in_force_is_single",
            ),
            models.CheckConstraint(
                condition=~Q(version=""), name="consent_is_to_some_text"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} {self.version}"


class Duty(models.Model):
    """One stretch of work with one telephone. Worked out from its events, any order."""

    began = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="duty"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="duties")
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("duty")
        indexes = [models.Index(fields=["device", "-began_at"], name="duty_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(ended_at__isnull=True),
                name="duty_under_way_is_single",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="duty_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.began_at}"


class TrailPoint(models.Model):
    """Where a telephone was, on duty and with consent; the database sees to both."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="trail")
    at = models.DateTimeField()
    position = PointField(srid=crs.STORAGE)
    accuracy_m = models.FloatField()

    class Meta:
        verbose_name = _("point of a trail")
        indexes = [models.Index(fields=["at"], name="trailpoint_by_age")]
        constraints = [
            valid_point("position", model="trailpoint"),
            models.UniqueConstraint(fields=["device", "at"], name="trailpoint_is_single"),
            models.CheckConstraint(
                condition=Q(accuracy_m__gte=0), name="trailpoint_accuracy_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.at}"
