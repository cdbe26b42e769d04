"""Hours in which nobody is disturbed, as a rule with days and a basis."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.notices.terms import Channel


class QuietHours(models.Model):
    """From when to when nothing is sent, in the town's own time; it may pass midnight."""

    days = DateRangeField(_("days"), help_text=_("First day included, last excluded."))
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    channels = ArrayField(models.CharField(max_length=8, choices=Channel))
    basis = models.CharField(_("basis"), max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=~Q(begins=F("ends")), name="quiet_hours_are_part_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__startswith__isnull=False),
                name="quiet_hours_have_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(basis__regex=r"\S") & ~Q(recorded_by=""),
                name="quiet_hours_have_a_basis",
                violation_error_message=_("Say who decided it."),
            ),
            ExclusionConstraint(
                name="quiet_hours_are_one_rule_a_day",
                expressions=[("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("Another rule holds on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}"
