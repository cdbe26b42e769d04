"""What the worker does for the door."""

from __future__ import annotations

from django.utils import timezone

from apps.signin.actions.sweeping import forget_what_is_over
from geo.jobs import every


@every("50 7 * * *", "signin.sweep")
def sweep(timestamp: int) -> None:
    """Forget every night what has served its time."""
    forget_what_is_over(at=timezone.now())
