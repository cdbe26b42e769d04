"""What the worker does for the territory."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.territory.actions import settle_territory
from geo.jobs import every


@every("20 7 * * *", "territory.settle", title=_("Settling the territory"))
def settle(timestamp: int) -> None:
    """Settle the territory every night, so that findings follow what people edited."""
    settle_territory(now=timezone.now())
