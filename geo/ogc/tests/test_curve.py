"""A profile drawn: its axes are round, gaps stay gaps, and words say the same."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from geo.ogc.processes.curve import drawn
from geo.processes.declared import Output
from geo.processes.heights import PROFILE


def profile(*heights: float | None) -> dict[str, Any]:
    samples = [
        {"distance_m": 500.0 * place, "elevation_m": height, "lon": 0.0, "lat": 0.0}
        for place, height in enumerate(heights)
    ]
    return {"samples": samples}


def test_axes_are_round_and_hold_the_curve() -> None:
    with override("es"):
        found = drawn(profile(2540, 2610.4, 2598), PROFILE.output)
    assert found is not None
    assert found.marks_across == ("0", "500", "1000")
    assert found.marks_up == ("2620", "2600", "2580", "2560", "2540")
    assert found.lines == ("0.00,100.00 50.00,12.00 100.00,27.50",)
    assert found.grounds == (
        "0.00,100.00 0.00,100.00 50.00,12.00 100.00,27.50 100.00,100.00",
    )
    assert (found.up, found.across) == ("Altura (m)", "Desde el inicio (m)")


def test_it_is_said_in_words() -> None:
    with override("es"):
        found = drawn(profile(2540, 2610.4, 2598), PROFILE.output)
    assert found is not None
    assert found.said.startswith("Empieza a 2540 m y termina a 2598 m")
    assert "2610 m, a 500 m" in found.said


def test_its_drawing_has_words_for_who_cannot_see_it() -> None:
    with override("es"):
        curve = drawn(profile(2540, 2610.4, 2598), PROFILE.output)
        page = render_to_string("geo/processes/curve.html", {"curve": curve})
    assert curve is not None
    assert 'role="img" aria-label="Altura (m). Empieza a 2540 m' in page
    assert f'<polyline points="{curve.lines[0]}"/>' in page
    assert "style=" not in page


def test_where_nothing_is_known_there_is_a_gap() -> None:
    found = drawn(profile(1, 2, None, 3, 4), PROFILE.output)
    assert found is not None
    assert len(found.lines) == 2


def test_flat_ground_is_drawn_flat() -> None:
    found = drawn(profile(2550, 2550.5), PROFILE.output)
    assert found is not None
    heights = [float(each.split(",")[1]) for each in found.lines[0].split()]
    assert abs(heights[0] - heights[1]) < 10


def test_what_is_no_curve_is_not_drawn() -> None:
    assert drawn(profile(None, 3), PROFILE.output) is None
    assert drawn(profile(1, 2), Output(name="x", title="x", schema={})) is None
