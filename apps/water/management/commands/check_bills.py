"""Reckon the bills of a month anew from the tariffs they name."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from apps.water.models import Period
from apps.water.queries.reckoned_anew import differing_bills


def month(text: str) -> dt.date:
    """The first day of a month written as 2026-05."""
    return dt.date.fromisoformat(f"{text}-01")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", type=month, help="as 2026-05")

    def handle(self, *, month: dt.date, **_: object) -> None:
        differing = [
            each
            for period in Period.objects.filter(month=month).order_by("operator_id")
            for each in differing_bills(period)
        ]
        for each in differing:
            self.stdout.write(f"{each.account_id}: {each.billed}, not {each.expected}")
        if differing:
            raise CommandError(f"{len(differing)} bills differ.")
