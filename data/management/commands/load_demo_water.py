"""Invent the water service of the demonstration town, with years of bills and payments."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.territory.models import Parcel
from apps.treasury.actions import close_period
from apps.treasury.permissions import CHARGE, CLOSE, RECEIVE, SET_PRICES
from apps.water.actions.month_ends import keep_month_ends
from apps.water.actions.present_debts import keep_present_debts
from apps.water.models import Account, Operator
from apps.water.permissions import BILL, OPERATE, READ_METERS, REGISTER, SET_TARIFFS
from data.management.commands.load_demo import SEED
from data.town.loading import is_drawn
from data.water.figures import ACCOUNTS
from data.water.months import live_through, months_until, open_month
from data.water.service import found_service, try_dearer
from geo import sql
from geo.access import Viewer
from geo.management import arguments

OFFICE = Viewer(
    name="load_demo_water",
    grants=frozenset(
        each.name
        for each in (
            *(SET_PRICES, CHARGE, RECEIVE, CLOSE),
            *(OPERATE, REGISTER, SET_TARIFFS, READ_METERS, BILL),
        )
    ),
)
MONTHS = 60
"""Five years; each month takes about four seconds."""
RECENT = 2
"""Months that are left open for corrections."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accounts", type=arguments.count, default=ACCOUNTS, help="of EMAPAQ"
        )
        parser.add_argument(
            "--months", type=arguments.count, default=MONTHS, help="billed and paid"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another service")

    def handle(self, *, accounts: int, months: int, seed: int, **_options: object) -> None:
        self.started = time.monotonic()
        if not is_drawn() or not Parcel.objects.exists():
            self.stdout.write(_("There is no demonstration town, so nobody drinks there."))
            return
        if Operator.objects.exists():
            self.stdout.write(_("The water service is there already."))
            return
        now, today = timezone.now(), timezone.localdate()
        past = months_until(today, months)
        self._tell(_("Networks and users …"))
        with transaction.atomic():
            operators = found_service(
                accounts, since=past[0], now=now, seed=seed, by=OFFICE
            )
        sql.analyze(Account)
        self._tell(_("Accounts: %(count)d") % {"count": Account.objects.count()})
        paid = live_through(
            operators, past, today=today, seed=seed, by=OFFICE, told=self._tell
        )
        self._tell(_("Payments: %(count)d") % {"count": paid})
        try_dearer(operators[0], on=today, by=OFFICE)
        open_month(operators, today, by=OFFICE)
        if months > RECENT:
            # What is long past is closed: the map of debt answers from what it kept.
            close_period(past[-RECENT], today=today, by=OFFICE)
            keep_month_ends(today=today, by=OFFICE)
            self._tell(_("Closed months are kept."))
        keep_present_debts(today=today, by=OFFICE)

    def _tell(self, text: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.started:6.1f} s  {text}")
        self.stdout.flush()
