"""Draw an invented relief for the demonstration town, where no DEM was imported."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from data.management.commands.load_demo import SEED
from data.town.facts import find_facts, read_facts
from data.town.relief import about_relief, draw_relief, read_section, relief_grid
from geo.errors import Refusal
from geo.raster.importing import keep
from geo.raster.store import find_dem


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="another relief")
        parser.add_argument("--force", action="store_true", help="draw it anew")

    def handle(self, *, seed: int, force: bool, **_options: object) -> None:
        folder = find_facts(settings.MUNICIPALITY.ine_code)
        dem = find_dem()
        if dem is not None and not dem.about.synthetic:
            self.stdout.write(_("A real elevation model is there: nothing was drawn."))
        elif dem is not None and not force:
            self.stdout.write(_("The relief of the demonstration is drawn already."))
        elif folder is None:
            self.stdout.write(
                _("Nothing is known about this municipality's relief: import a DEM.")
            )
        else:
            grid = relief_grid(settings.MUNICIPALITY.bounds)
            heights = draw_relief(read_facts(folder), read_section(folder), grid, seed=seed)
            source = _("Llajta, invented for the demonstration")
            about = about_relief(grid, now=timezone.now(), source=source)
            try:
                kept = keep(about, iter([(0, heights)]), told=lambda step: None)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(
                _("Relief drawn: %(lowest).0f to %(highest).0f m, invented.")
                % {"lowest": kept.lowest_m, "highest": kept.highest_m}
            )
