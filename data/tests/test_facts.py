"""The typed facts of Quillacollo hold together and say where they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely import Point, Polygon

from data.town.facts import FOLDERS, Facts, find_facts, read_facts

FOLDER = FOLDERS / "quillacollo"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(FOLDER)


def test_the_folder_is_found_by_the_code_of_the_municipality() -> None:
    assert find_facts("030901") == FOLDER
    assert find_facts("030903") is None


@pytest.mark.parametrize(
    "file", sorted(FOLDER.glob("*.csv")), ids=lambda file: str(file.name)
)
def test_every_file_begins_with_what_it_is_and_where_it_is_from(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    comment = " ".join(line for line in lines if line.startswith("#"))
    assert "Source" in comment or "drawn by hand" in comment.lower()


def test_the_register_counts_126638_voters_in_ten_districts(facts: Facts) -> None:
    assert sum(facts.voters().values()) == 126_638
    assert list(facts.voters()) == list(range(1, 11))


def test_an_organisation_is_listed_once_per_district(facts: Facts) -> None:
    keys = [(one.name, one.district) for one in facts.organisations]
    assert len(keys) == len(set(keys))
    assert all(one.mentions >= 2 for one in facts.organisations)


def test_a_local_street_belongs_to_a_listed_organisation(facts: Facts) -> None:
    known = {(one.name, one.district) for one in facts.organisations}
    assert {(street.otb, street.district) for street in facts.local_streets} <= known


def test_known_places_lie_within_the_limit(facts: Facts) -> None:
    limit = Polygon(facts.limit)
    assert limit.is_valid
    near = limit.buffer(0.01)  # simplified: in the hills up to a kilometre off
    known = [(place.name, place.position) for place in facts.polling_places]
    known += [(place.name, place.position) for place in facts.communities]
    known += [(place.name, place.position) for place in facts.landmarks]
    astray = [name for name, position in known if not near.contains(Point(position))]
    assert astray == []


def test_the_census_counts_4612_people_in_43_communities(facts: Facts) -> None:
    assert len(facts.communities) == 43
    assert sum(community.persons for community in facts.communities) == 4_612
