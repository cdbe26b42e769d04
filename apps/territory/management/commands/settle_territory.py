"""Bring up to date what follows from the territory, and place what stands on it anew."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.territory.actions import settle_territory


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: object) -> None:
        moved = settle_territory(now=timezone.now())
        if verbosity:
            told = ", ".join(f"{each.title} {each.count}" for each in moved)
            self.stdout.write(_("Stand elsewhere now: %(moved)s.") % {"moved": told})
