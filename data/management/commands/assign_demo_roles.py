"""Put an invented person with a post behind each account of the demonstration."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from data.town.roles import NEEDED, invent_roles
from geo.access import Viewer
from geo.acting import signed

OFFICE: Final = Viewer(
    name="assign_demo_roles", grants=frozenset(each.name for each in NEEDED)
)


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is no demonstration, so nobody is invented."))
        with signed(OFFICE):
            count = invent_roles(on=timezone.localdate(), by=OFFICE)
        self.stdout.write(_("People behind accounts: %(count)d") % {"count": count})
