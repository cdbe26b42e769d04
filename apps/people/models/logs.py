"""What is written once and never changed: merges, and looks at personal data."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.people.models.parties import Party, Person
from apps.people.terms import STAYS_WHEN_MERGED, Door, LayerWay


class PartyMerge(models.Model):
    """One duplicate that was found to be somebody else, and everything moved for it."""

    merged = models.OneToOneField(
        Party,
        on_delete=models.PROTECT,
        related_name="merge",
        db_comment=STAYS_WHEN_MERGED,
    )
    survivor = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="merges",
        db_comment=STAYS_WHEN_MERGED,
    )
    reason = models.CharField(_("reason"), max_length=300)
    moved = models.JSONField(default=dict)
    """Rows that pointed at the duplicate: table and column to primary keys."""
    before = models.JSONField(default=dict)
    """What the register said about the duplicate, word for word."""
    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("merge")
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged=F("survivor")), name="merge_joins_two_parties"
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S") & ~Q(by=""),
                name="merge_has_a_reason",
                violation_error_message=_("Say how you know that they are one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.survivor_id}"


class PersonalDataRead(models.Model):
    """Staff who saw the data of a party: who, whom, when, and through which door."""

    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=150)
    """Account that was signed in."""
    by_person = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=STAYS_WHEN_MERGED,
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        related_name="reads",
        db_comment=STAYS_WHEN_MERGED,
    )
    door = models.CharField(max_length=8, choices=Door)
    detail = models.CharField(max_length=200, blank=True, default="")
    """What was asked, such as the words of a search."""

    class Meta:
        verbose_name = _("look at personal data")
        indexes = [BrinIndex(fields=["at"], name="personal_data_read_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(door__in=Door.values) & ~Q(by=""),
                name="personal_data_read_says_who",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} → {self.party_id}"


class LayerRead(models.Model):
    """Staff who were given rows of a layer that is about people, be it as a map or a file.

    Not whose rows they were: `detail` has the address and the filter, which say it.
    """

    at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=150)
    """Account that was signed in."""
    by_person = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=STAYS_WHEN_MERGED,
    )
    layer = models.CharField(max_length=63)
    way = models.CharField(max_length=4, choices=LayerWay)
    rows = models.IntegerField(null=True)
    """How many were given; null for maps (once an hour) and files."""
    detail = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("look at a layer about people")
        indexes = [BrinIndex(fields=["at"], name="layer_read_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=LayerWay.values) & ~Q(by="") & ~Q(layer=""),
                name="layer_read_says_who_and_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} → {self.layer}"
