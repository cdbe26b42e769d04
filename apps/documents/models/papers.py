"""Papers as they were issued, byte for byte."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.documents.models.numbers import Number
from apps.documents.querysets import KeptManager
from geo import crs
from geo.constraints import valid_geometry

SHA256 = r"^[0-9a-f]{64}$"


class Document(models.Model):
    """One issued paper. Its bytes lie in the store under their digest and never change."""

    token = models.CharField(max_length=32, unique=True, editable=False)
    """What the QR code holds: 128 random bits, by which anyone may verify the paper."""
    kind = models.CharField(_("kind"), max_length=60)
    """Name of a `domain.kinds.DocumentKind`."""
    title = models.CharField(_("title"), max_length=160)
    number = models.ForeignKey(
        Number, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    about_kind = models.CharField(max_length=60)
    """Kind of the thing it is about, as `festivals.stand`."""
    about_id = models.CharField(max_length=60)
    place = GeometryField(_("place"), srid=crs.STORAGE, null=True)
    sha256 = models.CharField(_("digest (SHA-256)"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    pages = models.PositiveSmallIntegerField(_("folios"))
    seal = models.PositiveIntegerField(null=True)
    """The last seal of the history when it was issued, printed on it as a witness."""
    seal_digest = models.CharField(max_length=64, blank=True, default="")
    issued_by = models.CharField(_("issued by"), max_length=150)
    issued_at = models.DateTimeField(_("issued"))
    annulled_by = models.CharField(max_length=150, blank=True, default="")
    annulled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True, default="")

    objects = KeptManager["Document"]()

    class Meta:
        verbose_name = _("paper")
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="document_by_subject")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(annulled_at__isnull=True),
                name="document_number_is_on_one_paper",
            ),
            valid_geometry("place", model="document"),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256), name="document_has_its_digest"
            ),
            models.CheckConstraint(
                condition=~Q(about_kind="") & ~Q(about_id="") & ~Q(issued_by=""),
                name="document_has_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True, reason="", annulled_by="")
                | Q(annulled_at__isnull=False)
                & Q(reason__regex=r"\S")
                & ~Q(annulled_by=""),
                name="document_is_annulled_with_a_reason",
                violation_error_message=_("Say why the paper is annulled."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
