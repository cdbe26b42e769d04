"""What the worker does for the field."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.fieldwork.actions.duties import forget_trails
from geo.jobs import every


@every("20 7 * * *", "fieldwork.forget", title=_("Forgetting old trails of collectors"))
def forget(timestamp: int) -> None:
    """Forget every night where collectors went more than thirty days ago."""
    forget_trails(at=timezone.now())
