"""Who belongs to which association, and on which days."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.parties import Organisation, Person
from apps.people.querysets import MembershipQuerySet
from apps.people.terms import MemberRole


class Membership(models.Model):
    """A person belongs to an association, union or federation on these days."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=6, choices=MemberRole, default=MemberRole.MEMBER
    )
    days = DateRangeField(_("days"), help_text=_("First day included, last excluded."))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__startswith__isnull=False),
                name="membership_has_a_first_day",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=""), name="membership_is_recorded_by_somebody"
            ),
            ExclusionConstraint(
                name="membership_is_single",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person belongs to it on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.person_id}"
