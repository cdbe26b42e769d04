"""The page of reliability says what was tested, what broke, and what nobody tried."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from config.launch import reliability

ROOT = Path(__file__).parents[3]
REPORT = """<testsuites><testsuite>
<testcase name="a"><properties><property name="bar" value="R1"/></properties></testcase>
<testcase name="b"><properties><property name="bar" value="R1"/></properties></testcase>
<testcase classname="tests.test_c" name="c"><properties><property name="bar" value="R9"/>
  </properties><failure message="no"/></testcase>
<testcase classname="tests.test_c" name="c[1]"><properties>
  <property name="bar" value="R10"/></properties><error message="no"/></testcase>
<testcase name="f"><properties><property name="bar" value="R10"/></properties></testcase>
<testcase name="d"><properties><property name="bar" value="R4"/></properties>
  <skipped message="no checker"/></testcase>
<testcase name="e"/>
<testcase classname="" name="tests.test_unread"><error message="no import"/></testcase>
</testsuite></testsuites>"""
AGAIN = """<testsuites><testsuite>
<testcase classname="tests.test_c" name="c"><failure message="no"/></testcase>
<testcase classname="tests.test_c" name="c[1]"/>
</testsuite></testsuites>"""

WAITS = "not run: waits for kinds of work that change a thing"


@pytest.fixture
def page(tmp_path: Path) -> str:
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / reliability.BARS, tmp_path / reliability.BARS)
    report, again = tmp_path / "report.xml", tmp_path / "again.xml"
    report.write_text(REPORT, encoding="utf-8")
    again.write_text(AGAIN, encoding="utf-8")
    reliability.write(tmp_path, report, dt.date(2026, 11, 26), again=again)
    return (tmp_path / reliability.PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("bar", "result"),
    [
        pytest.param("R1", "kept (2 tests)", id="passed"),
        pytest.param("R9", "**broken**: c", id="failed"),
        pytest.param(
            "R10", "kept (2 tests; alone, not in the crowd: c[1])", id="passed alone"
        ),
        pytest.param("R4", "not run: 1 skipped, 0 passed", id="skipped"),
        pytest.param("R40", WAITS, id="waits"),
        pytest.param("R8", "not run", id="nobody tried"),
    ],
)
def test_each_promise_has_its_result(page: str, bar: str, result: str) -> None:
    (line,) = [each for each in page.splitlines() if each.startswith(f"| {bar} |")]
    tried = "–" if result in ("not run", WAITS) else "2026-11-26"
    assert line.endswith(f"| {result} | {tried} |")


def test_of_some_promises_tried_anew_the_others_stay(page: str, tmp_path: Path) -> None:
    report = tmp_path / "anew.xml"
    report.write_text(REPORT.replace("<failure", "<passed"), encoding="utf-8")
    day = dt.date(2026, 11, 28)
    reliability.write(tmp_path, report, day, only=["R9", "R40"])
    now = (tmp_path / reliability.PAGE).read_text(encoding="utf-8").splitlines()
    before = page.splitlines()
    changed = [new for old, new in zip(before, now, strict=True) if old != new]
    [r9] = changed
    assert r9.startswith("| R9 |") and r9.endswith("| kept (1 tests) | 2026-11-28 |")


def test_what_failed_is_named_as_pytest_wants_it(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert reliability.broken(report) == ["tests/test_c.py::c", "tests/test_c.py::c[1]"]
