"""The house's colours for paper: the light ones, as the pages have them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

TOKENS: Final = Path(__file__).resolve().parents[4] / "geo/web/generated/tokens.css"


@cache
def tokens() -> dict[str, str]:
    """Values of the style tokens by name, dashes as underscores: `accent_soft`."""
    light = TOKENS.read_text(encoding="utf-8").partition("}")[0]
    pairs = re.findall(r"--([\w-]+): ([^;]+);", light)
    return {name.replace("-", "_"): value for name, value in pairs}
