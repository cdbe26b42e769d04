"""Place all works anew on the territory as it is now."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.works.actions import place_works


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: object) -> None:
        placed = place_works()
        if verbosity:
            self.stdout.write(
                _("%(works)s works looked at, %(changed)s stand elsewhere now.")
                % {"works": placed.works, "changed": placed.changed}
            )
