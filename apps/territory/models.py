"""The territory: who lies inside what, how it is called, and how sure we are.

Every geometry is EPSG:4326 (longitude, latitude). OTBs may overlap and leave gaps and
zones may cross OTBs: such things are recorded as a `Finding`, not forbidden.
"""

from __future__ import annotations

from django.contrib.gis.db.models import (
    GeometryField,
    LineStringField,
    MultiLineStringField,
    MultiPolygonField,
    PointField,
)
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.territory.terms import (
    BlockUse,
    Certainty,
    FindingKind,
    OtbKind,
    PlaceKind,
    StreetKind,
)
from geo import crs
from geo.constraints import valid_geometry


def source_field() -> models.CharField[str, str]:
    """Where a row's shape comes from: an institution and date, or `demo`."""
    return models.CharField(_("source"), max_length=120)


def certainty_field() -> models.CharField[str, str]:
    """How far a row's shape can be trusted."""
    return models.CharField(_("certainty"), max_length=8, choices=Certainty)


class Municipality(models.Model):
    """The municipality's own limit; one row per instance."""

    ine_code = models.CharField(_("INE code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=80)
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("outline", model="municipality")]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A municipal district (Ley 482, art. 27); its name is configuration."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("outline", model="district")]

    def __str__(self) -> str:
        return f"Distrito {self.number} {self.name}"


class Zone(models.Model):
    """A named part of town as people and the land registry use it."""

    name = models.CharField(_("name"), max_length=80)
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("outline", model="zone")]

    def __str__(self) -> str:
        return self.name


class Otb(models.Model):
    """A territorial grass-roots organisation and the ground it speaks for."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=OtbKind, default=OtbKind.OTB)
    district = models.ForeignKey(
        District, null=True, on_delete=models.SET_NULL, related_name="otbs"
    )
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        verbose_name = "OTB"
        constraints = [
            valid_geometry("outline", model="otb"),
            models.UniqueConstraint(fields=["name", "district"], name="otb_name_is_single"),
        ]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A street from end to end; its axis is the truth, segments are cut from it."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=StreetKind, default=StreetKind.STREET
    )
    axis = MultiLineStringField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("axis", model="street")]

    def __str__(self) -> str:
        return self.name


class StreetSegment(models.Model):
    """A stretch of street between two crossings, cut from `Street.axis`."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="segments")
    ordinal = models.PositiveIntegerField()
    axis = LineStringField(srid=crs.STORAGE)

    class Meta:
        constraints = [
            valid_geometry("axis", model="segment"),
            models.UniqueConstraint(
                fields=["street", "ordinal"], name="segment_ordinal_is_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street_id}/{self.ordinal}"


class Corner(models.Model):
    """Where two streets meet."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="corners")
    crossing = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="+")
    position = PointField(srid=crs.STORAGE)

    class Meta:
        constraints = [
            valid_geometry("position", model="corner"),
            models.CheckConstraint(
                condition=Q(street__lt=F("crossing")), name="corner_names_streets_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street} y {self.crossing}"


class Block(models.Model):
    """A city block (manzana), bounded by streets."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    district = models.ForeignKey(District, null=True, on_delete=models.SET_NULL)
    use = models.CharField(
        _("use"), max_length=8, choices=BlockUse, default=BlockUse.HOUSING
    )
    footprint = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("footprint", model="block")]

    def __str__(self) -> str:
        return self.code


class Parcel(models.Model):
    """A piece of land with one owner (predio), inside its block."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="parcels")
    district = models.ForeignKey(District, null=True, on_delete=models.SET_NULL)
    otb = models.ForeignKey(Otb, null=True, on_delete=models.SET_NULL)
    footprint = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("footprint", model="parcel")]

    def __str__(self) -> str:
        return self.code


class Address(models.Model):
    """A house number on a street, at the door of its parcel."""

    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="addresses")
    number = models.CharField(_("number"), max_length=12)
    parcel = models.ForeignKey(Parcel, null=True, on_delete=models.SET_NULL)
    position = PointField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("position", model="address")]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"


class Waterway(models.Model):
    """A river, stream or canal, drawn so that people find their bearings."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    axis = MultiLineStringField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [valid_geometry("axis", model="waterway")]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A named place people steer by: the gazetteer's own points."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=9, choices=PlaceKind, default=PlaceKind.LANDMARK
    )
    position = PointField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    class Meta:
        constraints = [
            valid_geometry("position", model="place"),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GazetteerEntry(models.Model):
    """One searchable name; rebuilt from the other tables, never edited.

    `key` is the name as `apps.territory.domain.names.key` folds it: without accents,
    case, punctuation or abbreviations, so that what people type can be compared.
    """

    label = models.CharField(max_length=260)
    key = models.CharField(max_length=260)
    kind = models.CharField(max_length=12)
    """district, zone, otb, street, corner or place."""
    target = models.BigIntegerField()
    """Primary key of the row it names, in the table of its kind."""
    district_number = models.PositiveSmallIntegerField(null=True)
    weight = models.FloatField(default=1.0)
    position = PointField(srid=crs.STORAGE)

    class Meta:
        indexes = [
            GinIndex(
                fields=["key"], opclasses=["gin_trgm_ops"], name="gazetteer_key_trigrams"
            )
        ]
        constraints = [
            valid_geometry("position", model="gazetteer"),
            models.UniqueConstraint(
                fields=["kind", "target", "key"], name="gazetteer_name_is_single"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Finding(models.Model):
    """An anomaly of the territory: allowed to be, but somebody should look."""

    kind = models.CharField(_("kind"), max_length=22, choices=FindingKind)
    text = models.CharField(_("what was found"), max_length=260)
    square_metres = models.FloatField(_("area"), null=True)
    shape = GeometryField(srid=crs.STORAGE)
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        constraints = [valid_geometry("shape", model="finding")]

    def __str__(self) -> str:
        return self.text
