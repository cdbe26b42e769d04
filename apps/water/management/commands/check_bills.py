"""Reckon the bills of a month anew from the tariffs they name."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.water.models import Period
from apps.water.queries.reckoned_anew import differing_bills
from geo.management import arguments


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=arguments.month, help="as 2026-05")

    def handle(self, *, month: dt.date, **_options: object) -> None:
        periods = Period.objects.filter(month=month).order_by("operator_id")
        if not periods:
            raise CommandError(_("Nobody billed water for %s.") % f"{month:%Y-%m}")
        differing = [each for period in periods for each in differing_bills(period)]
        for each in differing:
            said = {"billed": each.billed, "expected": each.expected}
            told = _("%(billed)s billed, %(expected)s by the tariff") % said
            self.stdout.write(f"{each.account_id}: {told}")
        if differing:
            raise CommandError(_("Bills that differ: %d") % len(differing))
        self.stdout.write(_("Every bill is what its tariff says."))
