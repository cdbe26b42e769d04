"""The report of an import as JSON that pages show and the history keeps."""

from __future__ import annotations

from typing import Any

from geo.exchange.faults import TITLES
from geo.exchange.report import ImportReport, Refused
from geo.importing.wording import on_the_page


def told(report: ImportReport) -> dict[str, Any]:
    """What happened, in the words that the reader of this moment reads."""
    refusals, repairs = report.refusals, report.repairs
    return {
        "read": report.read,
        "loaded": report.loaded,
        "passed_over": report.passed_over,
        "refused": refusals.rows,
        "cut": report.cut,
        "notes": [on_the_page(note) for note in report.notes],
        "reasons": [
            {"count": count, "title": on_the_page(str(TITLES[fault]))}
            for fault, count in refusals.reasons.items()
        ],
        "examples": [_example(each) for each in refusals.first],
        "repaired": repairs.rows,
        "changed_m2": round(repairs.changed_m2, 1),
        "largest": [str(each) for each in repairs.largest],
    }


def _example(refused: Refused) -> dict[str, Any]:
    return {
        "line": refused.line,
        "reason": refused.reason,
        "place": [refused.longitude, refused.latitude]
        if refused.longitude is not None and refused.latitude is not None
        else None,
    }
