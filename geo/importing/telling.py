"""The report of an import as JSON that pages show and the history keeps."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import Any, Final

from geo.exchange.faults import TITLES
from geo.exchange.report import ImportReport, Refused, Remark
from geo.importing.wording import on_the_page

LISTED: Final = 100
"""Refused rows that a page shows; the rest are in the list to download."""


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
        "remarks": [_remark(each) for each in report.remarks],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    first = [{"line": line, "sentence": sentence} for line, sentence in remark.first]
    return {"count": remark.rows, "first": first}


def first_refused(file: Path, told: dict[str, Any]) -> list[dict[str, Any]]:
    """The first refused rows of the list on disk; those in the report when it is gone."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as listed:
            return [_row(*cells) for cells in islice(csv.reader(listed), 1, LISTED + 1)]
    except OSError:
        examples: list[dict[str, Any]] = told["examples"]
        return examples


def _row(
    line: str, _code: str, reason: str, longitude: str, latitude: str
) -> dict[str, Any]:
    place = [float(longitude), float(latitude)] if longitude and latitude else None
    return {"line": int(line), "reason": reason, "place": place}


def _example(refused: Refused) -> dict[str, Any]:
    return {
        "line": refused.line,
        "reason": refused.reason,
        "place": [refused.longitude, refused.latitude]
        if refused.longitude is not None and refused.latitude is not None
        else None,
    }
