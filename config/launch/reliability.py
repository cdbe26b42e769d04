"""The page of reliability: each promise, and what came of it in a long test run."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

BARS: Final = Path("tests/bars.toml")
PAGE: Final = Path("docs/reliability.md")
PREFACE: Final = """# Reliability

Written by `./llajta test --long`, never by hand.

Each promise has a lasting name and stands in `tests/bars.toml`; a test says which it keeps
with `@pytest.mark.bar`. **Kept** means that every such test passed with its full counts.
A promise that nothing tests yet is **not run**, and says what it waits for.
"""


@dataclass(kw_only=True)
class Tried:
    """The tests of one promise in one run."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0

    def add(self, case: ElementTree.Element) -> None:
        """Count one test of pytest's report."""
        if case.find("failure") is not None or case.find("error") is not None:
            self.failed.append(case.get("name", "?"))
        elif case.find("skipped") is not None:
            self.skipped += 1
        else:
            self.passed += 1


def write(root: Path, report: Path, on: dt.date) -> None:
    """Write the page from pytest's report of a long run that ended `on` that day."""
    bars = tomllib.loads((root / BARS).read_text(encoding="utf-8"))
    text = page(bars, tried(report), on)
    (root / PAGE).write_text(text, encoding="utf-8")


def tried(report: Path) -> dict[str, Tried]:
    """What pytest's report says of the tests of each promise."""
    found: dict[str, Tried] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  (ours)
        for name in _bars_of(case):
            found.setdefault(name, Tried()).add(case)
    return found


def _bars_of(case: ElementTree.Element) -> Iterator[str]:
    for each in case.iter("property"):
        if each.get("name") == "bar":
            yield each.get("value", "")


def page(bars: Mapping[str, Any], found: Mapping[str, Tried], on: dt.date) -> str:
    """The page as Markdown."""
    parts = [PREFACE, f"Last long run: {on.isoformat()}.", ""]
    for heading, promises in bars.items():
        parts += [f"## {heading.capitalize()}", "", "| bar | promise | result |"]
        parts += ["|---|---|---|"]
        for name, promise in promises.items():
            says = promise if isinstance(promise, str) else promise["says"]
            parts.append(f"| {name} | {says} | {_result(promise, found.get(name))} |")
        parts.append("")
    return "\n".join(parts)


def _result(promise: str | Mapping[str, str], run: Tried | None) -> str:
    if run is None:
        waits = "" if isinstance(promise, str) else f": waits for {promise['waits']}"
        return f"not run{waits}"
    if run.failed:
        return f"**broken**: {', '.join(run.failed)}"
    if run.skipped:
        return f"not run: {run.skipped} skipped, {run.passed} passed"
    return f"kept ({run.passed} tests)"
