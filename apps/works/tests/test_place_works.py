"""Works stand where their texts say, on the territory as it is now."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from apps.territory.models import Corner, District, Municipality, Otb, Place, Street
from apps.territory.terms import Certainty
from apps.works.actions import place_works
from apps.works.models import Work, WorkPlace
from apps.works.terms import PlaceLevel, State, WorkKind
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . . . b . . . c
    . p . q . . . . .
    . . s . . t . u .
    . r . o . . k . .
    . . . . . v . w .
    d . . . e . . . f
""")
DRAWN = {"source": "grid", "certainty": Certainty.DRAWN}
OFFICIAL = {"source": "grid", "certainty": Certainty.OFFICIAL}


@pytest.fixture
def town() -> None:
    """Districts 4 (west) and 5 (east), an OTB in each, two streets that cross, a place."""
    municipality = Municipality.objects.create(
        ine_code="030901", name="Grid", outline=TOWN.polygons("acfd"), **OFFICIAL
    )
    west, east = (
        District.objects.create(
            municipality=municipality,
            number=number,
            name=f"D{number}",
            outline=TOWN.polygons(ring),
            **OFFICIAL,
        )
        for number, ring in ((4, "abed"), (5, "bcfe"))
    )
    Otb.objects.create(
        name="Los Pinos", district=west, outline=TOWN.polygons("pqor"), **DRAWN
    )
    Otb.objects.create(
        name="Sauces", district=east, outline=TOWN.polygons("tuwv"), **OFFICIAL
    )
    across = Street.objects.create(name="Calle Oruro", axis=TOWN.lines("su"), **OFFICIAL)
    down = Street.objects.create(name="Avenida Beni", axis=TOWN.lines("tv"), **DRAWN)
    Corner.objects.create(
        street=min(across, down, key=lambda each: each.pk),
        crossing=max(across, down, key=lambda each: each.pk),
        position=TOWN.point("t"),
    )
    Place.objects.create(name="Ajata", kind="community", position=TOWN.point("k"), **DRAWN)


def work(text: str) -> Work:
    """A work with this text, placed."""
    made = Work.objects.create(
        code=f"19-1302-00-{Work.objects.count() + 1}",
        object=text,
        object_key=text.lower(),
        kind=WorkKind.OTHER,
        state=State.PUBLISHED,
        year=2019,
        source="sicoes",
    )
    place_works()
    made.refresh_from_db()
    return made


def points(placed: Work) -> list[Point]:
    """Where a work stands, one point per place."""
    positions = placed.positions
    assert positions is not None
    return [Point(each[0], each[1], srid=4326) for each in positions.tuple]


def test_an_otb_stands_at_its_middle_and_reaches_to_its_limit(town):
    placed = work("Plaza Otb Los Pinos D-4")

    assert placed.place_level == PlaceLevel.OTB
    assert placed.place_words == "Otb Los Pinos"
    assert (placed.district_numbers, placed.otb_names) == ([4], ["Los Pinos"])
    middle = Otb.objects.get(name="Los Pinos").outline.centroid
    assert points(placed)[0].equals_exact(middle, 1e-9)
    assert placed.accuracy_m == pytest.approx(168, abs=5)  # half the diagonal, and play
    assert placed.certainty == Certainty.DRAWN


def test_two_otbs_are_two_points_and_the_doubt_of_the_less_certain(town):
    placed = work("Plaza Otb Los Pinos D-4 Y Otb Sauces D-5")

    assert len(points(placed)) == 2
    assert placed.place_words == "Otb Los Pinos; Otb Sauces"
    assert placed.district_numbers == [4, 5]
    assert placed.certainty == Certainty.DRAWN


def test_a_street_within_an_otb_stands_on_the_part_inside(town):
    placed = work("Asfaltado Calle Oruro Otb Sauces D-5")

    (place,) = placed.places.all()
    assert place.level == PlaceLevel.STREET
    assert placed.places.get(street__name="Calle Oruro", district__number=5) == place
    assert Otb.objects.get(name="Sauces").outline.intersects(place.position)
    assert placed.accuracy_m == pytest.approx(121, abs=5)
    assert placed.certainty == Certainty.OFFICIAL


