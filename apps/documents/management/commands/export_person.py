"""Write everything that is held of one person into a file, for whoever asks for it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from apps.documents.actions.exporting_persons import DOOR, held_of
from apps.people.queries import find_person, survivor_of
from geo.access import Viewer
from geo.private import private_file

OFFICE = Viewer(name=DOOR, is_staff=True, holds_all=True)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "person", help="account, key, or identity card such as '1234567-1A CB'"
        )
        parser.add_argument("file", type=Path, help="where to: FILE.json")

    def handle(self, *, person: str, file: Path, **_options: object) -> None:
        found = find_person(person)
        if found is None:
            raise CommandError(_("Nobody single is found by “%s”.") % person)
        held = held_of(survivor_of(found.party), by=OFFICE)
        with private_file(file) as sink:
            json.dump(held, sink, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        rows = sum(len(table["rows"]) for table in held["tables"].values())
        self.stdout.write(
            _("%(rows)d rows of %(tables)d tables in %(file)s.")
            % {"rows": rows, "tables": len(held["tables"]), "file": file}
        )
