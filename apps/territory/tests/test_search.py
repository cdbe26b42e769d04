"""What people type finds what they mean."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.territory.models import Street
from apps.territory.queries import search
from apps.territory.tests.searched_town import make_searched_town
from tests.effort import many

TYPED = list(
    csv.DictReader(
        (Path(__file__).parent / "people_type.csv").read_text(encoding="utf-8").splitlines()
    )
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """One town for the whole module: it is only read."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        make_searched_town()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("row", TYPED, ids=lambda row: row["typed"])
def test_people_find_what_they_type(row) -> None:
    labels = [found.label for found in search(row["typed"])]
    assert row["expected"] in labels[: int(row["within"])]


def test_there_are_enough_cases() -> None:
    assert len(TYPED) >= 100
    assert len({row["typed"] for row in TYPED}) == len(TYPED)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param("%%%___", id="wildcards of SQL"),
        pytest.param("'; DROP TABLE territory_street; --", id="SQL"),
        pytest.param("\x00\x00", id="NUL"),
        pytest.param("a\x00b" * 1000, id="long with NUL"),
        pytest.param("avenida " * 700, id="five thousand characters"),
        pytest.param("?" * 5000, id="lost characters only"),
        pytest.param("x y " * 1500, id="corners without end"),
        pytest.param("\N{REPLACEMENT CHARACTER}" * 50, id="half characters"),
        pytest.param("<script>alert(1)</script>", id="HTML"),
        pytest.param("\N{COMBINING ACUTE ACCENT}" * 100, id="accents only"),
        pytest.param("القاهرة 東京", id="other scripts"),
    ],
)  # fmt: skip
def test_hostile_text_is_only_text(text) -> None:
    search(text)
    assert Street.objects.exists()


@pytest.mark.usefixtures("town")
@settings(max_examples=many(50, 2000))
@given(text=st.text(max_size=60))
def test_any_text_gets_an_answer_in_order(text) -> None:
    found = search(text, limit=5)
    scores = [each.score for each in found]
    assert len(found) <= 5
    assert scores == sorted(scores, reverse=True)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("text", ["-17.4023, -66.2813", "-66.2813 -17.4023"])
def test_coordinates_are_a_place_in_their_district(text) -> None:
    (found,) = search(text)
    assert (found.kind, found.target, found.district_number) == ("coordinates", None, 3)
    assert (found.longitude, found.latitude) == pytest.approx((-66.2813, -17.4023))


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("788852.33 8073888.94", id="the town's zone"),
        pytest.param("19 K 788852.33 m E 8073888.94 m S", id="its zone named"),
        pytest.param("20K 151323.98 8072951.23", id="the next zone"),
    ],
)
def test_metres_of_either_zone_are_the_same_place(text) -> None:
    (found,) = search(text)
    assert (found.kind, found.district_number) == ("coordinates", 3)
    assert (found.longitude, found.latitude) == pytest.approx((-66.2813, -17.4023))


@pytest.mark.usefixtures("town")
def test_coordinates_elsewhere_are_in_no_district() -> None:
    (found,) = search("-16.4955, -68.1336")
    assert found.district_number is None


@pytest.mark.usefixtures("town")
def test_a_corner_stands_where_the_streets_cross() -> None:
    found = search("sucre y beni")[0]
    assert found.kind == "corner" and found.target is not None
    assert (found.longitude, found.latitude) == pytest.approx((-66.284, -17.407), abs=1e-6)


@pytest.mark.usefixtures("town")
def test_streets_that_do_not_meet_are_answered_as_such() -> None:
    found = search("calle suelta y cap arzabe")[0]
    assert (found.kind, found.target) == ("corner", None)
    assert found.label.startswith("Avenida Capitán Arzabe y Calle Suelta (")
    assert -17.385 < found.latitude < -17.3805


@pytest.mark.usefixtures("town")
def test_streets_a_mile_apart_have_no_corner() -> None:
    found = search("calle suelta y calle sucre")[:2]
    assert {each.label for each in found} == {"Calle Suelta", "Calle Sucre"}


@pytest.mark.usefixtures("town")
def test_the_named_district_comes_first() -> None:
    for number in (1, 10):
        found = search(f"calle sucre distrito {number}")
        assert found and found[0].label == "Calle Sucre"


@pytest.mark.usefixtures("town")
def test_nothing_alike_finds_nothing() -> None:
    assert search("zzzzzz qqqqqq") == []


@pytest.mark.usefixtures("town")
def test_searching_takes_no_longer_than_typing() -> None:
    search("calentar")
    texts = [row["typed"] for row in TYPED]
    began = time.perf_counter()
    for text in texts:
        search(text)
    assert (time.perf_counter() - began) / len(texts) < 0.2