def test_a_corner_is_the_finest_place(town):
    placed = work("Semaforo Calle Oruro Esq. Av. Beni Otb Sauces D-5")

    assert placed.place_level == PlaceLevel.CORNER
    assert points(placed)[0].equals_exact(TOWN.point("t"), 1e-9)
    assert placed.accuracy_m == 15


def test_a_street_alone_must_run_in_the_district_named(town):
    assert work("Asfaltado Av. Beni D-5").place_level == PlaceLevel.STREET
    assert work("Asfaltado Av. Beni D-4").place_level == PlaceLevel.DISTRICT


def test_a_district_stands_for_all_its_ground(town):
    placed = work("Mejoramiento Alumbrado D-4")

    assert placed.place_level == PlaceLevel.DISTRICT
    assert placed.otb_names == []
    assert District.objects.get(number=4).outline.contains(points(placed)[0])
    assert placed.accuracy_m is not None
    assert placed.accuracy_m > 300


def test_a_community_of_the_gazetteer_counts_as_an_otb(town):
    placed = work("Riego Comunidad Ajata D-5")

    assert placed.place_level == PlaceLevel.OTB
    assert placed.otb_names == ["Ajata"]
    assert placed.places.filter(landmark__name="Ajata").exists()
    assert placed.accuracy_m == 515


def test_an_otb_without_its_district_in_the_text_brings_it(town):
    assert work("Plaza Otb Sauces").district_numbers == [5]


def test_a_text_without_a_place_stands_nowhere(town):
    placed = work("Mantenimiento De Oficinas")

    assert placed.positions is None
    assert placed.place_level == PlaceLevel.NONE
    assert (placed.place_words, placed.accuracy_m, placed.certainty) == ("", None, "")


def test_an_unknown_otb_is_reported_and_not_invented(town):
    work("Plaza Otb Nadie D-4")
    work("Parque Otb Nadie D-4")

    assert place_works().unmatched == {"nadie": 2}
    assert Otb.objects.count() == 2


def test_placing_again_changes_nothing(town):
    work("Plaza Otb Los Pinos D-4")
    work("Asfaltado Calle Oruro Otb Sauces D-5")
    before = list(WorkPlace.objects.values_list("pk", flat=True))

    assert place_works().changed == 0
    assert list(WorkPlace.objects.values_list("pk", flat=True)) == before


def test_works_move_with_the_territory(town):
    placed = work("Plaza Otb Los Pinos D-4")
    before = points(placed)
    Otb.objects.filter(name="Los Pinos").update(outline=TOWN.polygons("psor"), **OFFICIAL)

    assert place_works().changed == 1
    placed.refresh_from_db()
    assert points(placed) != before
    assert placed.certainty == Certainty.OFFICIAL


def test_works_fall_back_when_their_otb_leaves(town):
    placed = work("Plaza Otb Los Pinos D-4")
    Otb.objects.filter(name="Los Pinos").delete()

    place_works()

    placed.refresh_from_db()
    assert (placed.place_level, placed.otb_names) == (PlaceLevel.DISTRICT, [])


def test_without_a_territory_no_work_is_placed():
    placed = work("Plaza Otb Los Pinos D-4")

    assert placed.place_level == PlaceLevel.NONE
    assert placed.district_numbers == []


def test_summary_and_places_agree(town):
    placed = work("Calle Oruro Otb Sauces D-5 Y Plaza Otb Los Pinos D-4")

    places = list(placed.places.all())
    assert points(placed) == [place.position for place in places]
    assert placed.place_words == "; ".join(place.words for place in places)
    assert placed.accuracy_m == places[0].accuracy_m
    assert placed.place_level == PlaceLevel.STREET
