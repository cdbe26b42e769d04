"""Meters, and at which connection each counted from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.accounts import Connection
from apps.water.models.operators import Operator
from apps.water.models.rules import has_days, is_not_negative, is_said
from apps.water.querysets import FittingQuerySet

CUBIC_METRES: dict[str, int] = {"max_digits": 12, "decimal_places": 3}


class Meter(models.Model):
    """A meter, known by the number on its face."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="meters", db_index=False
    )
    serial = models.CharField(_("serial number"), max_length=40)
    brand = models.CharField(_("brand"), max_length=60, blank=True, default="")
    digits = models.PositiveSmallIntegerField(_("digits"), default=5)
    """Of whole cubic metres: a meter of five turns over after 99 999."""

    class Meta:
        verbose_name = _("meter")
        constraints = [
            *is_said("serial", model="meter"),
            models.UniqueConstraint(
                fields=["operator", "serial"], name="water_meter_serial_is_single"
            ),
            models.CheckConstraint(
                condition=Q(digits__range=(3, 9)), name="water_meter_digits_are_possible"
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class MeterFitting(models.Model):
    """That a meter counted at a connection: one place a meter, one meter a place."""

    meter = models.ForeignKey(
        Meter, on_delete=models.PROTECT, related_name="fittings", db_index=False
    )
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="fittings", db_index=False
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    first_value = models.DecimalField(_("value when fitted"), default=0, **CUBIC_METRES)
    last_value = models.DecimalField(
        _("value when removed"), null=True, blank=True, **CUBIC_METRES
    )
    reason = models.CharField(_("reason"), max_length=160, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    objects = FittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meter at a connection")
        constraints = [
            has_days(model="fitting"),
            *is_said("recorded_by", model="fitting"),
            *is_not_negative("first_value", "last_value", model="fitting"),
            models.CheckConstraint(
                condition=Q(last_value__isnull=True) | Q(days__upper_inf=False),
                name="water_fitting_ends_with_its_last_value",
            ),
            ExclusionConstraint(
                name="water_meter_counts_at_one_place",
                expressions=[
                    ("meter", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The meter counts elsewhere on these days."),
            ),
            ExclusionConstraint(
                name="water_connection_has_one_meter",
                expressions=[
                    ("connection", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another meter counts here on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter_id} @ {self.connection_id}"
