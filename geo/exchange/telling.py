"""The report of an import as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from geo.exchange.faults import TITLES
from geo.exchange.report import ImportReport


def lines(report: ImportReport, written: Path | None) -> Iterator[str]:
    """What happened, in order of importance; `written` lists every refused row."""
    yield _headline(report)
    yield from report.notes
    if report.repairs.rows:
        yield _("%(count)d shapes were repaired; %(area).1f m² changed in all.") % {
            "count": report.repairs.rows,
            "area": report.repairs.changed_m2,
        }
        for repaired in report.repairs.largest:
            yield f"  {repaired}"
    if report.cut:
        yield _("%(count)d shapes were cut at the municipality's limit.") % {
            "count": report.cut
        }
    refusals = report.refusals
    for fault, count in refusals.reasons.items():
        yield f"{count:>9}  {TITLES[fault]}"
    for refused in refusals.first:
        yield f"  {refused}"
    yield from _remarks(report)
    if refusals.rows and written:
        yield _("Every refused row is listed in %(file)s.") % {"file": written}


def _remarks(report: ImportReport) -> Iterator[str]:
    for remark in report.remarks:
        yield f"{remark.rows:>9}  " + _("rows came in, but look at them:")
        for line, sentence in remark.first:
            yield "  " + _("line %(line)d: %(reason)s") % {"line": line, "reason": sentence}


def _headline(report: ImportReport) -> str:
    counts = {
        "file": report.file,
        "read": report.read,
        "loaded": report.loaded,
        "refused": report.refusals.rows,
        "passed": report.passed_over,
        "layer": report.layer,
    }
    if report.dry_run:
        text = _(
            "%(file)s → %(layer)s, dry run: %(read)d rows read, %(loaded)d would be "
            "loaded, %(refused)d refused, %(passed)d passed over. Nothing was written."
        )
    else:
        text = _(
            "%(file)s → %(layer)s: %(read)d rows read, %(loaded)d loaded, %(refused)d "
            "refused, %(passed)d passed over."
        )
    return text % counts
