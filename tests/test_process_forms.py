"""Processes as pages: whole in both languages, and forms that show what came of them."""

from __future__ import annotations

import json
import re

import pytest
import requests

from geo.access import Audience
from geo.processes.declared import offered
from tests.test_ogc_processes import PROCESSES


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("page", ["", *(f"/{name}" for name in PROCESSES)])
def test_pages_are_whole(town_url: str, page: str, language: str) -> None:
    address = f"{town_url}/ogc/processes{page}?f=html&lang={language}"
    answer = requests.get(address, timeout=30)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert "<script>" not in answer.text and "style=" not in answer.text


@pytest.mark.parametrize("name", PROCESSES[:3])
def test_a_form_sent_as_it_is_shows_a_result(town_url: str, name: str) -> None:
    page = requests.get(f"{town_url}/ogc/processes/{name}?f=html", timeout=30).text
    process = next(each for each in offered(Audience.ANYONE) if each.id == name)
    declared = process.inputs(Audience.ANYONE).items()
    typed = {}
    for field, each in declared:
        assert f'name="{field}"' in page
        if each.example is not None:
            lines = each.example if isinstance(each.example, list) else [each.example]
            texts = [x if isinstance(x, str) else json.dumps(x) for x in lines]
            typed[field] = "\n".join(texts)
    answer = requests.post(
        f"{town_url}/ogc/processes/{name}/execution", data=typed, timeout=30
    )
    assert answer.status_code == 200
    assert 'id="result"' in answer.text and "notice is-hatched" not in answer.text


def test_a_form_that_is_wrong_keeps_what_was_typed(town_url: str) -> None:
    typed = {"area": "<script>alert(1)</script>", "buffer_m": "many"}
    address = f"{town_url}/ogc/processes/conflicts/execution"
    answer = requests.post(address, data=typed, timeout=30)
    assert answer.status_code == 400
    assert re.search(r'role="alert">[^<]+<', answer.text)
    assert "&lt;script&gt;alert(1)" in answer.text and "<script>alert" not in answer.text


def test_a_geometry_is_drawn_or_written(town_url: str) -> None:
    page = requests.get(f"{town_url}/ogc/processes/conflicts?f=html", timeout=30).text
    assert (
        '<llajta-draw name="area" kind="polygon" kinds="polygon line point" required'
        in page
    )
    assert re.search(r'data-frame="-66\.29\d+,-17\.39\d+,-66\.28\d+,-17\.39\d+"', page)
    assert '<textarea id="draw-area" name="area"' in page
    assert 'data-kind="line" aria-pressed="false">Línea' in page
    page = requests.get(
        f"{town_url}/ogc/processes/elevation-profile?f=html", timeout=30
    ).text
    assert '<llajta-draw name="line" kind="line" kinds="line" required' in page
    assert "data-kind" not in page, "there is nothing to choose"


def test_what_lies_nowhere_does_not_move_the_map(town_url: str) -> None:
    line = {"type": "LineString", "coordinates": [[1e308, 0], [0, 0]]}
    for typed in (json.dumps(line), "[", '{"type": "Point", "coordinates": []}'):
        answer = requests.post(
            f"{town_url}/ogc/processes/conflicts/execution",
            data={"area": typed},
            timeout=30,
        )
        assert answer.status_code == 400
        assert "data-frame" not in answer.text


def test_collections_without_bottom_do_not_end_the_server(town_url: str) -> None:
    """Letters of a form may be sent as they are, so that thirty thousand fit in it."""
    levels, point = 30_000, '{"type":"Point","coordinates":[-66.28,-17.39]}'
    group = '{"type":"GeometryCollection","geometries":['
    answer = requests.post(
        f"{town_url}/ogc/processes/conflicts/execution",
        data=f"area={group * levels}{point}{']}' * levels}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    )
    assert answer.status_code == 400
    assert "data-frame" not in answer.text
