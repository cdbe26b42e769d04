"""Make the published views, their roles and row counters agree with the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from geo.errors import Refusal
from geo.published.install import install, uninstall


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drop",
            action="store_true",
            help="drop the published views, so that migrations may change the tables",
        )
        parser.add_argument(
            "--force", action="store_true", help="replace them even if nothing changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["drop"]:
                uninstall()
                said = _("Published views dropped.")
            elif install(force=options["force"]):
                said = _("Published views brought up to date.")
            else:
                said = _("Published views were up to date.")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(said)
