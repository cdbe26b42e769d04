"""Keep what was owed for water at the end of each month that the treasury has closed."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.water.actions.month_ends import keep_month_ends
from apps.water.permissions import BILL
from geo.access import Viewer


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        by = Viewer(name="keep_month_ends", grants=frozenset({BILL.name}))
        for day in keep_month_ends(today=timezone.localdate(), by=by):
            self.stdout.write(_("%s is kept.") % f"{day:%Y-%m-%d}")
