"""Move rows that were written for a duplicate after it was merged."""

from __future__ import annotations

from typing import Final

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.people.actions import move_stragglers
from apps.people.permissions import MERGE
from geo.access import Viewer

OFFICE: Final = Viewer(name="settle_merges", grants=frozenset({MERGE.name}))


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        self.stdout.write(_("Rows moved: %d") % move_stragglers(by=OFFICE))
