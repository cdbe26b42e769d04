"""What works add to the pages of a place and to the search."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict

from apps.territory.tests.records import TOWN
from apps.works.forms import read_chosen
from apps.works.models import Work
from apps.works.tests.records import make_work
from apps.works.views.nearby import NEAR_ROWS, find_works, works_near
from geo.access import ANYONE

pytestmark = pytest.mark.django_db

METRE = 1 / 110_672
"""In degrees of latitude, where the town of the tests lies (WGS 84)."""


def test_nearest_works_come_first_and_far_ones_not_at_all():
    here = TOWN.point("p")
    make_work("21-1302-00-1", at=Point(here.x, here.y + 300 * METRE, srid=4326))
    make_work("21-1302-00-2", at=Point(here.x + 50 * METRE, here.y, srid=4326))
    make_work("21-1302-00-3", at=Point(here.x, here.y + 401 * METRE, srid=4326))
    make_work("21-1302-00-4")
    told = works_near(here, ANYONE, QueryDict())
    assert told.index("21-1302-00-2") < told.index("21-1302-00-1")
    assert "21-1302-00-3" not in told
    assert "21-1302-00-4" not in told


def test_distance_is_in_metres_on_the_ground():
    here = TOWN.point("p")
    make_work("21-1302-00-1", at=Point(here.x, here.y + 300 * METRE, srid=4326))
    away = Work.objects.all().near(here, metres=400).get().metres_away
    assert away == pytest.approx(300, abs=0.5)


def test_only_works_of_the_choice_are_told():
    here = TOWN.point("p")
    make_work("21-1302-00-1", at=here)
    make_work("21-1302-00-2", at=here, kind="school")
    told = works_near(here, ANYONE, QueryDict("tipo=school"))
    assert "21-1302-00-2" in told
    assert "21-1302-00-1" not in told


def crowd(**places: object) -> None:
    """One more work than is told, on the spot, standing in these `places`."""
    for number in range(NEAR_ROWS + 1):
        make_work(f"21-1302-00-{100 + number}", at=TOWN.point("p"), **places)


@pytest.mark.parametrize(
    ("last", "asked", "query", "total"),
    [
        pytest.param({"otb_names": ["Sol", "Luna"]}, "", "otb=Sol", 42, id="one OTB"),
        pytest.param({"otb_names": ["Luna"]}, "", "otb=Sol&otb=Luna", 43, id="two OTBs"),
        pytest.param({}, "", "distrito=1", 43, id="one names no OTB"),
        pytest.param({"district_numbers": []}, "", "", 44, id="one names no district"),
        pytest.param(
            {"kind": "school"}, "tipo=paving", "tipo=paving&otb=Sol", 41, id="kind"
        ),
        pytest.param({}, "otb=Sol", "distrito=1&otb=Sol", 41, id="an OTB was chosen"),
    ],
)
def test_works_that_are_not_told_are_in_a_table_that_is(last, asked, query, total):
    crowd(otb_names=["Sol"], district_numbers=[1])
    spot = {"district_numbers": [1]} | last
    make_work("22-1302-00-1", at=TOWN.point("p"), **spot)
    make_work("22-1302-00-2", otb_names=["Luna"], district_numbers=[1])
    make_work("22-1302-00-3", district_numbers=[2])
    told = unescape(works_near(TOWN.point("p"), ANYONE, QueryDict(asked)))
    assert f'href="/obras/{f"?{query}" if query else ""}"' in told
    assert f"Todas están en la tabla, entre {total} obras" in told
    listed = read_chosen(QueryDict(query)).works(ANYONE)
    near = read_chosen(QueryDict(asked)).works(ANYONE).near(TOWN.point("p"), metres=400)
    assert set(near) <= set(listed)
    assert listed.count() == total


def test_works_that_are_all_told_need_no_table():
    make_work("21-1302-00-1", at=TOWN.point("p"), otb_names=["Sol"])
    assert 'href="/obras/?' not in works_near(TOWN.point("p"), ANYONE, QueryDict())


def test_no_work_nearby_is_said():
    assert "No hay ninguna obra" in works_near(TOWN.point("p"), ANYONE, QueryDict())


def test_a_code_finds_its_work_and_words_find_works_that_say_them_all():
    make_work("21-1302-00-1", object="Const. Empedrado Calle Litoral")
    make_work("22-1302-00-2", object="Const. Puente Calle Sucre", at=TOWN.point("p"))
    assert [hit.label for hit in find_works("21-1302-00-1", ANYONE, 7)] == [
        "Const. Empedrado Calle Litoral"
    ]
    found = find_works("puente sucre", ANYONE, 7)
    assert [hit.address for hit in found] == ["/obras/22-1302-00-2/"]
    assert found[0].position is not None


@pytest.mark.parametrize("text", ["", "a", "%", "puente litoral"])
def test_a_text_that_says_nothing_finds_nothing(text):
    make_work("22-1302-00-2", object="Const. Puente Calle Sucre")
    assert find_works(text, ANYONE, 7) == []
