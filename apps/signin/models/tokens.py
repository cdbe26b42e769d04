"""Secrets that open one door only: passwords of programs, links sent by e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LINK_MINUTES: Final = 15
"""How long a link sent by e-mail opens the door."""


class AppPassword(models.Model):
    """A password made by us for one program of one person; only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="app_passwords"
    )
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="app_password_says_for_what"
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(ended_at__isnull=True),
                name="app_password_name_is_used_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmailLink(models.Model):
    """A link that was sent to an address, for the browser that asked for it."""

    digest = models.CharField(max_length=64, unique=True)
    browser_digest = models.CharField(max_length=64)
    email = models.EmailField()
    onward = models.CharField(max_length=2000, blank=True)
    """Page that was wanted before."""
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("made_at") + timedelta(minutes=LINK_MINUTES)),
                name="email_link_is_short_lived",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lt=F("ends_at")),
                name="email_link_is_used_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
