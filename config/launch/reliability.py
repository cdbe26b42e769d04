"""The page of reliability: each promise, and what came of it in a long test run."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

BARS: Final = Path("tests/bars.toml")
RESULTS: Final = Path("tests/bars_tried.json")
"""What came of each promise when it was last tried, and on which day."""
PAGE: Final = Path("docs/reliability.md")
PREFACE: Final = """# Reliability

Written by `./llajta test --long`, never by hand.

Each promise has a lasting name and stands in `tests/bars.toml`; a test says which it keeps
with `@pytest.mark.bar`. **Kept** means that every such test passed with its full counts.
What failed while all others ran beside it is tried once more, alone, and says so. A
promise that nothing tests yet is **not run**, and says what it waits for.

A long run tries all of them; `./llajta test --long --bar R14` tries one anew, with every
test of it, and leaves what is known of the others.
"""

Results = dict[str, dict[str, str]]
"""By name of the promise: its `result`, and `on` which day."""


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


def write(
    root: Path,
    report: Path,
    on: dt.date,
    *,
    again: Path | None = None,
    only: Collection[str] = (),
) -> None:
    """Write the page from pytest's report of a long run that ended `on` that day.

    `again` is the report of those that had failed and were tried alone. Of a run of `only`
    some promises, the results of the others stay.
    """
    bars = tomllib.loads((root / BARS).read_text(encoding="utf-8"))
    file = root / RESULTS
    before: Results = json.loads(file.read_text(encoding="utf-8")) if only else {}
    found = tried(report, again)
    results = {
        name: {"result": _result(found[name]), "on": on.isoformat()}
        if name in found and (not only or name in only)
        else before.get(name)
        for promises in bars.values()
        for name in promises
    }
    kept: Results = {name: told for name, told in results.items() if told is not None}
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (root / PAGE).write_text(page(bars, kept), encoding="utf-8")


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
    """Addresses of the tests that failed, as pytest is told to run them again.

    A module that could not be read has none: there is nothing to try again.
    """
    failed = (case for case in _cases(report) if _is_broken(case))
    return [_address(case) for case in failed if case.get("classname")]


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


def page(bars: Mapping[str, Any], results: Results) -> str:
    """The page as Markdown."""
    parts = [PREFACE]
    for heading, promises in bars.items():
        parts += [f"## {heading.capitalize()}", "", "| bar | promise | result | tried |"]
        parts += ["|---|---|---|---|"]
        for name, promise in promises.items():
            says = promise if isinstance(promise, str) else promise["says"]
            told = results.get(name) or {"result": _not_run(promise), "on": "–"}
            parts.append(f"| {name} | {says} | {told['result']} | {told['on']} |")
        parts.append("")
    return "\n".join(parts)


def _not_run(promise: str | Mapping[str, str]) -> str:
    waits = "" if isinstance(promise, str) else f": waits for {promise['waits']}"
    return f"not run{waits}"


def _result(run: Tried) -> str:
    if run.failed:
        return f"**broken**: {', '.join(run.failed)}"
    if run.skipped:
        return f"not run: {run.skipped} skipped, {run.passed} passed"
    if run.alone:
        tests = run.passed + len(run.alone)
        return f"kept ({tests} tests; alone, not in the crowd: {', '.join(run.alone)})"
    return f"kept ({run.passed} tests)"
