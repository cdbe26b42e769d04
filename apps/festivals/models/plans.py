"""Versions of where everything stands, and the modules of each."""

from __future__ import annotations

from django.contrib.gis.db.models import PolygonField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.feasts import Festival
from apps.festivals.models.trades import Trade
from apps.festivals.querysets import ModuleQuerySet
from apps.festivals.terms import PlanState
from geo import crs
from geo.constraints import valid_geometry


class Plan(models.Model):
    """One version of a feast's ground; published, it is what is sold by."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT
    )
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["festival", "version"], name="plan_version_is_single"
            ),
            models.UniqueConstraint(
                fields=["festival"],
                condition=Q(state=PlanState.PUBLISHED),
                name="plan_published_is_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_is_known"
            ),
            models.CheckConstraint(condition=Q(version__gt=0), name="plan_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.festival} {self.version}"


class Module(models.Model):
    """What can be sold on a plan: a rectangle of street with its front to the route."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="modules")
    code = models.CharField(_("code"), max_length=40)
    trade = models.ForeignKey(Trade, on_delete=models.PROTECT)
    place = PolygonField(srid=crs.STORAGE)
    frontage_m = models.DecimalField(_("frontage"), max_digits=6, decimal_places=2)
    depth_m = models.DecimalField(_("depth"), max_digits=6, decimal_places=2)
    at_m = models.DecimalField(_("metre of the route"), max_digits=8, decimal_places=1)
    price_zone = models.SlugField(_("price zone"), max_length=20, blank=True, default="")
    is_blocked = models.BooleanField(_("blocked"), default=False)
    rows = models.PositiveSmallIntegerField(_("rows"), default=0)
    row_seats = models.PositiveSmallIntegerField(_("seats in a row"), default=0)
    """As the trade seated people on the feast's first day; 0 where nobody sits."""
    by_seat = models.BooleanField(_("sold by seat"), default=False)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        constraints = [
            valid_geometry("place", model="module"),
            models.UniqueConstraint(fields=["plan", "code"], name="module_code_is_single"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z][0-9A-Za-z._/-]*$"),
                name="module_code_is_plain",
                violation_error_message=_("A code has letters, digits and . _ / - only."),
            ),
            models.CheckConstraint(
                condition=Q(frontage_m__gt=0, depth_m__gt=0, at_m__gte=0),
                name="module_has_a_size",
                violation_error_message=_("A module has a frontage and a depth."),
            ),
            models.CheckConstraint(
                condition=Q(rows=0, row_seats=0, by_seat=False)
                | Q(rows__range=(1, 60), row_seats__range=(1, 400)),
                name="module_rows_have_seats",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def tariff(self) -> str:
        """Variant of the concept whose price it has."""
        code = self.trade.code
        return f"{code}-{self.price_zone}" if self.price_zone else code

    @property
    def seats(self) -> int:
        """Seats in all its rows."""
        return self.rows * self.row_seats
