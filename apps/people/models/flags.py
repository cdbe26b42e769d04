"""What the law asks to be known about a party: protection owed, consent given."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.parties import Party, Person
from apps.people.terms import ConsentPurpose, VulnerabilityKind


class Vulnerability(models.Model):
    """A ground for preferential treatment, for some days, with the paper that proves it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="vulnerabilities"
    )
    kind = models.CharField(_("ground"), max_length=10, choices=VulnerabilityKind)
    days = DateRangeField(_("days"), help_text=_("First day included, last excluded."))
    proof = models.CharField(_("proof"), max_length=200)
    """The paper that was shown, so that somebody can find it again."""
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("vulnerability")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=VulnerabilityKind.values),
                name="vulnerability_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(proof__regex=r"\S") & ~Q(recorded_by=""),
                name="vulnerability_has_proof",
                violation_error_message=_("Say which paper proves it."),
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__startswith__isnull=False),
                name="vulnerability_has_a_first_day",
            ),
            ExclusionConstraint(
                name="vulnerability_is_recorded_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Consent(models.Model):
    """What a party agreed to, since when, how it was given, and when it was withdrawn."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=11, choices=ConsentPurpose)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    proof = models.CharField(_("proof"), max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values),
                name="consent_purpose_is_known",
            ),
            models.CheckConstraint(
                condition=Q(proof__regex=r"\S") & ~Q(recorded_by=""),
                name="consent_has_proof",
                violation_error_message=_("Say how it was given."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["party", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
