"""Where somebody is signed in, and from which browsers they have been before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from apps.signin.terms import BROWSERS, SYSTEMS, Method


def browser_in(agent: str) -> str:
    """The browser and the system that a `User-Agent` names; browsers claim to be others.

    >>> browser_in("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36")
    'Chrome · Linux'
    >>> browser_in("curl/8.5")
    'curl/8.5'
    """
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or agent[:40]


class OpenSession(models.Model):
    """A session of somebody, to be shown to them and ended by them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions"
    )
    key = models.CharField(max_length=40, unique=True)
    method = models.CharField(max_length=10, choices=Method)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(method__in=Method.values),
                name="open_session_method_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"session of {self.user_id}"

    @property
    def browser(self) -> str:
        """The browser and its system, as people call them."""
        return browser_in(self.agent)


class KnownDevice(models.Model):
    """A browser from which somebody has signed in whole.

    What strangers guess does not slow it down: it is counted by itself.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices"
    )
    digest = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="known_device_is_known_once"
            )
        ]

    def __str__(self) -> str:
        return f"device of {self.user_id}"
