"""What somebody should look at, though the register allows it."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.territory.querysets import OpenManager
from apps.territory.terms import FindingKind
from geo import crs
from geo.constraints import valid_geometry


class Finding(models.Model):
    """An anomaly of the territory: allowed to be, but somebody should look."""

    kind = models.CharField(_("kind"), max_length=22, choices=FindingKind)
    text = models.CharField(_("what was found"), max_length=260)
    """The names or codes concerned; `kind` says what is the matter with them."""
    square_metres = models.FloatField(_("area"), null=True)
    shape = GeometryField(srid=crs.STORAGE)
    recorded_at = models.DateTimeField(_("recorded at"))
    """When it was first found; it stays while the anomaly does."""

    objects = OpenManager["Finding"]()

    class Meta:
        constraints = [valid_geometry("shape", model="finding")]

    def __str__(self) -> str:
        return self.text
