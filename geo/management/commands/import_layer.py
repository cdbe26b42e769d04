"""Bring a file that the municipality hands over into a layer of the register."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from geo.errors import Refusal
from geo.exchange.importing import import_features, settle
from geo.exchange.mapping import Mapping, read_mapping
from geo.exchange.opening import open_features
from geo.exchange.options import ImportOptions, Outside
from geo.exchange.positions import crs_named
from geo.exchange.refusals import NotImportable
from geo.exchange.register import Importable, get_importable
from geo.exchange.report import ImportReport
from geo.exchange.telling import lines
from geo.machine import reason_of


class Bar:
    """Progress as a bar: on a terminal only, silence in a log file."""

    def __init__(self, bar: tqdm[Any]) -> None:
        self.bar = bar

    def rows(self, count: int) -> None:
        self.bar.update(count)

    def step(self, title: str) -> None:
        self.bar.set_description(title)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--to", required=True, metavar="LAYER")
        parser.add_argument("--mapping", type=Path, help="column names and values, TOML")
        parser.add_argument("--crs", help="CRS of the coordinates, like EPSG:32719")
        parser.add_argument("--layer", default="", help="which layer of the file")
        parser.add_argument(
            "--outside", type=Outside, choices=list(Outside), default=Outside.REFUSE
        )
        parser.add_argument("--repair", action="store_true", help="mend invalid shapes")
        parser.add_argument("--dry-run", action="store_true", help="check, write nothing")
        parser.add_argument("--source", default="", help="where the rows come from")
        parser.add_argument("--certainty", default="derived", help="official, derived…")
        parser.add_argument(
            "--alone",
            action="store_true",
            help="nobody reads the layer meanwhile: build its indexes after the rows",
        )
        parser.add_argument(
            "--no-settle",
            dest="settle",
            action="store_false",
            help="more files follow; leave what depends on these rows as it is",
        )
        parser.add_argument("--report", type=Path, help="where to write refused rows, CSV")

    def handle(self, *, verbosity: int, **given: Any) -> None:
        now = timezone.now()
        try:
            options = _options(now, **given)
            into = get_importable(given["to"])
            report = _import(given["file"], into, options, quiet=verbosity == 0)
            for line in lines(report, options.report):
                self.stdout.write(line)
            if given["settle"]:
                settle(report, into, options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt as stopped:
            raise CommandError(_("Stopped. Nothing was written.")) from stopped
        if report.refusals.rows:
            raise CommandError(
                _("%(count)d rows were refused.") % {"count": report.refusals.rows}
            )


def _options(now: dt.datetime, **given: Any) -> ImportOptions:
    mapping = read_mapping(given["mapping"]) if given["mapping"] else Mapping()
    said = {"layer": given["layer"], "crs": given["crs"] and crs_named(given["crs"])}
    reading = replace(
        mapping.reading, **{key: value for key, value in said.items() if value}
    )
    return ImportOptions(
        now=now,
        mapping=replace(mapping, reading=reading),
        constants={
            "source": given["source"] or given["file"].name,
            "certainty": given["certainty"],
        },
        outside=given["outside"],
        repair=given["repair"],
        dry_run=given["dry_run"],
        alone=given["alone"],
        by="import_layer",
        report=given["report"] or _report_file(given["file"], now),
        settle=False,  # after the report is printed
    )


def _import(
    file: Path, into: Importable, options: ImportOptions, *, quiet: bool
) -> ImportReport:
    # disable=None: a bar on a terminal, silence in a log file.
    with (
        open_features(file, into.read_as(options.mapping.reading)) as source,
        tqdm(total=source.total, unit=" rows", disable=quiet or None) as bar,
    ):
        return import_features(source, into, replace(options, progress=Bar(bar)))


def _report_file(file: Path, now: dt.datetime) -> Path:
    """Where the refused rows are listed when nobody says."""
    folder: Path = settings.VAR / "imports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotImportable(
            _("Refused rows cannot be listed here (%(why)s); say --report FILE.csv.")
            % {"why": reason_of(error)}
        ) from error
    return folder / f"{file.stem[:60]}-{timezone.localtime(now):%Y%m%d-%H%M%S}.csv"
