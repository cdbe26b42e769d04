"""The documentation keeps up with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from apps.people.queries import known_permissions
from geo.dictionary import data_dictionary
from geo.layers import published

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def headings(file: Path) -> set[str]:
    """The headings of a page, whole: `load_demo` is not that of `load_demo_water`."""
    return set(re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), flags=re.M))


def test_a_part_of_a_heading_is_none(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n### load_demo_water\ntext # load_demo\n## sync_sql\n")
    assert headings(page) == {"Page", "load_demo_water", "sync_sql"}


def test_the_data_dictionary_is_what_the_layers_say() -> None:
    written = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run ./llajta docs"


@pytest.mark.parametrize("layer", published(), ids=lambda layer: layer.name)
def test_every_layer_has_its_heading(layer) -> None:
    assert layer.name in headings(DOCS / "data-dictionary.md")


def test_every_command_has_its_heading() -> None:
    commands = {
        name
        for name, app in get_commands().items()
        if app in ("geo", "data", "tiles") or app.startswith("apps.")
    }
    assert sorted(commands - headings(DOCS / "operations.md")) == []


@pytest.mark.parametrize("name", known_permissions())
def test_every_permission_has_its_heading(name: str) -> None:
    told = headings(DOCS / "permissions.md")
    assert name in told, "say in docs/permissions.md what it allows, and to whom"


def test_every_setting_of_the_environment_has_its_heading() -> None:
    used: set[str] = set()
    for package in ("config", "geo", "apps", "data", "tiles"):
        for file in (ROOT / package).rglob("*.py"):
            if "tests" not in file.parts:
                used |= set(
                    re.findall(r"\bLLAJTA_[A-Z_]+\b", file.read_text(encoding="utf-8"))
                )
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    assert sorted(name for name in used if f"`{name}`" not in text) == []


def test_links_between_our_pages_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("apps/*/README.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert not broken
