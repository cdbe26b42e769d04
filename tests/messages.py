"""Every text that people read, found in the source, and its Spanish in the catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from tests.databases import ROOT
from tests.trees import tree_of

KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HOMES: Final = tuple(
    app.replace(".", "/")
    for app in settings.INSTALLED_APPS
    if app in ("geo", "data", "tiles") or app.startswith("apps.")
)
"""Folders with a catalogue of their own, in the order in which Django would ask them."""

Message = str | tuple[str, ...]


def _python(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines)  # indented markup is no Python


def _told_by_command(path: Path) -> Iterator[str]:
    """What `./llajta manage help` says of a command: its docstring and its options'."""
    if path.parent.name != "commands":
        return
    tree = tree_of(path)
    if not (about := ast.get_docstring(tree)):
        return
    yield about
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="help", value=ast.Constant(value=str(text))):
                yield text


@cache
def messages(home: str) -> frozenset[Message]:
    """English texts, singular and plural, that the code of `home` shows."""
    found: set[Message] = set()
    for path in sorted((ROOT / home).rglob("*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts:
            continue
        if path.suffix == ".py":
            found.update(_told_by_command(path))
        source = BytesIO(_python(path).encode())
        for _line, message, _comments, _context in extract("python", source, KEYWORDS):
            if isinstance(message, tuple):
                found.add(tuple(text for text in message if text))
            elif message:
                found.add(message)
    return frozenset(found)


@cache
def catalogue(home: str) -> Catalog:
    """The Spanish catalogue of `home`; empty if it has none."""
    path = ROOT / home / "locale" / "es" / "LC_MESSAGES" / "django.po"
    if not path.is_file():
        return Catalog(locale="es")
    with path.open("rb") as stream:
        return read_po(stream, locale="es", abort_invalid=True)


def untranslated(home: str) -> list[str]:
    """Texts of `home` that no Spanish sentence stands for."""
    known = catalogue(home)
    missing = []
    for message in messages(home):
        entry = known.get(message[0] if isinstance(message, tuple) else message)
        words = entry.string if entry else ""
        told = all(words) if isinstance(words, tuple | list) else bool(words)
        if not told or (entry is not None and entry.fuzzy):
            missing.append(message[0] if isinstance(message, tuple) else message)
    return sorted(missing)
