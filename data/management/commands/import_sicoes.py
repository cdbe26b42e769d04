"""Import the municipality's calls for works from the SICOES record and place them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull
from tqdm import tqdm

from apps.works.actions import Imported, import_calls
from apps.works.domain.repair import Lexicon
from apps.works.permissions import IMPORT_CALLS
from data.sources.bo_sicoes import SOURCE, Tally, read_works
from data.works_report import report
from geo.access import Viewer
from geo.errors import Refusal

LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""A database that is gone, as Django says it and as COPY does."""
OFFICE = Viewer(name="import_sicoes", grants=frozenset({IMPORT_CALLS.name}))


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV of the SICOES mirror, or .csv.gz")
        parser.add_argument("--encoding", choices=["utf-8", "latin-1"], default="utf-8")

    def handle(
        self, *, file: Path, encoding: str, verbosity: int, **_options: object
    ) -> None:
        tally = Tally()
        try:
            imported = self._import(file, encoding, tally, quiet=not verbosity)
        except Refusal as refusal:
            raise CommandError(_("Nothing was imported. %s") % refusal) from refusal
        except LOST as error:
            raise CommandError(_told(error)) from error
        if verbosity:
            self.stdout.write(report(tally, imported))
        if tally.refused:
            raise CommandError("\n".join([_refused(tally), *tally.refusals]))

    def _import(self, file: Path, encoding: str, tally: Tally, *, quiet: bool) -> Imported:
        size = file.stat().st_size if file.is_file() else None
        # disable=None: a bar on a terminal, silence in a log file.
        with tqdm(total=size, unit="B", unit_scale=True, disable=quiet or None) as bar:
            lexicon = Lexicon()
            rows = read_works(
                file,
                entity=settings.MUNICIPALITY.sicoes_entity,
                tally=tally,
                lexicon=lexicon,
                encoding=encoding,
                advance=bar.update,
            )
            return import_calls(rows, source=SOURCE, by=OFFICE, lexicon=lexicon)


def _told(error: Exception) -> str:
    """What a person can do about a database that does not answer."""
    if DiskFull in {type(error), type(error.__cause__)}:
        return _("Nothing was imported: the disk of the database is full.")
    return _(
        "Nothing was imported: the database stopped answering. "
        "Start it and run the command again."
    )


def _refused(tally: Tally) -> str:
    return _("%(count)s rows were refused; the others were imported.") % {
        "count": tally.refused
    }
