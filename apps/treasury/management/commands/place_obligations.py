"""Find the places of all obligations anew, after the territory has changed."""

from __future__ import annotations

from typing import Final

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.treasury.actions import place_obligations
from apps.treasury.permissions import CHARGE
from geo.access import Viewer

OFFICE: Final = Viewer(name="place_obligations", grants=frozenset({CHARGE.name}))


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        moved = place_obligations(by=OFFICE)
        self.stdout.write(
            _("Obligations that lie elsewhere now: %(count)d") % {"count": moved}
        )
