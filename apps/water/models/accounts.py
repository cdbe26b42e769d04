"""Connections, the accounts they are charged to, and who held those from when to when."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.network import Main
from apps.water.models.operators import Operator, PressureZone
from apps.water.models.rules import has_days, is_one_of, is_said, territory
from apps.water.querysets import AccountQuerySet, HoldingQuerySet
from apps.water.terms import AccountState, Category, ConnectionState
from geo import crs
from geo.constraints import valid_point


class Connection(models.Model):
    """Where water leaves the network for a house (acometida), known by its point."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="connections"
    )
    position = PointField(srid=crs.STORAGE)
    parcel = models.ForeignKey(
        "territory.Parcel",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="water_connections",
    )
    pressure_zone = models.ForeignKey(
        PressureZone, null=True, blank=True, on_delete=models.SET_NULL
    )
    main = models.ForeignKey(
        Main, null=True, blank=True, on_delete=models.SET_NULL, related_name="connections"
    )
    """The pipe it hangs on, where the network is known so far."""
    state = models.CharField(
        _("state"), max_length=7, choices=ConnectionState, default=ConnectionState.ACTIVE
    )
    address = models.CharField(_("address"), max_length=160, blank=True, default="")
    """As the padrón writes it."""
    district = territory("District")
    zone = territory("Zone")
    otb = territory("Otb")
    """None for a connection outside every OTB: it is kept, and listed."""
    street = territory("Street")

    class Meta:
        verbose_name = _("connection")
        constraints = [
            valid_point("position", model="water_connection"),
            is_one_of("state", ConnectionState, model="connection"),
            models.UniqueConstraint(
                fields=["id", "operator"], name="water_connection_of_operator"
            ),
        ]
        indexes = [
            GistIndex(fields=["operator", "position"], name="water_connection_beside")
        ]

    def __str__(self) -> str:
        return f"{self.operator_id}/{self.pk}"


class Account(models.Model):
    """What a connection is charged to, under the number that users know."""

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="accounts", db_index=False
    )
    """That of its connection; the database sees to it."""
    number = models.CharField(_("account number"), max_length=24)
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="accounts", db_index=False
    )
    category = models.CharField(_("category"), max_length=12, choices=Category)
    state = models.CharField(
        _("state"), max_length=9, choices=AccountState, default=AccountState.ACTIVE
    )
    is_metered = models.BooleanField(_("metered"), default=False)
    """Whether it pays what a meter counts; else the flat tariff of its category."""
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    """From when it is charged; closing it gives the last day."""

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("water account")
        constraints = [
            has_days(model="account"),
            is_one_of("category", Category, model="account"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Za-z][0-9A-Za-z./-]*$"),
                name="water_account_number_has_its_shape",
                violation_error_message=_("A number has digits, letters and - . / only."),
            ),
            models.UniqueConstraint(
                fields=["operator", "number"], name="water_account_number_is_single"
            ),
            models.CheckConstraint(
                condition=Q(state=AccountState.CLOSED, days__upper_inf=False)
                | Q(
                    state__in=[AccountState.ACTIVE, AccountState.SUSPENDED],
                    days__upper_inf=True,
                ),
                name="water_account_state_follows_its_days",
            ),
            ExclusionConstraint(
                name="water_account_is_alone_on_its_connection",
                expressions=[
                    ("connection", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Another account stands on this connection."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Holding(models.Model):
    """Who answers for an account on which days; never two at a time."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="holdings", db_index=False
    )
    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="water_holdings"
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    basis = models.CharField(_("document of title"), max_length=160)
    """What it was opened or changed on: sale, inheritance, lease, the old padrón …"""
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holder of an account")
        constraints = [
            has_days(model="holding"),
            *is_said("basis", "recorded_by", model="holding"),
            ExclusionConstraint(
                name="water_holding_is_one_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The account has a holder on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.party_id}"


class CategoryChange(models.Model):
    """That an account was put into another category, since when, why, and by whom."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="category_changes"
    )
    before = models.CharField(_("before"), max_length=12, choices=Category)
    after = models.CharField(_("after"), max_length=12, choices=Category)
    since = models.DateField(_("since"))
    reason = models.TextField(_("reason"))
    """What was found on the ground: the user may appeal against it."""
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("change of category")
        constraints = [
            *is_said("reason", "recorded_by", model="categorychange"),
            is_one_of("before", Category, model="categorychange"),
            is_one_of("after", Category, model="categorychange"),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="water_categorychange_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.before} → {self.after}"
