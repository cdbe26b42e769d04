"""The rule by which water is cut, the notices before it, and the orders."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.accounts import Account
from apps.water.models.operators import Operator
from apps.water.models.rules import has_days, is_one_of, is_said
from apps.water.terms import CutState, Delivery, NoticeKind


class CutRule(models.Model):
    """From how many overdue bills on water may be cut, on some days, by which norm.

    It is about drinking water. There is none for sewers: those are never cut.
    """

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="cut_rules", db_index=False
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    overdue_bills = models.PositiveSmallIntegerField(_("overdue bills"), default=2)
    notices = models.PositiveSmallIntegerField(_("notices before"), default=1)
    notice_days = models.PositiveSmallIntegerField(
        _("days after the last notice"), default=3
    )
    legal_basis = models.TextField(_("legal basis"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("rule of cuts")
        constraints = [
            has_days(model="cutrule"),
            *is_said("legal_basis", "recorded_by", model="cutrule"),
            models.CheckConstraint(
                condition=Q(overdue_bills__gte=1, notices__gte=1),
                name="water_cutrule_asks_for_something",
            ),
            ExclusionConstraint(
                name="water_cutrule_is_one_on_any_day",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id}: {self.overdue_bills}"


class Notice(models.Model):
    """A notice that reached an account: what, when, how, by whose hand."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=4, choices=NoticeKind)
    delivered_at = models.DateTimeField(_("delivered"))
    delivery = models.CharField(_("how"), max_length=7, choices=Delivery)
    delivered_by = models.CharField(max_length=150)
    document = models.ForeignKey(
        "documents.Document",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    visit = models.OneToOneField(
        "water.Visit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notice",
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("notice")
        constraints = [
            is_one_of("kind", NoticeKind, model="notice"),
            is_one_of("delivery", Delivery, model="notice"),
            *is_said("delivered_by", model="notice"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


def _moment(title: Any) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(title, null=True, blank=True)


def _actor() -> models.CharField[Any, Any]:
    return models.CharField(max_length=150, blank=True, default="")


_APPROVED = Q(approved_at__isnull=False) & ~Q(approved_by="")
_NOT_APPROVED = Q(approved_at__isnull=True, approved_by="")
_CUT = Q(cut_at__isnull=False, cut_at__gte=F("approved_at")) & ~Q(cut_by="")
_NOT_CUT = Q(cut_at__isnull=True, cut_by="")
_RECONNECTED = Q(reconnected_at__isnull=False, reconnected_at__gte=F("cut_at")) & ~Q(
    reconnected_by=""
)
_NOT_RECONNECTED = Q(reconnected_at__isnull=True, reconnected_by="")


class CutOrder(models.Model):
    """One cut of the water of an account, from its proposal until the water is back.

    The database moves it on only step by step, and lets nobody approve or cut while the
    guard of `0002_guards` refuses: overdue bills, notices, complaints, protected holders.
    """

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="cut_orders"
    )
    rule = models.ForeignKey(
        CutRule, on_delete=models.PROTECT, related_name="orders", db_index=False
    )
    state = models.CharField(
        _("state"), max_length=11, choices=CutState, default=CutState.PROPOSED
    )
    ground = models.TextField(_("ground"))
    proposed_at = models.DateTimeField(_("proposed"), db_default=Now())
    proposed_by = models.CharField(max_length=150)
    judged_on = models.DateField()
    """The municipality's day on which its state was last set, for what was overdue then."""
    approved_at = _moment(_("approved"))
    approved_by = _actor()
    cut_at = _moment(_("cut"))
    cut_by = _actor()
    reconnected_at = _moment(_("reconnected"))
    reconnected_by = _actor()
    reconnection = models.OneToOneField(
        "treasury.Obligation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    """What reconnecting costs, where it does."""
    withdrawn_why = models.TextField(_("why withdrawn"), blank=True, default="")

    class Meta:
        verbose_name = _("cut order")
        constraints = [
            is_one_of("state", CutState, model="cutorder"),
            *is_said("ground", "proposed_by", model="cutorder"),
            models.CheckConstraint(
                condition=(Q(state=CutState.PROPOSED) & _NOT_APPROVED & _NOT_CUT)
                | (Q(state=CutState.APPROVED) & _APPROVED & _NOT_CUT)
                | (Q(state=CutState.CUT) & _APPROVED & _CUT & _NOT_RECONNECTED)
                | (Q(state=CutState.RECONNECTED) & _APPROVED & _CUT & _RECONNECTED)
                | (Q(state=CutState.WITHDRAWN) & _NOT_CUT & Q(withdrawn_why__regex=r"\S")),
                name="water_cutorder_state_follows_its_acts",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="water_cutorder_is_approved_by_another",
                violation_error_message=_("Whoever proposes a cut does not approve it."),
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=[CutState.PROPOSED, CutState.APPROVED, CutState.CUT]),
                name="water_cutorder_is_one_at_a_time",
                violation_error_message=_("The account has a cut order under way."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.state}"
