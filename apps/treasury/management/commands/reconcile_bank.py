"""Compare what a bank holds for us of one day's codes with what is booked.

Ends with status 1 when they disagree and says where. With `--book` what only was not told
is booked as its notice would have been.
"""

from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.treasury.actions import reconcile_bank
from apps.treasury.domain.banks.known import banks
from apps.treasury.permissions import RECEIVE
from geo.access import Viewer
from geo.errors import Refusal
from geo.management.arguments import day


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=day, help="of the codes")
        parser.add_argument("--provider", help="all that are set up by default")
        parser.add_argument("--book", action="store_true", help="book what is missing")

    def handle(self, **options: object) -> None:
        today = timezone.localdate()
        asked = options["date"]
        made_on = asked if isinstance(asked, dt.date) else today
        names = [str(options["provider"])] if options["provider"] else banks()
        by = Viewer(name="reconcile_bank", grants=frozenset({RECEIVE.name}))
        if not names:
            raise CommandError(_("No bank is set up: see docs/operations.md, Banks."))
        lines = []
        for name in names:
            try:
                faults = reconcile_bank(
                    name, made_on=made_on, books=today if options["book"] else None, by=by
                )
            except Refusal as refusal:
                lines.append(f"{name}: {refusal}")
                continue
            lines += [
                f"{name} {each.kind} {each.name}: "
                + _("at the bank %(bank)s, in the books %(books)s")
                % {"bank": each.at_bank, "books": each.booked}
                for each in faults
            ]
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(_("%s: the banks and the books agree.") % made_on)
