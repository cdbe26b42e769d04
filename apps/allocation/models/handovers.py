"""Titles that went to somebody else, and whoever stands in for a holder on some days."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.claims import Claim
from apps.allocation.querysets import SubstitutionQuerySet


class Transfer(models.Model):
    """The act by which a title ended and another party's began, in the same moment."""

    given_up = models.OneToOneField(
        Claim, on_delete=models.PROTECT, related_name="transfer_away"
    )
    taken = models.OneToOneField(
        Claim, on_delete=models.PROTECT, related_name="transfer_here"
    )
    why = models.CharField(_("reason"), max_length=300)
    acted_by = models.CharField(_("recorded by"), max_length=150)
    acted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("transfer")
        constraints = [
            models.CheckConstraint(
                condition=Q(why__regex=r"\S") & ~Q(acted_by=""),
                name="transfer_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_up_id} {self.taken_id}"


class Substitution(models.Model):
    """Somebody who may stand in for the holder of a title, on some of its days."""

    title = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="substitutions")
    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="substitutions"
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last day excluded."))
    why = models.CharField(_("reason"), max_length=300)
    acted_by = models.CharField(_("recorded by"), max_length=150)
    acted_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True, default="")
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        constraints = [
            ExclusionConstraint(
                name="title_has_one_substitute",
                expressions=[
                    ("title", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(why__regex=r"\S") & ~Q(acted_by=""),
                name="substitution_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    days__isempty=False, days__lower_inf=False, days__upper_inf=False
                ),
                name="substitution_is_for_some_days",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__regex=r"\S")
                & ~Q(withdrawn_by=""),
                name="substitution_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.days}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which they stand in."""
        last: dt.date = self.days.upper - dt.timedelta(days=1)
        return last
