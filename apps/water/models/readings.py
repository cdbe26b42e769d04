"""Walking routes, months of billing, and what was read on meters."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.accounts import Connection
from apps.water.models.meters import CUBIC_METRES, Meter
from apps.water.models.operators import Operator
from apps.water.models.rules import is_not_negative, is_one_of, is_said
from apps.water.terms import Anomaly, PeriodState, ReadingOrigin


class Route(models.Model):
    """A walk along connections, for reading meters and carrying notices."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="routes", db_index=False
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("route")
        constraints = [
            *is_said("name", model="route"),
            models.UniqueConstraint(
                fields=["operator", "code"], name="water_route_code_is_single"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """One connection of a route, at its place in the walk; each is on one route."""

    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, related_name="stops", db_index=False
    )
    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, related_name="stop"
    )
    ordinal = models.PositiveIntegerField(_("place in the walk"))

    class Meta:
        verbose_name = _("stop of a route")
        constraints = [
            models.UniqueConstraint(
                fields=["route", "ordinal"],
                name="water_stop_ordinal_is_single",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id}/{self.ordinal}"


class Period(models.Model):
    """A month of one operator's billing."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="periods", db_index=False
    )
    month = models.DateField(_("month"))
    """Its first day."""
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=6, choices=PeriodState, default=PeriodState.OPEN
    )

    class Meta:
        verbose_name = _("billing period")
        constraints = [
            is_one_of("state", PeriodState, model="period"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="water_period_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("month")), name="water_period_is_due_later"
            ),
            models.UniqueConstraint(
                fields=["operator", "month"], name="water_period_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Reading(models.Model):
    """What stood on a meter, once a period; estimates and the collector's say so."""

    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="readings"
    )
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="readings")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="readings")
    value = models.DecimalField(_("value"), **CUBIC_METRES)
    taken_at = models.DateTimeField(_("taken"))
    origin = models.CharField(_("origin"), max_length=9, choices=ReadingOrigin)
    anomalies = ArrayField(
        models.CharField(max_length=10, choices=Anomaly), default=list, blank=True
    )
    accepted_why = models.CharField(
        _("why accepted"), max_length=200, blank=True, default=""
    )
    """Who enters a strange reading all the same says why."""
    photo = models.ForeignKey(
        "documents.Attachment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    visit = models.ForeignKey(
        "water.Visit", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    """The visit that brought it, where a collector read it."""
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("meter reading")
        constraints = [
            is_one_of("origin", ReadingOrigin, model="reading"),
            *is_said("recorded_by", model="reading"),
            *is_not_negative("value", model="reading"),
            models.CheckConstraint(
                condition=Q(anomalies__contained_by=Anomaly.values),
                name="water_reading_anomalies_are_known",
            ),
            models.UniqueConstraint(
                fields=["meter", "period"], name="water_reading_is_one_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter_id} {self.value}"
