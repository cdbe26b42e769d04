"""A new system is written in one go, and its own tests pass before anybody types."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.launch.console import Problem
from config.newsystem.naming import SHAPES, System
from config.newsystem.writing import EDITS, write
from tests.databases import ROOT

RUFF = (sys.executable, "-m", "ruff")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a new system has its lines in."""
    for name in (*EDITS, "docs/decisions/0001-storage-crs.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), "utf-8")
    return tmp_path


def held(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def in_checkout(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    dropped = ("PYTEST_", "LLAJTA_LONG")
    env = {name: v for name, v in os.environ.items() if not name.startswith(dropped)}
    return subprocess.run(  # our own interpreter
        command, cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("app", "model"), [("lighting", "Lamp"), ("parks", "BenchOfOak")])
def test_what_is_written_is_code_that_the_house_takes(
    checkout: Path, app: str, model: str, shape: str
) -> None:
    written = write(System.named(app, model, shape), checkout)
    assert {f"{each.relative_to(checkout)}" for each in written} <= set(held(checkout))
    for words in (["format"], ["check", "--fix"], ["check"], ["format", "--check"]):
        done = in_checkout(checkout, *RUFF, *words, "--quiet", f"apps/{app}")
        assert done.returncode == 0, done.stdout
    assert "$" not in "".join(held(checkout / "apps").values())


def test_every_place_that_names_all_systems_names_the_new_one(checkout: Path) -> None:
    write(System.named("lighting", "Lamp", "point"), checkout)
    assert '"apps.lighting",' in (checkout / "config/settings.py").read_text("utf-8")
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    contracts = {
        each["name"]: each for each in project["tool"]["importlinter"]["contracts"]
    }
    stands = contracts["Systems stand on registers"]["layers"]
    assert [each for each in stands if "apps.lighting" in each and "apps.works" in each]
    assert "apps.lighting" in contracts["Inside a municipal app"]["containers"]
    assert "## lighting.keep\n" in (checkout / "docs/permissions.md").read_text("utf-8")
    assert (checkout / "docs/decisions/0002-lighting.md").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("works", "Lamp", "point"),
        ("Lighting", "Lamp", "point"),
        ("../lighting", "Lamp", "point"),
        ("class", "Lamp", "point"),
        ("lighting", "lamp", "point"),
        ("lighting", "Class", "point"),
        ("lighting", "Lamp", "star"),
    ],
)
def test_what_cannot_be_writes_nothing(checkout: Path, words: tuple[str, str, str]) -> None:
    (checkout / "apps/works").mkdir(parents=True)
    before = held(checkout)
    with pytest.raises(Problem) as caught:
        write(System.named(*words), checkout)
    assert str(caught.value)
    assert held(checkout) == before


def test_a_file_that_was_changed_beyond_recognition_stops_it(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text("", "utf-8")
    before = held(checkout)
    with pytest.raises(Problem, match=r"pyproject\.toml"):
        write(System.named("lighting", "Lamp", "point"), checkout)
    assert held(checkout) == before


@pytest.mark.long
def test_its_own_tests_pass_before_anybody_types(tmp_path: Path) -> None:
    tracked = in_checkout(ROOT, "git", "ls-files", "-z").stdout.split("\0")
    for name in filter(None, tracked):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    write(System.named("lighting", "Lamp", "point"), tmp_path)
    python = sys.executable
    made = in_checkout(
        tmp_path, python, "-m", "django", "makemigrations", "lighting", "-n", "begins"
    )
    assert made.returncode == 0, made.stderr
    run = in_checkout(tmp_path, python, "-m", "pytest", "-n0", "apps/lighting")
    assert run.returncode == 0, run.stdout
    assert "6 passed" in run.stdout
