"""The network as a graph: mains between nodes, valves at nodes; wells, tanks, hydrants."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField, PointField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from apps.water.models.operators import Operator, PressureZone
from apps.water.models.rules import is_one_of, is_said
from apps.water.terms import AssetKind, AssetState
from geo import crs
from geo.constraints import valid_geometry, valid_point


class IsA(Func):
    """Whether a geometry is of a type, as PostGIS calls it."""

    template = "ST_GeometryType(%(expressions)s) = '%(type)s'"
    output_field = BooleanField()


class Node(models.Model):
    """Where mains meet or end, and where a valve can sit."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="nodes")
    position = PointField(srid=crs.STORAGE)

    class Meta:
        verbose_name = _("node of the network")
        constraints = [valid_point("position", model="water_node")]

    def __str__(self) -> str:
        return str(self.pk)


class Asset(models.Model):
    """One thing of a network: a main is a line, everything else a point."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="assets", db_index=False
    )
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=7, choices=AssetKind)
    state = models.CharField(
        _("state"), max_length=7, choices=AssetState, default=AssetState.WORKING
    )
    shape = GeometryField(srid=crs.STORAGE)
    node = models.ForeignKey(
        Node, null=True, blank=True, on_delete=models.PROTECT, related_name="assets"
    )
    """Where a point of the network hangs on it; a main has its two ends instead."""
    pressure_zone = models.ForeignKey(
        PressureZone, null=True, blank=True, on_delete=models.SET_NULL
    )
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=160)

    class Meta:
        verbose_name = _("part of a network")
        constraints = [
            valid_geometry("shape", model="water_asset"),
            is_one_of("kind", AssetKind, model="asset"),
            is_one_of("state", AssetState, model="asset"),
            *is_said("code", "source", model="asset"),
            models.UniqueConstraint(
                fields=["operator", "code"], name="water_asset_code_is_single"
            ),
            models.CheckConstraint(
                condition=Q(IsA("shape", type="ST_LineString"), kind=AssetKind.MAIN)
                | Q(IsA("shape", type="ST_Point")) & ~Q(kind=AssetKind.MAIN),
                name="water_asset_has_the_shape_of_its_kind",
                violation_error_message=_("A main is a line, everything else a point."),
            ),
            models.CheckConstraint(
                condition=Q(node__isnull=True) | ~Q(kind=AssetKind.MAIN),
                name="water_asset_main_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Main(models.Model):
    """A pipe from one node to another."""

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="main"
    )
    from_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="leaving")
    to_node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="arriving")
    diameter_mm = models.PositiveSmallIntegerField(_("diameter in mm"), null=True)
    material = models.CharField(_("material"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("main")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_node=F("to_node")), name="water_main_leads_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(diameter_mm__isnull=True) | Q(diameter_mm__gt=Value(0)),
                name="water_main_diameter_is_possible",
            ),
        ]

    def __str__(self) -> str:
        return str(self.asset)


class Valve(models.Model):
    """What stops the water at the node it sits at."""

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="valve"
    )
    node = models.OneToOneField(Node, on_delete=models.PROTECT, related_name="valve")
    is_open = models.BooleanField(_("stands open"), default=True)
    can_be_closed = models.BooleanField(_("can be closed"), default=True)
    """Stuck valves are known to be, so that nobody counts on them in the night."""

    class Meta:
        verbose_name = _("valve")

    def __str__(self) -> str:
        return str(self.asset)


class Outage(models.Model):
    """Water that did not run: a burst or a planned closing, since when and until when."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="outages")
    place = PointField(_("place"), srid=crs.STORAGE, null=True, blank=True)
    main = models.ForeignKey(Main, null=True, blank=True, on_delete=models.PROTECT)
    started_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    recorded_by = models.CharField(max_length=150)
    closed = models.ManyToManyField(Valve, blank=True, related_name="outages")
    connections = models.ManyToManyField(
        "water.Connection", blank=True, related_name="outages"
    )
    """Those without water; a credit in the next bill counts from them."""

    class Meta:
        verbose_name = _("outage")
        constraints = [
            valid_point("place", model="water_outage"),
            *is_said("reason", "recorded_by", model="outage"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
                name="water_outage_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
