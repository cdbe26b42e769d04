"""Limits: the municipality, its districts, zones and grass-roots organisations."""

from __future__ import annotations

from django.contrib.gis.db.models import MultiPolygonField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.territory.models.provenance import certainty_field, has_provenance, source_field
from apps.territory.querysets import OpenManager
from apps.territory.terms import OtbKind
from geo import crs
from geo.constraints import valid_geometry


class Municipality(models.Model):
    """The municipality's own limit; one row per instance."""

    ine_code = models.CharField(_("INE code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=80)
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Municipality"]()

    class Meta:
        constraints = [
            valid_geometry("outline", model="municipality"),
            has_provenance(model="municipality"),
        ]

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

    objects = OpenManager["District"]()

    class Meta:
        constraints = [
            valid_geometry("outline", model="district"),
            has_provenance(model="district"),
        ]

    def __str__(self) -> str:
        return f"Distrito {self.number} {self.name}"


class Zone(models.Model):
    """A named part of town as people and the land registry use it."""

    name = models.CharField(_("name"), max_length=80)
    outline = MultiPolygonField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Zone"]()

    class Meta:
        constraints = [
            valid_geometry("outline", model="zone"),
            has_provenance(model="zone"),
        ]

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

    objects = OpenManager["Otb"]()

    class Meta:
        verbose_name = "OTB"
        constraints = [
            valid_geometry("outline", model="otb"),
            has_provenance(model="otb"),
            models.UniqueConstraint(fields=["name", "district"], name="otb_name_is_single"),
        ]

    def __str__(self) -> str:
        return self.name
