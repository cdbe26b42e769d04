"""Cut the basemap of each district and OTB into one file each, to take along."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geo.errors import Refusal
from tiles.offline.building import build, offline_folder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            nargs="?",
            help="where to put it; by default where the site serves it from",
        )

    def handle(self, *, folder: Path | None, **_options: object) -> None:
        try:
            entries = build((folder or offline_folder()).absolute(), timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if not entries:
            raise CommandError(_("The territory is empty: there is nothing to draw yet."))
        for each in entries:
            self.stdout.write(
                f"{each['file']}: {each['title']}, {each['bytes'] // 1000} kB"
            )
