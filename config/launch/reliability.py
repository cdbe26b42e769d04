"""The page of reliability: each promise, and what came of it in a long test run."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Container, Iterator, Mapping
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
What failed while all others ran beside it is tried once more, alone, and says so. A
promise that nothing tests yet is **not run**, and says what it waits for.
"""


@dataclass(kw_only=True)
class Tried:
    """The tests of one promise in one run."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0
    alone: list[str] = field(default_factory=list)
    """Those that failed in the crowd and passed by themselves."""

    def add(self, case: ElementTree.Element, passed_alone: Container[str]) -> None:
        """Count one test of pytest's report."""
        if _is_broken(case):
            passed = _address(case) in passed_alone
            (self.alone if passed else self.failed).append(case.get("name", "?"))
        elif case.find("skipped") is not None:
            self.skipped += 1
        else:
            self.passed += 1


def write(root: Path, report: Path, on: dt.date, *, again: Path | None = None) -> None:
    """Write the page from pytest's report of a long run that ended `on` that day.

    `again` is the report of those that had failed and were tried alone.
    """
    bars = tomllib.loads((root / BARS).read_text(encoding="utf-8"))
    text = page(bars, tried(report, again), on)
    (root / PAGE).write_text(text, encoding="utf-8")


def tried(report: Path, again: Path | None = None) -> dict[str, Tried]:
    """What pytest's report says of the tests of each promise."""
    retried = [] if again is None or not again.exists() else _cases(again)
    passed_alone = {_address(case) for case in retried if not _is_broken(case)}
    found: dict[str, Tried] = {}
    for case in _cases(report):
        for name in _bars_of(case):
            found.setdefault(name, Tried()).add(case, passed_alone)
    return found


def broken(report: Path) -> list[str]:
    """Addresses of the tests that failed, as pytest is told to run them again."""
    return [_address(case) for case in _cases(report) if _is_broken(case)]


def _cases(report: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  (ours)


def _is_broken(case: ElementTree.Element) -> bool:
    return case.find("failure") is not None or case.find("error") is not None


def _address(case: ElementTree.Element) -> str:
    """Where the test is: `tests/test_tiles.py::test_one[z0]`."""
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"


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
    if run.alone:
        tests = run.passed + len(run.alone)
        return f"kept ({tests} tests; alone, not in the crowd: {', '.join(run.alone)})"
    return f"kept ({run.passed} tests)"
