"""`docs/asvs.md` answers each requirement once, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

import pytest

from tests.databases import ROOT

pytestmark = pytest.mark.bar("R58")

SECTIONS: Final = {
    1: "1:2 2:9 3:11 4:3 5:2",
    2: "1:3 2:3 3:4 4:1",
    3: "2:2 3:4 4:6 5:5 7:2",
    4: "1:3 2:1 3:2 4:4",
    5: "1:1 2:3 3:2 4:3",
    6: "1:3 2:12 3:4 4:4 5:5 6:3 8:4",
    7: "1:3 2:4 3:2 4:5 5:2 6:2",
    8: "1:2 2:3 3:1 4:1",
    9: "1:3 2:4",
    10: "1:2 2:2 3:4 4:11 5:5 6:2 7:3",
    11: "1:2 2:3 3:3 4:4 5:1 6:1",
    12: "1:3 2:2 3:4",
    13: "1:1 2:5 3:2 4:5",
    14: "1:2 2:4 3:3",
    15: "1:3 2:3 3:7",
    16: "1:1 2:5 3:4 4:3 5:3",
    17: "1:1 2:4 3:2",
}
"""Chapters of the standard (5.0.0): its sections, and how many requirements of levels 1 and
2 each has; they are counted from 1 without a gap."""
FEWEST: Final = 120
ROW: Final = re.compile(r"\| (\d+\.\d+\.\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|")
NODE: Final = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
PREFIXES: Final = ("in part", "elsewhere", "does not apply", "not held")
NOBODY: Final = "–"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A line of the page."""

    id: str
    about: str
    how: str
    tests: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        """What the sentence begins with; nothing where the requirement is held."""
        return next((each for each in PREFIXES if self.how.startswith(f"{each}: ")), "")

    @property
    def is_decided(self) -> bool:
        """Whether a test goes red as soon as it is no longer true, as a whole."""
        return bool(self.tests) and self.kind in ("", "does not apply")


@cache
def page() -> str:
    return (ROOT / "docs/asvs.md").read_text(encoding="utf-8")


@cache
def answers() -> tuple[Answer, ...]:
    found = []
    for line in page().splitlines():
        if re.match(r"\| \d+\.", line):
            row = ROW.fullmatch(line)
            assert row, line
            nodes = () if row[4] == NOBODY else row[4].split("<br>")
            tests = [NODE.fullmatch(each) for each in nodes]
            assert None not in tests, line
            named = tuple((each[1], each[2]) for each in tests if each)
            found.append(Answer(id=row[1], about=row[2], how=row[3], tests=named))
    return tuple(found)


def wanted() -> list[str]:
    return [
        f"{chapter}.{section}.{number}"
        for chapter, sections in SECTIONS.items()
        for section, count in (map(int, each.split(":")) for each in sections.split())
        for number in range(1, count + 1)
    ]


@cache
def names_in(file: str) -> frozenset[str]:
    """Names of the tests that a file has, those of its classes too."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))


def test_each_requirement_is_answered_once() -> None:
    assert len(wanted()) == 253
    assert [each.id for each in answers()] == wanted()


def test_no_answer_is_empty() -> None:
    short = [each.id for each in answers() if len(each.how) < 10 or not each.about.strip()]
    assert short == []


def test_every_test_that_is_named_is_there() -> None:
    dangling = {
        f"{each.id}: {file}::{name}"
        for each in answers()
        for file, name in each.tests
        if name not in names_in(file)
    }
    assert dangling == set()


def test_what_is_not_held_names_no_test_and_leans_on_none() -> None:
    silent = ("not held", "elsewhere")
    assert [each.id for each in answers() if each.kind in silent and each.tests] == []


def test_enough_are_decided_and_the_page_says_how_many() -> None:
    decided = sum(each.is_decided for each in answers())
    assert decided >= FEWEST
    assert f"**{decided}** of {len(answers())}." in page()
    counted = Counter((each.kind, bool(each.tests)) for each in answers())
    told = [int(each) for each in re.findall(r"^\| .* \| (\d+) \|$", page(), flags=re.M)]
    assert told == [
        *(counted["", True], counted["does not apply", True]),
        *(counted["", False], counted["does not apply", False]),
        counted["in part", True] + counted["in part", False],
        *(counted["elsewhere", False], counted["not held", False]),
    ]
