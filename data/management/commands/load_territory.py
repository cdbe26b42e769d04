"""Replace what is drawn of the territory by the real files of a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.territory.permissions import LOAD
from data.sources.loading import FolderReport, LoadOptions, Outcome, load_folder
from geo.access import Viewer
from geo.errors import Refusal
from geo.exchange.faults import TITLES

OFFICE = Viewer(name="load_territory", grants=frozenset({LOAD.name}))


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="load, report, undo")
        parser.add_argument("--repair", action="store_true", help="mend invalid shapes")

    def handle(
        self, *, folder: Path, dry_run: bool, repair: bool, **_options: object
    ) -> None:
        if not folder.is_dir():
            raise CommandError(_("%(folder)s is no folder.") % {"folder": folder})
        now = timezone.now()
        reports = settings.VAR / "imports" / f"{timezone.localtime(now):%Y%m%d-%H%M%S}"
        reports.mkdir(parents=True, exist_ok=True)
        options = LoadOptions(
            now=now, by=OFFICE, repair=repair, dry_run=dry_run, reports=reports
        )
        try:
            report = load_folder(folder, options)
        except Refusal as refusal:
            raise CommandError(_("Nothing was loaded. %s") % refusal) from refusal
        for line in told(report, dry_run=dry_run, reports=reports):
            self.stdout.write(line)


def told(report: FolderReport, *, dry_run: bool, reports: Path) -> Iterator[str]:
    """What happened, as lines for a terminal."""
    if dry_run:
        yield _("Dry run: this is what would happen. Nothing was written.")
    yield ROW.format(
        _("layer"), _("file"), _("left"), _("read"), _("loaded"), _("refused"), _("merged")
    )
    for outcome in report.outcomes:
        yield from _told_of(outcome)
    yield _("Stand elsewhere now: %(moved)s.") % {
        "moved": ", ".join(f"{each.title} {each.count}" for each in report.moved)
    }
    if report.unknown:
        yield _("Not known by their name, left alone: %(files)s.") % {
            "files": ", ".join(report.unknown)
        }
    yield _("Refused rows are listed in %(folder)s.") % {"folder": reports}


ROW = "{:<13} {:<46} {:>7} {:>7} {:>7} {:>8} {:>7}"


def _told_of(outcome: Outcome) -> Iterator[str]:
    found = outcome.report
    if found is None:
        yield f"{outcome.layer:<13} {outcome.file:<46} {outcome.why_not}"
        return
    yield ROW.format(
        outcome.layer,
        outcome.file[:46],
        outcome.replaced,
        found.read - found.passed_over,
        0 if outcome.why_not else found.loaded,
        found.refusals.rows,
        outcome.merged,
    )
    for fault, count in found.refusals.reasons.items():
        yield f"{count:>22}  {TITLES[fault]}"
    if outcome.why_not:
        yield f"{'':>22}  {outcome.why_not}"
