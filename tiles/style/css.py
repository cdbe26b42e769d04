"""The tokens as CSS custom properties."""

from __future__ import annotations

from typing import Final

from tiles.style.tokens import THEMES, Theme, Tokens

ON_PAGES: Final = ("ground", "chosen", "water", "district", "label_otb")
"""Colours of the map that its page uses too, for the map's frame and its legend."""
DARK = (
    "@media (prefers-color-scheme: dark) {{\n:root:not([data-theme=light]) {{\n{}}}\n}}\n"
)


def _properties(values: dict[str, str], prefix: str = "") -> str:
    names = {name: f"--{prefix}{name}".replace("_", "-") for name in values}
    return "".join(f"  {names[name]}: {value};\n" for name, value in values.items())


def _themed(tokens: Tokens, theme: Theme) -> str:
    states = {name: symbol.colour(theme) for name, symbol in tokens.states.items()}
    ground = {name: tokens.map[theme][name] for name in ON_PAGES}
    hues = {name: hue.colour(theme) for name, hue in tokens.hues.items()}
    ages = {name: hue.colour(theme) for name, hue in tokens.ages.items()}
    return (
        f"  color-scheme: {theme};\n"
        + _properties(tokens.page[theme])
        + _properties(states, "state-")
        + _properties(ground, "map-")
        + _properties(hues, "hue-")
        + _properties(ages, "age-")
    )


def _shared(tokens: Tokens) -> str:
    sizes = {name: f"{value}rem" for name, value in tokens.type.items() if name != "family"}
    units = {name: "ms" if name == "motion" else "px" for name in tokens.measure}
    measures = {name: f"{value}{units[name]}" for name, value in tokens.measure.items()}
    family = {"family": str(tokens.type["family"])}
    return _properties(family) + _properties(sizes, "size-") + _properties(measures)


def stylesheet(tokens: Tokens) -> str:
    """The custom properties of both themes; the reader's choice beats the system's."""
    light, dark = (_themed(tokens, theme) for theme in THEMES)
    return (
        "/* Written by write_style from tiles/style/tokens.toml. */\n"
        f":root {{\n{_shared(tokens)}{light}}}\n"
        f"{DARK.format(dark)}"
        f":root[data-theme=dark] {{\n{dark}}}\n"
        + "".join(
            f".swatch.hue-{name} {{\n  color: var(--hue-{name});\n}}\n"
            for name in tokens.hues
        )
    )
