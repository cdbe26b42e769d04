"""Write the whole history of every record for an audit, with the seals that cover it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from apps.documents.actions.exporting import Asked, history_lines
from apps.documents.actions.sealing import check_history, seal_history
from apps.documents.domain.exporting import WRITERS
from geo.access import Viewer
from geo.private import private_file

OFFICE = Viewer(name="export_history", is_staff=True, holds_all=True)


def export(text: str) -> Path:
    """A file whose ending says how it is written."""
    file = Path(text)
    if file.suffix.lstrip(".") not in WRITERS:
        raise ArgumentTypeError(_("End its name with .jsonl or .csv."))
    return file


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=export, help="where to: FILE.jsonl or FILE.csv")
        parser.add_argument("--table", default="", help="of one table only")
        parser.add_argument("--who", default="", help="by one account only")

    def handle(self, *, file: Path, table: str, who: str, **_options: object) -> None:
        write = WRITERS[file.suffix.lstrip(".")]
        seal_history()
        with private_file(file, newline="") as sink:
            count = write(history_lines(Asked(table=table, who=who), by=OFFICE), sink)
        seals = file.with_suffix(".seals.json")
        told = [
            {**vars(seal), "previous": seal.previous.hex(), "digest": seal.digest.hex()}
            for seal in check_history().seals
        ]
        with private_file(seals) as sink:
            sink.write(json.dumps(told, indent=1) + "\n")
        self.stdout.write(
            _("%(rows)d rows in %(file)s, %(count)d seals in %(seals)s.")
            % {"rows": count, "file": file, "count": len(told), "seals": seals}
        )
