"""Named places, and the table of names that the search reads."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.territory.models.provenance import certainty_field, has_provenance, source_field
from apps.territory.querysets import OpenManager
from apps.territory.terms import PlaceKind
from geo import crs
from geo.constraints import valid_point


class Place(models.Model):
    """A named place people steer by: the gazetteer's own points."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=9, choices=PlaceKind, default=PlaceKind.LANDMARK
    )
    position = PointField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Place"]()

    class Meta:
        constraints = [
            valid_point("position", model="place"),
            has_provenance(model="place"),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GazetteerEntry(models.Model):
    """One searchable name; rebuilt from the other tables, never edited.

    `key` is the name as `apps.territory.domain.names.key` folds it: without accents,
    case, punctuation or abbreviations, so that what people type can be compared. A row
    of the territory has several entries when it has several names.
    """

    label = models.CharField(max_length=260)
    key = models.CharField(max_length=260)
    sound = models.CharField(max_length=260, default="")
    """The key as it is heard (`apps.territory.domain.sound`)."""
    kind = models.CharField(max_length=12)
    """district, zone, otb, street, corner or place."""
    target = models.BigIntegerField()
    """Primary key of the row it names, in the table of its kind."""
    district_number = models.PositiveSmallIntegerField(null=True)
    weight = models.FloatField(default=1.0)
    """How much an equally good name counts against others."""
    position = PointField(srid=crs.STORAGE)

    objects = OpenManager["GazetteerEntry"]()

    class Meta:
        indexes = [
            GinIndex(
                fields=["key"],
                opclasses=["gin_trgm_ops"],
                condition=~Q(kind="corner"),  # found through their streets
                name="gazetteer_key_trigrams",
            )
        ]
        constraints = [
            valid_point("position", model="gazetteer"),
            models.UniqueConstraint(
                fields=["kind", "target", "key"], name="gazetteer_name_is_single"
            ),
        ]

    def __str__(self) -> str:
        return self.label
