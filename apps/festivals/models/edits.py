"""What the last edits of a draft changed, so that they can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.festivals.models.plans import Plan
from apps.festivals.terms import EditKind


class Edit(models.Model):
    """One act on the modules of a draft; the latest can be undone, then the one before."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="edits")
    kind = models.CharField(_("edit"), max_length=8, choices=EditKind)
    before = models.JSONField(default=list)
    """The modules that it changed or took off, as they were."""
    last_module = models.BigIntegerField()
    """The highest number of the plan's modules before it: higher ones are of its making."""
    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EditKind.values), name="edit_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(by=""), name="edit_is_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind}"
