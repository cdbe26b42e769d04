"""Budgets and habits that review should not have to count."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch.suite import REAL_DATA_REASON
from tests.trees import dotted, nodes_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "geo", "apps", "data", "tiles", "bench", "tests", "notebooks")
LONGEST = {"python": 300, "test": 400, "typescript": 200, "template": 80}
FUNCTION_LINES = 40
SIGNALS = tuple(
    f"{when}_{what}.connect" for when in ("pre", "post") for what in ("save", "delete")
)


def files(*suffixes: str) -> list[Path]:
    """Our own files with these endings."""
    kept = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            inside = path.relative_to(ROOT).parts
            generated = {"migrations", "generated", "dist", "static", "node_modules"}
            if path.suffix in suffixes and not generated & set(inside):
                kept.append(path)
    return kept


def budget(path: Path) -> int:
    """How many lines a file of this kind may have."""
    if path.suffix == ".ts":
        return LONGEST["test"] if path.name.endswith(".test.ts") else LONGEST["typescript"]
    if path.suffix == ".html":
        return LONGEST["template"]
    return LONGEST["test"] if "tests" in path.parts else LONGEST["python"]


def named(path: Path) -> str:
    """The file as complaints name it."""
    return str(path.relative_to(ROOT))


def test_a_file_is_short_enough_to_be_about_one_thing() -> None:
    # One test for all files: a test for each would take longer to tell than to do.
    read = files(".py", ".ts", ".html")
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in read}
    assert len(lengths) > 500
    too_long = {named(path): n for path, n in lengths.items() if n > budget(path)}
    assert not too_long


def broken_habits(path: Path) -> Iterator[str]:
    """Functions too long to read at once, and what works behind the database's back."""
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES and "tests" not in path.parts:
                yield f"{node.name} has {length} lines"
            if any("receiver" in ast.unparse(mark) for mark in node.decorator_list):
                yield f"{node.name} listens to a signal"
        if isinstance(node, ast.Call) and dotted(node.func).endswith(SIGNALS):
            yield f"{dotted(node.func)} listens to a signal"
        if isinstance(node, ast.ClassDef) and {"models", "models.py"} & set(path.parts):
            methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            yield from (
                f"{node.name}.{name}" for name in methods & {"save", "clean", "delete"}
            )


def test_no_override_or_signal_does_the_databases_work() -> None:
    broken = {named(path): list(broken_habits(path)) for path in files(".py")}
    assert not {name: found for name, found in broken.items() if found}


def names_of_acting(path: Path) -> Iterator[str]:
    """Names written out for a viewer who is nobody's account."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and dotted(node.func) == "Viewer":
            for given in node.keywords:
                parts = ast.walk(given.value) if given.arg == "name" else ()
                yield from (
                    part.value
                    for part in parts
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def test_whatever_acts_by_itself_has_a_name_for_people() -> None:
    from geo.naming import BANK, who_acted

    code = [each for each in files(".py") if not {"tests", "bench"} & set(each.parts)]
    names = {name for path in code for name in names_of_acting(path)} - {"-", BANK}
    assert len(names) > 10
    assert not {name for name in names if who_acted(name) == name}


REAL_DATA = re.compile("LLAJTA_(REAL_DATA|CHECKS)")
ASKING = ("conftest.py", "tests/test_cql2_cases.py")
"""Who may ask for the folders of real files; everybody else takes the fixtures."""


def reasons(path: Path) -> Iterator[tuple[int, str]]:
    """Texts by which a test may say that it has no real data, with their lines."""
    for node in nodes_of(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_asking = named(path) in ASKING and REAL_DATA.fullmatch(node.value)
            if REAL_DATA.search(node.value) and not is_asking:
                yield node.lineno, node.value
        if isinstance(node, ast.FunctionDef) and {"real_data", "checks"} & {
            argument.arg for argument in node.args.args
        }:
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and dotted(call.func) == "pytest.skip":
                    yield call.lineno, ast.unparse(call.args[0]).lstrip("f'\"")


def test_a_skip_for_want_of_real_data_is_counted() -> None:
    tests = [ROOT / "conftest.py", *files(".py")]
    tests = [path for path in tests if {"tests", "conftest.py"} & set(path.parts)]
    missed = [
        f"{named(path)}:{line} {said}"
        for path in tests
        for line, said in reasons(path)
        if not said.startswith(REAL_DATA_REASON)
    ]
    assert not missed, f"take the fixture real_data, or begin with “{REAL_DATA_REASON}”"


def test_every_stored_geometry_must_be_valid() -> None:
    from django.apps import apps
    from django.contrib.gis.db.models import GeometryField

    unguarded = []
    for model in apps.get_models():
        if not model.__module__.startswith(("apps.", "geo.")):
            continue
        rules = " ".join(constraint.name for constraint in model._meta.constraints)
        for field in model._meta.concrete_fields:
            if isinstance(field, GeometryField) and f"{field.name}_is_valid" not in rules:
                unguarded.append(f"{model.__name__}.{field.name}")
    assert not unguarded


def test_every_stored_point_must_be_on_earth() -> None:
    from django.apps import apps
    from django.contrib.gis.db.models import PointField

    from geo.constraints import valid_point

    elsewhere = []
    for model in apps.get_models():
        rules = {rule.name: rule for rule in model._meta.constraints}
        for field in model._meta.concrete_fields:
            if isinstance(field, PointField) and model.__module__.startswith("apps."):
                name, rule = next(
                    each for each in rules.items() if f"{field.name}_is_valid" in each[0]
                )
                prefix = name.removesuffix(f"_{field.name}_is_valid")
                if rule != valid_point(field.name, model=prefix):
                    elsewhere.append(f"{model.__name__}.{field.name}")
    assert not elsewhere


def test_lock_files_have_hashes_and_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in re.sub(r"#.*", "", text), lock.name
        pinned = len(re.findall(r"^[A-Za-z0-9_.-]+(\[.*\])?==", text, flags=re.M))
        assert pinned and text.count("--hash=sha256:") >= pinned, lock.name
    npm = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in npm
    assert '"integrity"' in npm


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        declared += [entry for entry in group if isinstance(entry, str)]
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    names = {re.split(r"[\[<>=!~ ]", entry)[0].lower() for entry in declared}
    assert sorted(name for name in names if f"`{name}`" not in reasons) == []


def test_settings_are_short_and_hardly_ask_anything() -> None:
    text = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    asked = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.If)]
    assert len(asked) <= 1


def test_an_app_is_installed_and_held_by_the_layering() -> None:
    """An app that no contract names may import whatever it likes, and nobody is told."""
    import tomllib

    from django.conf import settings

    apps = {f"apps.{file.parent.name}" for file in (ROOT / "apps").glob("*/__init__.py")}
    installed = [each for each in settings.INSTALLED_APPS if each.startswith("apps.")]
    assert sorted(apps ^ set(installed)) == [], "INSTALLED_APPS in config/settings.py"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {
        each["name"]: each for each in project["tool"]["importlinter"]["contracts"]
    }
    stands = " | ".join(contracts["Systems stand on registers"]["layers"]).split(" | ")
    assert sorted(apps ^ set(stands)) == [], "the order of apps in pyproject.toml"
    inside = contracts["Inside a municipal app"]["containers"]
    assert sorted(apps ^ set(inside)) == [], "the containers in pyproject.toml"


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_tree_holds_nothing_it_should_not() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    forbidden = re.compile(r"(^|/)(var|node_modules|\.venv|dist)/|\.(mo|pyc|pmtiles)$")
    assert [name for name in tracked if forbidden.search(name)] == []
