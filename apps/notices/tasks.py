"""What the worker does for notices."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.notices.actions.delivering import deliver_due
from apps.notices.actions.notifying import DELIVER, wake
from apps.notices.actions.occasions import enter_occasions
from apps.notices.domain.gateways.choosing import gateways
from geo.jobs import every, job


@job(DELIVER)
def deliver() -> None:
    """Send what is due."""
    ways = gateways(settings.NOTICE_CHANNELS, settings.DEFAULT_FROM_EMAIL)
    if deliver_due(ways, clock=timezone.now):
        wake()


@every("* * * * *", "notices.look", title=_("Sending notices that are due"))
def look(timestamp: int) -> None:
    """Send what has become due, and what a fallen worker left half sent."""
    enter_occasions()
    wake()
