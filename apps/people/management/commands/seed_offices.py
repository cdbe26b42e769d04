"""Enter the offices of municipality.toml where there are none yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.people.actions import seed_offices
from apps.people.actions.organising import OfficeDraft
from apps.people.permissions import ORGANISE
from geo.access import Viewer

OFFICE: Final = Viewer(name="seed_offices", grants=frozenset({ORGANISE.name}))


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        listed = [OfficeDraft(**asdict(each)) for each in settings.MUNICIPALITY.offices]
        count = seed_offices(listed, by=OFFICE)
        self.stdout.write(_("Offices entered: %d") % count)
