"""`plant`: the canary's tables, rows and views in the database of a test."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from geo.published.install import install
from tests.canary.models import Account, Household
from tests.canary.secrets import (
    CLERK,
    EMAIL,
    LOTS,
    SOUTH,
    WEST,
    Spot,
    debtor,
    ids,
    owed,
    spots,
    use,
)
from tests.canary.wards import plant_debts
from tests.staff import hire

AROUND = range(-400, 401, 20)
"""Metres from the masked account at which households stand, both ways."""


def _point(spot: Spot) -> Point:
    return Point(*spot.degrees, srid=4326)


def _account(lot: str, number: int, spot: Spot, *, is_public: bool) -> Account:
    return Account(
        lot=lot,
        use=use(lot, is_public=is_public),
        debtor=debtor(lot, number),
        owed=owed(lot, number),
        is_public=is_public,
        position=_point(spot),
    )


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--more", type=int, default=0, help="accounts besides")

    def handle(self, *args: Any, more: int, **options: Any) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        install()
        masked, _hidden = spots("masked")
        Household.objects.bulk_create(
            Household(spot=_point(Spot(east=masked.east + x, north=masked.north + y)))
            for x in AROUND
            for y in AROUND
        )
        for lot in LOTS:
            shown, hidden = spots(lot)
            first, second = (
                _account(lot, 1, shown, is_public=True),
                _account(lot, 2, hidden, is_public=False),
            )
            first.save()
            second.save()
            assert (first.pk, second.pk) == ids(lot)
        far = Spot(east=WEST - 2030, north=SOUTH - 2030)
        Account.objects.bulk_create(
            _account("snapped", 3 + number, far, is_public=True) for number in range(more)
        )
        hire(CLERK, is_administrator=True)
        User.objects.filter(username=CLERK).update(email=EMAIL)
        plant_debts()
