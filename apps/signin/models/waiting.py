"""How often something was tried in vain, so that the next try waits longer."""

from __future__ import annotations

from django.db import models


class Throttle(models.Model):
    """Tries in vain of one account, address or device, each by itself."""

    key = models.CharField(max_length=64, primary_key=True)
    """Digest of what is counted: names that are typed may be passwords."""
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} failures"
