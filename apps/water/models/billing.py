"""Runs that bill a period, and the bills they make."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.treasury.models.money import money_field
from apps.water.models.accounts import Account
from apps.water.models.meters import CUBIC_METRES
from apps.water.models.readings import Period
from apps.water.models.rules import is_not_negative, is_one_of, is_said
from apps.water.models.tariffs import Tariff
from apps.water.terms import BillBasis, RunState

NOTHING = Decimal(0)


class BillingRun(models.Model):
    """One run over a period, or a late one for what it missed; taken up if it broke off."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(
        _("state"), max_length=7, choices=RunState, default=RunState.PREVIEW
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    """When late bills are due, those of a month that was billed before; else empty."""
    accounts = models.PositiveIntegerField(_("accounts"), default=0)
    billed = models.PositiveIntegerField(_("billed"), default=0)
    amount = money_field(_("amount"), default=NOTHING)
    started_at = models.DateTimeField(_("started"), db_default=Now())
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    started_by = models.CharField(max_length=150)
    fault = models.TextField(_("what went wrong"), blank=True, default="")

    class Meta:
        verbose_name = _("billing run")
        constraints = [
            is_one_of("state", RunState, model="billingrun"),
            *is_said("started_by", model="billingrun"),
            models.CheckConstraint(
                condition=Q(state=RunState.DONE, finished_at__isnull=False)
                | ~Q(state=RunState.DONE),
                name="water_billingrun_done_has_its_end",
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(
                    state__in=[RunState.RUNNING, RunState.DONE], due_on__isnull=True
                ),
                name="water_period_is_billed_by_one_run",
                violation_error_message=_("The period is billed, or being billed."),
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state=RunState.RUNNING, due_on__isnull=False),
                name="water_period_has_one_late_run_at_a_time",
                violation_error_message=_("Late bills of the period are being made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.state}"

    @property
    def is_late(self) -> bool:
        """Whether it bills what a month that was billed before had missed."""
        return self.due_on is not None

    @property
    def bills_due_on(self) -> dt.date:
        """When its bills are due."""
        return self.due_on or self.period.due_on


class Bill(models.Model):
    """What one account is charged for one period; once, whatever broke in between."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="bills", db_index=False
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="bills")
    run = models.ForeignKey(
        BillingRun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bills",
        db_index=False,
    )
    tariff = models.ForeignKey(
        Tariff, on_delete=models.PROTECT, related_name="bills", db_index=False
    )
    basis = models.CharField(_("basis"), max_length=9, choices=BillBasis)
    cubic_metres = models.DecimalField(
        _("cubic metres"), null=True, blank=True, **CUBIC_METRES
    )
    credit = money_field(_("credit"), default=NOTHING)
    """For days without water: taken off before the amount."""
    amount = money_field(_("amount"))
    issued_on = models.DateField(_("issued on"))
    obligation = models.OneToOneField(
        "treasury.Obligation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="water_bill",
    )
    """What the treasury collects; none only where nothing is left to pay."""

    class Meta:
        verbose_name = _("water bill")
        constraints = [
            is_one_of("basis", BillBasis, model="bill"),
            *is_not_negative("cubic_metres", "credit", "amount", model="bill"),
            models.UniqueConstraint(
                fields=["account", "period"], name="water_bill_is_one_a_period"
            ),
            models.CheckConstraint(
                condition=Q(basis=BillBasis.FLAT) | Q(cubic_metres__isnull=False),
                name="water_bill_by_meter_has_cubic_metres",
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=True, amount=0)
                | Q(obligation__isnull=False, amount__gt=0),
                name="water_bill_is_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.period_id}"
