"""Who may buy when: the windows of a sale, and who was admitted to one by which proof."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.allocation.models.offerings import Offering
from apps.allocation.models.spaces import Space
from apps.allocation.querysets import AdmissionQuerySet
from apps.allocation.terms import Admits


class Window(models.Model):
    """Some days of a sale that are for some buyers; those of one offering may overlap.

    A space that no window covers is sold to anybody while the offering is on sale.
    """

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="windows")
    name = models.CharField(_("name"), max_length=80)
    """Whom it is for, as buyers say it: house owners, federations, everybody."""
    rank = models.PositiveSmallIntegerField(_("rank"))
    """Who comes first where two were admitted to one space: the lower number."""
    opens = DateTimeRangeField(_("open"))
    """When spaces can be held through it, by the clock of the database."""
    admits = models.CharField(_("open to"), max_length=8, choices=Admits)
    tariff = models.SlugField(_("tariff"), max_length=60, blank=True, default="")
    """The only spaces it is about; empty for all of the offering."""

    class Meta:
        verbose_name = _("window")
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "name"], name="window_name_is_single"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S"), name="window_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(
                    opens__isempty=False, opens__lower_inf=False, opens__upper_inf=False
                ),
                name="window_opens_and_closes",
                violation_error_message=_("A window closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(admits__in=Admits.values), name="window_admits_are_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Admission(models.Model):
    """A party that may buy through a window, by a proof that somebody has seen."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="admissions")
    party = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, related_name="admissions"
    )
    space = models.ForeignKey(
        Space, null=True, on_delete=models.PROTECT, related_name="admissions"
    )
    """The space that waits for them until the window closes; none where any will do."""
    proof = models.CharField(_("proof"), max_length=300)
    """The paper that was seen: number, date, who issued it."""
    admitted_at = models.DateTimeField(db_default=Now())
    admitted_by = models.CharField(_("admitted by"), max_length=150)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True, default="")
    withdrawn_why = models.CharField(max_length=300, blank=True, default="")

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("admission")
        constraints = [
            models.UniqueConstraint(
                fields=["window", "party", "space"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="admission_is_single",
            ),
            models.CheckConstraint(
                condition=Q(proof__regex=r"\S") & ~Q(admitted_by=""),
                name="admission_has_a_proof",
                violation_error_message=_("Say which proof was seen."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_why__regex=r"\S")
                & ~Q(withdrawn_by=""),
                name="admission_is_withdrawn_for_a_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.window_id}"
