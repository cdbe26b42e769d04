"""The tokens of the look, read from `tokens.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
FILE: Final = Path(__file__).with_name("tokens.toml")


@dataclass(frozen=True, kw_only=True)
class Hue:
    """A colour for each theme."""

    light: str
    dark: str

    def colour(self, theme: Theme) -> str:
        return self.light if theme == "light" else self.dark


@dataclass(frozen=True, kw_only=True)
class Symbol(Hue):
    """The mark of one state: its colour and a shape."""

    path: str
    """SVG path data on a 24 × 24 field."""


@dataclass(frozen=True, kw_only=True)
class Hatch:
    """Stripes that say: the place is approximate."""

    path: str
    """SVG path data of the stripes on a 24 × 24 field."""
    width: float
    tint: float
    """Opacity of the state's colour under the stripes."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Every value the look is made of."""

    type: dict[str, float | str]
    measure: dict[str, int]
    page: dict[Theme, dict[str, str]]
    map: dict[Theme, dict[str, str]]
    relief: dict[Theme, float]
    """How opaque light and shadow of the relief are when far out; 0 is not at all."""
    hatch: Hatch
    hues: dict[str, Hue]
    """What layers are drawn with whose values have no colours of their own."""
    ages: dict[str, Hue]
    """How long something has been owed, from one month to more than twelve."""
    states: dict[str, Symbol]
    alike: dict[str, str]
    """Words that look like a state, by the word."""

    def symbol_of(self, word: str) -> Symbol | None:
        """How a word looks that has colours of its own, if it has."""
        return self.states.get(self.alike.get(word, word))


@cache
def tokens() -> Tokens:
    """The tokens of this version."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    states = {name: Symbol(**values) for name, values in raw.pop("states").items()}
    hues = {name: Hue(**values) for name, values in raw.pop("hues").items()}
    ages = {name: Hue(**values) for name, values in raw.pop("ages").items()}
    return Tokens(
        states=states, hues=hues, ages=ages, hatch=Hatch(**raw.pop("hatch")), **raw
    )
