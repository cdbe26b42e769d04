"""Compares what a bank holds for us of one day's codes with what is booked.

Ends with status 1 when they disagree and says where. With `--book` what only was not told
is booked as its notice would have been.
"""

from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.treasury.actions import reconcile_bank
from apps.treasury.domain.banks.known import banks
from apps.treasury.permissions import RECEIVE
from geo.access import Viewer
from geo.errors import Refusal


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=dt.date.fromisoformat, help="of the codes")
        parser.add_argument("--provider", help="all that are set up by default")
        parser.add_argument("--book", action="store_true", help="book what is missing")

    def handle(self, **options: object) -> None:
        today = timezone.localdate()
        asked = options["date"]
        day = asked if isinstance(asked, dt.date) else today
        names = [str(options["provider"])] if options["provider"] else banks()
        by = Viewer(name="reconcile_bank", grants=frozenset({RECEIVE.name}))
        lines = []
        for name in names:
            try:
                faults = reconcile_bank(
                    name, made_on=day, books=today if options["book"] else None, by=by
                )
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            lines += [
                f"{name} {each.kind} {each.name}: bank {each.at_bank}, books {each.booked}"
                for each in faults
            ]
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(f"{day}: the banks and the books agree.")
