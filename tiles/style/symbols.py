"""The marks of the states, for pages (SVG) and for the map engine (TypeScript)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from tiles.style.tokens import THEMES, Hatch, Symbol, Tokens

PLAIN: Final = (
    '<symbol id="symbol-{name}" viewBox="0 0 24 24">'
    '<path d="{path}" fill="currentColor"/></symbol>'
)
HATCHED: Final = (
    '<clipPath id="clip-{name}"><path d="{path}"/></clipPath>'
    '<symbol id="symbol-{name}-approximate" viewBox="0 0 24 24">'
    '<path d="{path}" fill="currentColor" fill-opacity="{tint}"/>'
    '<path d="{stripes}" clip-path="url(#clip-{name})" stroke="currentColor" '
    'stroke-width="{width}"/>'
    '<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6"/></symbol>'
)


def _drawn(name: str, symbol: Symbol, hatch: Hatch) -> str:
    return (PLAIN + HATCHED).format(
        name=name,
        path=symbol.path,
        stripes=hatch.path,
        width=hatch.width,
        tint=hatch.tint,
    )


def svg_definitions(tokens: Tokens) -> str:
    """Hidden definitions that `{% symbol %}` refers to; colours come from CSS."""
    marks = "\n".join(
        _drawn(name, symbol, tokens.hatch) for name, symbol in tokens.states.items()
    )
    return f'<svg class="definitions" aria-hidden="true">\n{marks}\n</svg>\n'


def look_module(tokens: Tokens) -> str:
    """What the map engine draws symbols and selections with."""
    looks = {
        theme: {
            "map": tokens.map[theme],
            "states": {name: s.colour(theme) for name, s in tokens.states.items()},
            "ages": [hue.colour(theme) for hue in tokens.ages.values()],
        }
        for theme in THEMES
    }
    parts = {
        "looks": looks,
        "shapes": {name: symbol.path for name, symbol in tokens.states.items()},
        "hatch": asdict(tokens.hatch),
    }
    lines = [
        f"export const {name} = {json.dumps(value, indent=2)} as const;"
        for name, value in parts.items()
    ]
    lines.append(f"export const MOTION = {tokens.measure['motion']};")
    head = "/** Written by write_style from tiles/style/tokens.toml. */"
    return "\n\n".join([head, *lines]) + "\n"
