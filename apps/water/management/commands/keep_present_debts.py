"""Add up anew what moved of the debts for water since the last time."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.water.actions.present_debts import keep_present_debts
from apps.water.permissions import BILL
from geo.access import Viewer


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        by = Viewer(name="keep_present_debts", grants=frozenset({BILL.name}))
        moved = keep_present_debts(today=timezone.localdate(), by=by)
        self.stdout.write(_("Accounts added up anew: %d") % moved)
