"""The sign-in record, which is only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.signin.terms import Happening


class Event(models.Model):
    """One thing that happened at the door; the database refuses to change or drop it."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Happening)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="signin_events",
    )
    """Whose account it was about; none where what was typed names no account."""
    by = models.CharField(max_length=150, blank=True)
    """Who did it, where that is another than the account's owner."""
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="signin_event_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Happening.values), name="event_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
