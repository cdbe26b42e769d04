"""Addresses of the built front end, as the bundler's manifest names them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

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


def asset(entry: str) -> Asset:
    """Addresses of the entry `geo/web/<entry>.ts`.

    The bundler names files after their content, so they may be kept for ever; that is
    why they go past Django's own static manifest.
    """
    chunk = _manifest()[f"geo/web/{entry}.ts"]
    styles = chunk.get("css", [])
    prefix = f"{settings.STATIC_URL}{ADDRESS}"
    return Asset(
        script=f"{prefix}{chunk['file']}",
        styles=tuple(f"{prefix}{name}" for name in styles)
        if isinstance(styles, list)
        else (),
    )
