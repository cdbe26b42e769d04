"""Files attached to a record, and those that were refused."""

from __future__ import annotations

import uuid

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.documents.models.papers import SHA256
from geo import crs
from geo.constraints import valid_point


class Attachment(models.Model):
    """A file that hangs on a record; what is kept of it is free of hidden facts."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    about_kind = models.CharField(max_length=60)
    """Kind of the thing it hangs on, as `festivals.stand`."""
    about_id = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("type"), max_length=100)
    """What its content is, whatever it was called."""
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("digest (SHA-256)"), max_length=64)
    """Of what is kept: a picture is written anew without its hidden facts."""
    received_sha256 = models.CharField(max_length=64)
    """Of what was handed in."""
    thumbnail = models.CharField(max_length=64, blank=True, default="")
    """Digest of its small picture; empty where there is none."""
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    position = PointField(_("where it was taken"), srid=crs.STORAGE, null=True)
    by = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("when"), db_default=Now())
    withdrawn_by = models.CharField(max_length=150, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=240, blank=True, default="")

    class Meta:
        verbose_name = _("attached file")
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="attachment_by_subject")
        ]
        constraints = [
            valid_point("position", model="attachment"),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256, received_sha256__regex=SHA256),
                name="attachment_has_its_digest",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, reason="", withdrawn_by="")
                | Q(withdrawn_at__isnull=False)
                & Q(reason__regex=r"\S")
                & ~Q(withdrawn_by=""),
                name="attachment_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RefusedFile(models.Model):
    """A file that was not accepted: what it was, who brought it, and why not."""

    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    cause = models.CharField(_("cause"), max_length=40)
    """Which refusal, by the name of its class."""
    said = models.TextField(_("what was said"))
    by = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("refused file")

    def __str__(self) -> str:
        return f"{self.name}: {self.cause}"
