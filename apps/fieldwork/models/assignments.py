"""What a collector is to do: places in the order of a walk."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.querysets import AssignmentQuerySet
from apps.fieldwork.terms import AssignmentState
from geo import crs
from geo.constraints import valid_point


class Assignment(models.Model):
    """Things of one kind that one collector visits on some days.

    The package is what a telephone downloads of it; it lies in the store of files under
    its digest and is made anew when it is asked for and old.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    """As its system registered it: `water.collection`."""
    title = models.CharField(_("title"), max_length=120)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=6, choices=AssignmentState, default=AssignmentState.OPEN
    )
    made_by = models.CharField(_("made by"), max_length=150)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    package = models.CharField(max_length=64, blank=True, default="")
    """Digest of the package; empty until it is made."""
    package_bytes = models.PositiveIntegerField(default=0)
    """As it travels, packed."""
    thumbnails = models.CharField(max_length=64, blank=True, default="")
    thumbnails_bytes = models.PositiveIntegerField(default=0)
    packed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        indexes = [models.Index(fields=["holder", "last_day"], name="assignment_of_holder")]
        constraints = [
            models.CheckConstraint(
                condition=Q(title__regex=r"\S") & ~Q(kind=""), name="assignment_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="assignment_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values),
                name="assignment_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(made_by=""), name="assignment_is_made_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentItem(models.Model):
    """One thing to visit; where it lay when it was assigned."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="items"
    )
    order = models.PositiveIntegerField()
    """Place in the walk, from 1."""
    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=80)
    place = PointField(srid=crs.STORAGE, null=True)

    class Meta:
        verbose_name = _("place to visit")
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="assignment_item_about")
        ]
        constraints = [
            valid_point("place", model="assignmentitem"),
            models.UniqueConstraint(
                fields=["assignment", "about_kind", "about_id"],
                name="assignment_item_is_single",
            ),
            models.UniqueConstraint(
                fields=["assignment", "order"], name="assignment_item_order_is_single"
            ),
            models.CheckConstraint(
                condition=~Q(about_kind="") & ~Q(about_id=""),
                name="assignment_item_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about_kind} {self.about_id}"
