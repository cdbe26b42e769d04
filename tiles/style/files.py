"""Every file that is written from the tokens, and where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tiles.style.basemap import style
from tiles.style.css import stylesheet
from tiles.style.symbols import look_module, svg_definitions
from tiles.style.tokens import THEMES, Tokens

GEO: Final = Path(__file__).resolve().parent.parent.parent / "geo"
GENERATED: Final = GEO / "web" / "generated"


def files(tokens: Tokens) -> dict[Path, str]:
    """Path and text of each file made of `tokens`."""
    styles = {
        GENERATED / f"style.{theme}.json": json.dumps(style(tokens, theme)) + "\n"
        for theme in THEMES
    }
    return styles | {
        GENERATED / "tokens.css": stylesheet(tokens),
        GENERATED / "look.ts": look_module(tokens),
        GEO / "templates" / "geo" / "generated" / "symbols.html": svg_definitions(tokens),
    }
