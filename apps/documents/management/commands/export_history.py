"""Write the whole history of every record for an audit, with the seals that cover it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from apps.documents.actions.exporting import Asked, history_lines
from apps.documents.actions.sealing import check_history, seal_history
from apps.documents.domain.exporting import WRITERS
from geo.access import Viewer

OFFICE = Viewer(name="export_history", is_staff=True, holds_all=True)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to: FILE.jsonl or FILE.csv")
        parser.add_argument("--table", default="", help="of one table only")
        parser.add_argument("--who", default="", help="by one account only")

    def handle(self, *, file: Path, table: str, who: str, **_options: object) -> None:
        write = WRITERS[file.suffix.lstrip(".") if file.suffix == ".csv" else "jsonl"]
        seal_history()
        with file.open("w", encoding="utf-8", newline="") as sink:
            count = write(history_lines(Asked(table=table, who=who), by=OFFICE), sink)
        seals = file.with_suffix(".seals.json")
        told = [
            {**vars(seal), "previous": seal.previous.hex(), "digest": seal.digest.hex()}
            for seal in check_history().seals
        ]
        seals.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"{count} rows in {file}, {len(told)} seals in {seals}.")
