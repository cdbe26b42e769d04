"""Operators, the ground they supply, and when they let water run."""

from __future__ import annotations

import datetime as dt

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.water.models.rules import has_days, is_one_of, is_said
from apps.water.querysets import OperatorQuerySet
from apps.water.terms import OperatorKind, Weekday
from geo import crs
from geo.constraints import valid_geometry


class Operator(models.Model):
    """Whoever runs a network: EMAPAQ, an OTB with its well, a cooperative, a company."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=11, choices=OperatorKind)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, blank=True, on_delete=models.PROTECT
    )
    is_billed_here = models.BooleanField(_("billed by the municipality"), default=False)
    """Whether its dues are money of the municipality and stand in the treasury."""
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    address = models.CharField(_("address"), max_length=160, blank=True, default="")
    source = models.CharField(_("source"), max_length=160)
    """Where what is known about it comes from."""

    objects = OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("water operator")
        constraints = [
            is_one_of("kind", OperatorKind, model="operator"),
            *is_said("name", "source", model="operator"),
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(models.Model):
    """Ground that an operator supplies on some days; several may lie under one street."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="covers", db_index=False
    )
    ground = MultiPolygonField(_("coverage"), srid=crs.STORAGE)
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    """Without a first day: since before anybody wrote it down."""
    source = models.CharField(_("source"), max_length=160)
    """Who drew it, or from which file it is."""

    class Meta:
        verbose_name = _("coverage")
        constraints = [
            valid_geometry("ground", model="water_coverage"),
            *is_said("source", model="coverage"),
            models.CheckConstraint(
                condition=Q(days__isempty=False), name="water_coverage_has_days"
            ),
            ExclusionConstraint(
                name="water_coverage_is_one_on_any_day",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The operator has another cover on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id}: {self.days}"

    @property
    def last_day(self) -> dt.date | None:
        """Its last day; none as long as it has no end."""
        end: dt.date | None = self.days.upper
        return None if end is None else end - dt.timedelta(days=1)


class PressureZone(models.Model):
    """Part of a network with one pressure, often the part fed by one tank."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="pressure_zones"
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    outline = MultiPolygonField(srid=crs.STORAGE)

    class Meta:
        verbose_name = _("pressure zone")
        constraints = [
            valid_geometry("outline", model="water_pressurezone"),
            *is_said("name", model="pressurezone"),
            models.UniqueConstraint(
                fields=["operator", "code"], name="water_pressurezone_code_is_single"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Minutes(Func):
    """The part of a day between two times as minutes; no end means until midnight."""

    template = (
        "int4range((extract(epoch from %(starts)s) / 60)::int,"
        " coalesce((extract(epoch from %(ends)s) / 60)::int, 1440))"
    )
    output_field = IntegerRangeField()

    def __init__(self) -> None:
        super().__init__(starts='"starts"', ends='"ends"')


class Rationing(models.Model):
    """When water runs on one day of the week; a day without a row has none.

    An operator or zone without any row in force is supplied all day.
    """

    operator = models.ForeignKey(
        Operator, on_delete=models.CASCADE, related_name="rationing", db_index=False
    )
    pressure_zone = models.ForeignKey(
        PressureZone,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rationing",
    )
    """The part of its network it is for; the whole if empty."""
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"), null=True, blank=True)
    """Until midnight if empty."""
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("supply calendar")
        constraints = [
            has_days(model="rationing"),
            is_one_of("weekday", Weekday, model="rationing"),
            *is_said("reason", model="rationing"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="water_rationing_ends_later",
                violation_error_message=_("The water ends before it begins."),
            ),
            ExclusionConstraint(
                name="water_rationing_is_said_once",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    (Coalesce("pressure_zone", 0), RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                    (Minutes(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("These hours overlap others of the calendar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id}: {self.weekday} {self.starts}"
