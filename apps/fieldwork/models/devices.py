"""Telephones that may send, and the codes by which they become known."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.querysets import DeviceQuerySet

SHA256: Final = r"^[0-9a-f]{64}$"
KEY: Final = r"^([A-Za-z0-9_-]{87})?$"


class Device(models.Model):
    """A telephone of one collector. Its id and its token are made by itself."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="field_devices"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token; 256 random bits need no slow hash."""
    signing_key = models.CharField(max_length=87, blank=True, default="", db_default="")
    """Public half of what it signs with: base64url of a point of P-256; set once. Empty for
    one that was enrolled before telephones signed and was not heard of since."""
    enrolled_at = models.DateTimeField(_("enrolled"), db_default=Now())
    seen_at = models.DateTimeField(_("last seen"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.CharField(max_length=150, blank=True, default="")
    wipe_asked = models.BooleanField(_("to be wiped"), default=False)
    wiped_at = models.DateTimeField(_("wiped"), null=True)
    """When it said that it had deleted what can be read."""
    sealed_left = models.PositiveIntegerField(null=True)
    """How many sealed envelopes were left on it then."""

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("telephone")
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"), name="device_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(token_digest__regex=SHA256), name="device_token_is_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(signing_key__regex=KEY), name="device_signs_with_a_point"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="", wipe_asked=False)
                | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="device_is_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(wiped_at__isnull=True)
                | Q(wipe_asked=True, wiped_at__gte=F("revoked_at")),
                name="device_is_wiped_when_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentCode(models.Model):
    """Some letters that make one telephone one collector's, once and soon."""

    digest = models.CharField(max_length=64, unique=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    device = models.OneToOneField(
        Device, null=True, on_delete=models.PROTECT, related_name="code"
    )
    """The telephone that came with it."""

    class Meta:
        verbose_name = _("code for a telephone")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=SHA256), name="enrolment_code_is_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="enrolment_code_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
