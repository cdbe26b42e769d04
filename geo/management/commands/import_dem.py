"""Make a raster of heights (DEM) the relief of this instance."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from geo.errors import Refusal
from geo.machine import reason_of
from geo.raster.about import About
from geo.raster.checks import UNITS
from geo.raster.importing import Provenance, import_dem
from geo.raster.opening import Reading
from geo.raster.telling import STEPS, lines


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="GeoTIFF, .hgt, …, also in a zip")
        parser.add_argument("--crs", default="", help="CRS of the raster, like EPSG:32719")
        parser.add_argument("--unit", default="", choices=["", *UNITS], help="of heights")
        parser.add_argument("--band", type=int, default=0, help="which one holds heights")
        parser.add_argument("--nodata", type=float, help="number for “nothing known”")
        parser.add_argument(
            "--resolution", type=float, default=0.0, metavar="METRES", help="coarser cells"
        )
        parser.add_argument("--source", default="", help="who made it, to be named")
        parser.add_argument("--licence", default="", help="what one may do with it")
        parser.add_argument("--date", default="", help="when the heights were measured")
        parser.add_argument(
            "--accuracy", type=float, default=0.0, metavar="METRES", help="of the heights"
        )
        parser.add_argument("--dry-run", action="store_true", help="check, write nothing")

    def handle(self, *, verbosity: int, dry_run: bool, **given: Any) -> None:
        try:
            about = _import(given, dry_run=dry_run, quiet=verbosity == 0)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            said = {"why": reason_of(error)}
            raise CommandError(
                _("Nothing was changed: the files could not be written (%(why)s).") % said
            ) from error
        except KeyboardInterrupt as stopped:
            raise CommandError(_("Stopped. Nothing was written.")) from stopped
        for line in lines(about, settings.MUNICIPALITY.bounds, dry_run=dry_run):
            self.stdout.write(line)


def _import(given: dict[str, Any], *, dry_run: bool, quiet: bool) -> About:
    reading = Reading(
        crs=given["crs"],
        band=given["band"],
        unit=given["unit"],
        nodata=given["nodata"],
        resolution_m=max(0.0, given["resolution"]),
    )
    provenance = Provenance(
        now=timezone.now(),
        source=given["source"] or given["file"].name,
        licence=given["licence"],
        surveyed=given["date"],
        accuracy_m=max(0.0, given["accuracy"]),
    )
    # disable=None: a bar on a terminal, silence in a log file.
    with tqdm(total=len(STEPS), disable=quiet or None, bar_format="{desc}") as bar:
        return import_dem(
            given["file"],
            settings.MUNICIPALITY.bounds,
            reading,
            provenance,
            told=lambda step: bar.set_description(str(STEPS[step])),
            dry_run=dry_run,
        )
