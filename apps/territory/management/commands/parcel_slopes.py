"""Write the slope of every parcel, worked out from the instance's DEM, into a CSV file."""

from __future__ import annotations

import csv
import itertools
import math
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geo import sql
from geo.errors import Refusal
from geo.machine import reason_of
from geo.raster.slope import slopes
from geo.raster.store import Dem, get_dem
from geo.raster.words import trust

SHAPES: Final = Path(__file__).parents[2] / "sql" / "parcel_shapes.sql"
TOGETHER: Final = 20_000
"""Parcels held in memory at once."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV to write")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            dem = get_dem()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        draft = file.with_name(f"{file.name}.new")
        try:
            with draft.open("w", encoding="utf-8", newline="") as out:
                rows = csv.writer(out)
                rows.writerow(["code", "mean_percent", "highest_percent", "dem_version"])
                count = 0
                for row in parcel_slopes(dem):
                    rows.writerow([*row, dem.about.version])
                    count += 1
            draft.replace(file)
        except OSError as error:
            said = {"file": file.name, "why": reason_of(error)}
            raise CommandError(_("%(file)s cannot be written: %(why)s.") % said) from error
        self.stdout.write(_("%(count)d parcels.") % {"count": count})
        if note := trust(dem.about):
            self.stdout.write(note)


def parcel_slopes(dem: Dem) -> Iterator[tuple[str, str, str]]:
    """Code, mean and highest slope in percent of each parcel; empty where none is known."""
    parcels = sql.tuples(SHAPES)
    while some := list(itertools.islice(parcels, TOGETHER)):
        shapes = np.asarray(shapely.from_wkb([shape for _code, shape in some]))
        for (code, _shape), (mean, highest) in zip(some, slopes(dem, shapes), strict=True):
            yield str(code), _told(mean), _told(highest)


def _told(percent: float) -> str:
    return "" if math.isnan(percent) else f"{percent:.1f}"
