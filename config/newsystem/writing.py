"""Writes the files of a new system, and its lines in those that name every system."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Final

from config.launch.console import Problem
from config.launch.messages import gettext as _
from config.newsystem.naming import System

TEMPLATES: Final = Path(__file__).parent / "templates"
FILES: Final = {
    "README.md": "README.md",
    "init.py": "__init__.py",
    "apps.py": "apps.py",
    "terms.py": "terms.py",
    "querysets.py": "querysets.py",
    "models.py": "models.py",
    "permissions.py": "permissions.py",
    "layers.py": "layers.py",
    "imports.py": "imports.py",
    "django.po": "locale/es/LC_MESSAGES/django.po",
    "nothing.py": "migrations/__init__.py",
    "nothing.py ": "tests/__init__.py",
    "making.py": "tests/making.py",
    "test.py": "tests/test_$models.py",
}
"""Templates, and the files of the app that are made of them."""
RECORD: Final = "docs/decisions/{number:04}-{app}.md"


def write(system: System, root: Path) -> list[Path]:
    """Write all that a new system needs into the checkout at `root`; what was written.

    Everything is made before the first file is written, so what cannot be done leaves
    the checkout as it was.

    Raises:
        Problem: there is such a system already, or a file is not as it is expected.
    """
    folder = root / "apps" / system.app
    if folder.exists():
        said = _("There is a system “{name}” already: {path}.")
        raise Problem(said.format(name=system.app, path=folder))
    told = system.spellings()
    texts = {
        folder / Template(to).substitute(told): _filled(name.strip(), told)
        for name, to in FILES.items()
    }
    texts[_record(root, system)] = _filled("decision.md", told)
    for name, edit in EDITS.items():
        file = root / name
        texts[file] = edit(file.read_text(encoding="utf-8"), told)
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(texts)


def _filled(name: str, told: dict[str, str]) -> str:
    text = (TEMPLATES / f"{name}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(told)


def _record(root: Path, system: System) -> Path:
    """The next free page of decisions."""
    numbers = [
        int(found[1])
        for page in (root / "docs/decisions").glob("*.md")
        if (found := re.match(r"(\d{4})-", page.name))
    ]
    return root / RECORD.format(number=max(numbers, default=0) + 1, app=system.app)


def _put(text: str, before: str, line: str, *, file: str) -> str:
    """The text with `line` before the only place where `before` stands.

    Raises:
        Problem: it stands nowhere, or more than once.
    """
    if text.count(before) != 1:
        said = _("{file} is not as it was expected: “{place}” is missing or stands twice.")
        raise Problem(
            said.format(file=file, place=before.strip()),
            todo=_("Nothing was written. What belongs there: CONTRIBUTING.md."),
        )
    return text.replace(before, line + before)


def _installed(text: str, told: dict[str, str]) -> str:
    line = '    "apps.{app}",\n'.format(**told)
    return _put(text, '    "apps.signin",\n', line, file="config/settings.py")


def _layered(text: str, told: dict[str, str]) -> str:
    """Beside the other systems in the order of apps, and one of the containers."""
    app, file = told["app"], "pyproject.toml"
    text = _put(text, '", "apps.fieldwork", "apps.allocation", "apps.treasury", '
                '"apps.documents | ', f" | apps.{app}", file=file)  # fmt: skip
    return _put(text, '"apps.fieldwork", "apps.allocation", "apps.treasury", '
                '"apps.documents", ', f'"apps.{app}", ', file=file)  # fmt: skip


def _explained(text: str, told: dict[str, str]) -> str:
    return text.rstrip("\n") + "\n\n" + _filled("permissions.md", told)


def _announced(text: str, told: dict[str, str]) -> str:
    heading = "## Unreleased\n\n"
    if heading not in text:
        return text
    line = "- {Many} are kept by the new system `{app}` and shown to the staff.\n"
    return text.replace(heading, heading + line.format(**told), 1)


EDITS: Final[dict[str, Callable[[str, dict[str, str]], str]]] = {
    "config/settings.py": _installed,
    "pyproject.toml": _layered,
    "docs/permissions.md": _explained,
    "CHANGELOG.md": _announced,
}
"""Files that name every system, and what a new one adds there."""
