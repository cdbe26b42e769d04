"""Draw the demonstration town and load it where the territory is empty."""

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.allocation.models import Offering
from apps.allocation.permissions import PLAN, SELL
from apps.festivals.permissions import ANNUL, CONTROL
from apps.festivals.permissions import PLAN as FEASTS
from apps.people.permissions import REGISTER
from apps.territory.actions import settle_territory
from apps.territory.permissions import LOAD
from apps.treasury.permissions import CHARGE, RECEIVE, SET_PRICES
from apps.works.actions import DEMO, RealWorksPresent, import_calls
from apps.works.permissions import IMPORT_CALLS
from data.town.facts import Facts, find_facts, read_facts
from data.town.fair import CODE, close_lots, invent_fair, open_lots
from data.town.loading import (
    RealTerritory,
    empty_territory,
    is_drawn,
    load_town,
    outline_from_bounds,
    real_rows,
)
from data.town.money import invent_money
from data.town.town import draw_town
from data.town.works import demo_calls
from geo.access import Viewer

OFFICE: Final = Viewer(
    name="load_demo",
    grants=frozenset(
        each.name
        for each in (
            *(LOAD, IMPORT_CALLS, SET_PRICES, CHARGE, RECEIVE),
            *(PLAN, SELL, FEASTS, CONTROL, ANNUL, REGISTER),
        )
    ),
)
SEED: Final = 1774
"""Any number does; this one is kept so that everybody sees the same town."""


def scale(text: str) -> float:
    """A share of the town, more than nothing and at most all of it."""
    value = float(text)
    if not 0 < value <= 1:
        raise ArgumentTypeError(_("The scale is more than 0 and at most 1."))
    return value


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=scale, default=1.0, help="share of the parcels")
        parser.add_argument("--seed", type=int, default=SEED, help="another town")
        parser.add_argument(
            "--force", action="store_true", help="remove all of the territory first"
        )

    def handle(self, *, scale: float, seed: int, force: bool, **_options: object) -> None:
        self.started = time.monotonic()
        folder = find_facts(settings.MUNICIPALITY.ine_code)
        if folder is None:
            self._without_facts()
        elif force or not self._is_filled():
            self._draw(read_facts(folder), scale, seed, force=force)

    def _is_filled(self) -> bool:
        """Whether something is there; says what."""
        found = real_rows()
        if found:
            self.stdout.write(str(RealTerritory(found)))
        elif is_drawn():
            self.stdout.write(_("The demonstration town is loaded already."))
        return bool(found) or is_drawn()

    def _draw(self, facts: Facts, scale: float, seed: int, *, force: bool) -> None:
        self._tell(_("Drawing %(name)s …") % {"name": settings.MUNICIPALITY.name})
        town = draw_town(facts, seed=seed, scale=scale)
        self._tell(_("Loading …"))
        with transaction.atomic():
            if force:
                empty_territory(by=OFFICE)
            load_town(town, facts, settings.MUNICIPALITY, by=OFFICE, told=self._tell)
            self._tell(_("Cutting streets, naming, looking for findings …"))
            settle_territory(now=timezone.now())
            self._add_works(facts, seed)
            money = invent_money(on=timezone.localdate(), seed=seed, by=OFFICE)
            self._tell(_("Obligations: %(count)d") % {"count": money})
            stands = invent_fair(now=timezone.now(), scale=scale, by=OFFICE)
            self._tell(_("Stands: %(count)d") % {"count": stands})
            for fair in Offering.objects.filter(code=CODE):
                open_lots(fair, now=timezone.now(), by=OFFICE)
        close_lots(now=timezone.now(), by=OFFICE)
        self._tell(_("Done."))

    def _add_works(self, facts: Facts, seed: int) -> None:
        calls = demo_calls(facts, entity=settings.MUNICIPALITY.sicoes_entity, seed=seed)
        try:
            imported = import_calls(calls, source=DEMO, by=OFFICE)
        except RealWorksPresent as present:
            self._tell(str(present))
        else:
            self._tell(_("Works: %(count)d") % {"count": imported.placed.works})

    def _without_facts(self) -> None:
        """Another municipality: say what is missing, and mark out where it lies."""
        town = settings.MUNICIPALITY
        said = {"name": town.name, "code": town.ine_code}
        self.stdout.write(
            _(
                "No facts about %(name)s (INE code %(code)s) are known here, so no town is "
                "drawn. Load its own territory with load_territory or import_layer."
            )
            % said
        )
        if outline_from_bounds(town, by=OFFICE):
            self.stdout.write(
                _("Until a limit is loaded, the bounds of municipality.toml stand for it.")
            )

    def _tell(self, text: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.started:6.1f} s  {text}")
        self.stdout.flush()
