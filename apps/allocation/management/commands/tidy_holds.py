"""Annul what was charged for holds that ran out, and forget what nobody needs any more.

Who holds what does not depend on it: a hold that ran out is over without it.
"""

from __future__ import annotations

from typing import Final

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.allocation.actions import tidy_holds
from apps.allocation.permissions import TIDY
from geo.access import Viewer

OFFICE: Final = Viewer(name="tidy_holds", grants=frozenset({TIDY.name}))


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        done = tidy_holds(on=timezone.localdate(), by=OFFICE)
        self.stdout.write(
            _("Annulled: %(annulled)d; forgotten: %(holds)d holds, %(answers)d answers.")
            % {
                "annulled": done.annulled,
                "holds": done.forgotten,
                "answers": done.answers,
            }
        )
