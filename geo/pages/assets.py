"""Addresses of the built front end, as the bundler's manifest names them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BUILT: Final = Path(__file__).resolve().parent.parent / "static" / "geo" / "dist"
ADDRESS: Final = "geo/dist/"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One entry of the front end: its script and the style sheets it brings."""

    script: str
    styles: tuple[str, ...]


@cache
def _manifest() -> dict[str, dict[str, object]]:
    file = BUILT / "manifest.json"
    if not file.is_file():
        raise ImproperlyConfigured("The front end is not built: run ./llajta up or test.")
    manifest: dict[str, dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))
    return manifest


def source_of(entry: str) -> str:
    """File of an entry; one that belongs to an app is named with its folder."""
    return f"{entry}.ts" if "/" in entry else f"geo/web/{entry}.ts"


def asset(entry: str) -> Asset:
    """Addresses of the entry `geo/web/<entry>.ts`, or of an app's own.

    The bundler names files after their content, so they may be kept for ever; that is
    why they go past Django's own static manifest.
    """
    chunk = _manifest()[source_of(entry)]
    styles = chunk.get("css", [])
    prefix = f"{settings.STATIC_URL}{ADDRESS}"
    return Asset(
        script=f"{prefix}{chunk['file']}",
        styles=tuple(f"{prefix}{name}" for name in styles)
        if isinstance(styles, list)
        else (),
    )


def _parts(chunk: Mapping[str, Any]) -> set[str]:
    """Files of one chunk: its script, style sheets, letters and documents."""
    return {chunk["file"], *chunk.get("css", []), *chunk.get("assets", [])}


def files_of(entry: str) -> list[str]:
    """Addresses of all that the entry may ever load, in a lasting order.

    The bundler names no worker in its manifest, so every file that it does not name counts.
    """
    wanted, reached = [source_of(entry)], set[str]()
    while wanted:
        if (name := wanted.pop()) not in reached:
            reached.add(name)
            chunk: Mapping[str, Any] = _manifest()[name]
            wanted += [*chunk.get("imports", []), *chunk.get("dynamicImports", [])]
    named = set[str]().union(*map(_parts, _manifest().values()))
    built = {f"assets/{file.name}" for file in (BUILT / "assets").iterdir()}
    found = set[str]().union(*(_parts(_manifest()[name]) for name in reached))
    return [
        f"{settings.STATIC_URL}{ADDRESS}{file}" for file in sorted(found | built - named)
    ]


def built_text(entry: str) -> str:
    """The built script of an entry that is served at an address of its own."""
    return (BUILT / str(_manifest()[source_of(entry)]["file"])).read_text(encoding="utf-8")
