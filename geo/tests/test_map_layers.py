"""What the legend offers to switch is there to be switched."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from geo.pages.typescript import FILE
from geo.templatetags.map_layers import GROUNDS, overlays, sources, swatch

STYLE = json.loads((FILE.parent / "style.light.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("begin", [each for each, _ in GROUNDS if each != "relief"])
def test_every_ground_has_layers_in_the_style(begin: str) -> None:
    assert [layer["id"] for layer in STYLE["layers"] if layer["id"].startswith(begin)]


def test_a_map_is_offered_what_it_does_not_show_already() -> None:
    assert {"zones", "findings"} <= {layer.name for layer in overlays("works")}
    assert "works" not in {layer.name for layer in overlays("works")}
    assert "works" in {layer.name for layer in overlays("findings")}
    assert "parcels" not in {layer.name for layer in overlays("")}, "it is in the ground"


def test_the_legend_has_an_entry_for_each_colour_of_a_layer() -> None:
    legend = Template('{% load map_layers %}{% legend_entries "findings" %}')
    with override("es"):
        page = legend.render(Context())
    assert 'data-entry="works" hidden' in page
    assert 'is-contracted" viewBox' in page
    assert 'hue-violet" viewBox' in page, "zones, in the colour the map draws them with"
    assert "Contratada" in page


def test_every_source_is_named_of_what_may_be_on_a_map() -> None:
    with override("es"):
        named = sources("works")
    assert ("", "SICOES, registro de contrataciones públicas de Bolivia") in named
    assert [name for name, _ in named].count("") == len({s for n, s in named if not n})
    assert {layer.name for layer in overlays("works")} == {name for name, _ in named} - {""}


def test_a_swatch_is_drawn_as_its_layer_is() -> None:
    assert "swatch-area" in swatch("MultiPolygon")
    assert "swatch-line" in swatch("LineString")
    assert 'hue-violet" viewBox' in swatch("MultiPolygon", None, "violet")
    assert 'is-awarded"' in swatch("MultiPoint", "awarded")


def test_without_a_script_a_drawn_field_is_a_text() -> None:
    context = {"name": "zone", "kind": "line", "municipality": settings.MUNICIPALITY}
    field = render_to_string("geo/draw.html", context)
    assert '<textarea id="draw-zone" name="zone"' in field
