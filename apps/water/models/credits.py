"""What days without water take off a bill, by a dated rule of the operator."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.water.models.operators import Operator
from apps.water.models.rules import has_days, is_said


class CreditRule(models.Model):
    """From how many days without water in a month on they are not charged.

    Each day beyond takes its share off the fixed charge and the minimum. A day counts that
    the supply calendar leaves out, or on which an outage lasted long enough. Where no rule
    is in force nothing is taken off.
    """

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="credit_rules", db_index=False
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    tolerated_days = models.PositiveSmallIntegerField(
        _("days tolerated a month"), default=0
    )
    least_hours = models.PositiveSmallIntegerField(_("hours that make a day"), default=12)
    """So long must an outage last on a day for the day to count."""
    legal_basis = models.TextField(_("legal basis"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("rule of credits")
        constraints = [
            has_days(model="creditrule"),
            *is_said("legal_basis", "recorded_by", model="creditrule"),
            models.CheckConstraint(
                condition=Q(tolerated_days__lte=31, least_hours__range=(1, 24)),
                name="water_creditrule_is_possible",
            ),
            ExclusionConstraint(
                name="water_creditrule_is_one_on_any_day",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id}: {self.tolerated_days}"
