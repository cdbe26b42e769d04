"""Public works, the calls that procured them, and the places their texts name."""

from __future__ import annotations

from django.contrib.gis.db.models import MultiPointField, PointField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.territory.terms import Certainty
from apps.works.querysets import WorkQuerySet
from apps.works.terms import PlaceLevel, State, WorkKind
from geo import crs
from geo.constraints import valid_geometry, valid_point

CUCE_BASE = r"^\d{2}-\d{4}-\d{2}-\d{1,7}$"
"""Year, entity, unit and number: what stays the same over a call's repetitions."""


class Work(models.Model):
    """One thing the municipality builds or mends, however often it was called.

    `positions` holds one point per place named in the text and is null when the text
    names none; it and the summary columns beside it are written by the same statement
    that writes the `WorkPlace` rows, so they cannot differ.
    """

    code = models.CharField(_("code"), max_length=24, unique=True)
    """CUCE base of the earliest call; never changes."""
    object = models.TextField(_("object"))
    """What is built, as the latest call words it, broken characters repaired."""
    object_key = models.TextField(db_index=True)
    """The object without accents, case or punctuation: equal keys are one work."""
    doubtful_text = models.BooleanField(_("text with unreadable characters"), default=False)
    kind = models.CharField(_("kind"), max_length=10, choices=WorkKind)
    state = models.CharField(_("state"), max_length=10, choices=State)
    year = models.PositiveSmallIntegerField(_("year"))
    """Year of the earliest publication."""
    published_on = models.DateField(_("first published on"), null=True)
    source = models.CharField(_("source"), max_length=20)
    """`sicoes`, or `demo` for works that leave with the first real import."""

    positions = MultiPointField(srid=crs.STORAGE, null=True)
    place_level = models.CharField(
        _("exactness"), max_length=8, choices=PlaceLevel, default=PlaceLevel.NONE
    )
    place_words = models.TextField(_("words that name the place"), blank=True)
    accuracy_m = models.FloatField(_("accuracy"), null=True)
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)
    """The least certain of the territory rows it stands on; empty when none."""
    district_numbers = ArrayField(models.PositiveSmallIntegerField(), default=list)
    otb_names = ArrayField(models.TextField(), default=list)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            valid_geometry("positions", model="work"),
            models.CheckConstraint(
                condition=Q(code__regex=CUCE_BASE), name="work_code_is_a_cuce"
            ),
            models.CheckConstraint(
                condition=Q(positions__isnull=True, place_level=PlaceLevel.NONE)
                | Q(positions__isnull=False) & ~Q(place_level=PlaceLevel.NONE),
                name="work_place_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Call(models.Model):
    """One publication in SICOES; second calls and repetitions are calls of one work."""

    cuce = models.CharField("CUCE", max_length=32, unique=True)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="calls")
    object = models.TextField(_("object"))
    """As published, broken characters repaired where the word is certain."""
    modality = models.CharField(_("modality"), max_length=12)
    state = models.CharField(_("state"), max_length=10, choices=State)
    published_on = models.DateField(_("published on"), null=True)
    bids_due_on = models.DateField(_("bids due on"), null=True)
    decided_on = models.DateField(_("awarded or deserted on"), null=True)

    class Meta:
        ordering = ["published_on", "cuce"]

    def __str__(self) -> str:
        return self.cuce


class WorkPlace(models.Model):
    """One place that a work's text names, with the words that prove it."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="places")
    ordinal = models.PositiveSmallIntegerField()
    level = models.CharField(_("exactness"), max_length=8, choices=PlaceLevel)
    words = models.TextField(_("words that name the place"))
    confidence = models.FloatField(_("confidence"))
    """0 to 1: how sure the reading of the words is, not the position."""
    accuracy_m = models.FloatField(_("accuracy"))
    """Radius in metres of the circle the true place lies in, if the words are right."""
    position = PointField(srid=crs.STORAGE)
    district = models.ForeignKey("territory.District", null=True, on_delete=models.SET_NULL)
    otb = models.ForeignKey("territory.Otb", null=True, on_delete=models.SET_NULL)
    street = models.ForeignKey("territory.Street", null=True, on_delete=models.SET_NULL)
    landmark = models.ForeignKey("territory.Place", null=True, on_delete=models.SET_NULL)
    """A point of the gazetteer it stands on: a community, a school, a market …"""
    certainty = models.CharField(max_length=8, choices=Certainty)

    class Meta:
        ordering = ["work", "ordinal"]
        constraints = [
            valid_point("position", model="workplace"),
            models.UniqueConstraint(
                fields=["work", "ordinal"], name="workplace_ordinal_is_single"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="workplace_has_words"),
            models.CheckConstraint(
                condition=~Q(level=PlaceLevel.NONE), name="workplace_is_a_place"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gt=0, confidence__lte=1, accuracy_m__gt=0),
                name="workplace_figures_are_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}/{self.ordinal}"
