"""The look keeps its promises: readable, told apart without colour, and written out."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from geo.access import Audience
from geo.layers import _register, find_layer, published
from tiles.qgis.symbols import renderer, rgba
from tiles.style.basemap import style
from tiles.style.files import files
from tiles.style.hues import form_of, hue_of
from tiles.style.layers import TINT, legend_of
from tiles.style.tokens import THEMES, Theme, tokens

TOKENS = tokens()

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a `#rrggbb` colour."""
    channels = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(
        channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light = sorted(
        (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)),
        reverse=True,
    )
    return (light[0] + 0.05) / (light[1] + 0.05)


def apart(one: str, other: str, seen: np.ndarray) -> float:
    """Distance in Oklab of two colours as this eye sees them; 0.02 is just noticeable."""
    lab = [
        TO_OKLAB @ np.cbrt(TO_LMS @ np.clip(seen @ linear(colour), 0, 1))
        for colour in (one, other)
    ]
    return float(np.linalg.norm(lab[0] - lab[1]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", SEEN_BY)
def test_states_are_told_apart_by_every_eye(theme: Theme, eye: str) -> None:
    colours = {name: symbol.colour(theme) for name, symbol in TOKENS.states.items()}
    close = {
        pair: round(apart(colours[pair[0]], colours[pair[1]], SEEN_BY[eye]), 3)
        for pair in combinations(colours, 2)
        if apart(colours[pair[0]], colours[pair[1]], SEEN_BY[eye]) < 0.08
    }
    assert not close


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", SEEN_BY)
def test_hues_are_told_apart_by_every_eye(theme: Theme, eye: str) -> None:
    colours = {name: hue.colour(theme) for name, hue in TOKENS.hues.items()}
    close = {
        pair: round(apart(colours[pair[0]], colours[pair[1]], SEEN_BY[eye]), 3)
        for pair in combinations(colours, 2)
        if apart(colours[pair[0]], colours[pair[1]], SEEN_BY[eye]) < 0.08
    }
    assert not close


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", SEEN_BY)
def test_ages_are_one_ramp_to_every_eye(theme: Theme, eye: str) -> None:
    colours = [hue.colour(theme) for hue in TOKENS.ages.values()]
    steps = [apart(one, other, SEEN_BY[eye]) for one, other in pairwise(colours)]
    assert min(steps) > 0.08
    ground = TOKENS.map[theme]["ground"]
    against = [contrast(colour, ground) for colour in colours]
    assert against == sorted(against), "the older, the more it stands out"


@pytest.mark.parametrize("form", ["point", "line", "area"])
def test_layers_of_one_form_share_a_colour_only_when_all_are_taken(form: str) -> None:
    plain = [each for each in published() if not each.coloured_by and form_of(each) == form]
    used = Counter(hue_of(layer, TOKENS) for layer in plain)
    assert set(used) <= set(TOKENS.hues)
    assert max(used.values()) <= math.ceil(len(plain) / len(TOKENS.hues)), used


def test_a_layer_that_names_no_colour_gets_one_that_few_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zones = find_layer("zones", Audience.ANYONE)
    assert zones is not None
    areas = [layer for layer in published() if form_of(layer) == "area"]
    used = Counter(hue_of(layer, TOKENS) for layer in areas)
    fresh = dataclasses.replace(zones, name="fresh", hue="")
    monkeypatch.setitem(_register, "fresh", fresh)
    hue = hue_of(fresh, TOKENS)
    assert used[hue] == min(used[each] for each in TOKENS.hues)
    colour = TOKENS.hues[hue].light
    assert legend_of(fresh, "light")[-1].colour == colour
    symbol = renderer(fresh, legend_of(fresh, "light")).find(".//Option[@name='color']")
    assert symbol is not None and symbol.get("value") == rgba(colour, TINT)


def test_states_are_told_apart_without_any_colour() -> None:
    paths = [symbol.path for symbol in TOKENS.states.values()]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_ground(theme: Theme) -> None:
    ground = TOKENS.map[theme]["ground"]
    faint = {
        name: contrast(symbol.colour(theme), ground)
        for name, symbol in [*TOKENS.states.items(), *TOKENS.hues.items()]
        if contrast(symbol.colour(theme), ground) < 3
    }
    assert not faint


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["surface", "sunken", "ground"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "wrong"])
def test_words_can_be_read(theme: Theme, ground: str, ink: str) -> None:
    page = TOKENS.page[theme]
    assert contrast(page[ink], page[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_the_accent_can_be_read(theme: Theme) -> None:
    page = TOKENS.page[theme]
    assert contrast(page["on_accent"], page["accent"]) >= 4.5
    assert contrast(page["accent"], page["accent_soft"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_names_on_the_map_can_be_read(theme: Theme) -> None:
    hues = TOKENS.map[theme]
    labels = {name for name in hues if name.startswith("label_")}
    faint = {name for name in labels if contrast(hues[name], hues["halo"]) < 3.9}
    assert labels
    assert not faint


def test_both_themes_have_the_same_tokens() -> None:
    assert TOKENS.page["light"].keys() == TOKENS.page["dark"].keys()
    assert TOKENS.map["light"].keys() == TOKENS.map["dark"].keys()


def test_the_type_has_four_sizes() -> None:
    sizes = [float(value) for name, value in TOKENS.type.items() if name != "family"]
    assert len(sizes) == 4
    assert all(small < large for small, large in pairwise(sizes))


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_asks_no_other_server_for_anything(theme: Theme) -> None:
    made = style(TOKENS, theme)
    assert "glyphs" not in made
    assert "sprite" not in made
    assert "://" not in json.dumps(made)


@pytest.mark.parametrize("theme", THEMES)
def test_every_layer_of_the_style_draws_with_tokens_only(theme: Theme) -> None:
    used = {
        word
        for word in json.dumps(style(TOKENS, theme)["layers"]).split('"')
        if word.startswith("#")
    }
    assert used <= set(TOKENS.map[theme].values())


@pytest.mark.parametrize("path", files(TOKENS), ids=lambda path: path.name)
def test_files_made_of_tokens_are_up_to_date(path: Path) -> None:
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert written == files(TOKENS)[path], "run ./llajta manage write_style"
