"""The ground itself: blocks, parcels and the water between them."""

from __future__ import annotations

from django.contrib.gis.db.models import MultiLineStringField, MultiPolygonField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.territory.models.limits import District, Otb
from apps.territory.models.provenance import certainty_field, has_provenance, source_field
from apps.territory.querysets import OpenManager
from apps.territory.terms import BlockUse
from geo import crs
from geo.constraints import valid_geometry


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

    objects = OpenManager["Block"]()

    class Meta:
        constraints = [
            valid_geometry("footprint", model="block"),
            has_provenance(model="block"),
        ]

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

    objects = OpenManager["Parcel"]()

    class Meta:
        constraints = [
            valid_geometry("footprint", model="parcel"),
            has_provenance(model="parcel"),
        ]

    def __str__(self) -> str:
        return self.code


class Waterway(models.Model):
    """A river, stream or canal, drawn so that people find their bearings."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    axis = MultiLineStringField(srid=crs.STORAGE)
    source = source_field()
    certainty = certainty_field()

    objects = OpenManager["Waterway"]()

    class Meta:
        constraints = [
            valid_geometry("axis", model="waterway"),
            has_provenance(model="waterway"),
        ]

    def __str__(self) -> str:
        return self.name
