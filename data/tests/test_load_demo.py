"""The demonstration town goes into an empty territory, once, and never over real rows."""

from __future__ import annotations

import dataclasses
from io import StringIO
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import call_command
from django.db.models import Q

from apps.territory.models import (
    Address,
    Block,
    Corner,
    District,
    GazetteerEntry,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
)
from apps.works.models import Work
from data.town.works import MARK

pytestmark = pytest.mark.django_db


def load_demo(**options: Any) -> str:
    told = StringIO()
    call_command("load_demo", stdout=told, **{"scale": 0.02, **options})
    return told.getvalue()


def test_the_town_is_loaded_and_settled() -> None:
    load_demo()
    assert Municipality.objects.get().ine_code == "030901"
    assert list(
        District.objects.order_by("number").values_list("number", flat=True)
    ) == list(range(1, 11))
    assert District.objects.get(number=5).name == "Piñami"
    assert Parcel.objects.count() == Address.objects.count() == 570
    assert not Parcel.objects.filter(Q(district=None) | Q(otb=None)).exists()
    assert Corner.objects.count() > 1_000
    assert GazetteerEntry.objects.filter(label__icontains="Pocpocollo").exists()


def test_invented_rows_say_so_and_facts_name_their_source() -> None:
    load_demo()
    for model in (District, Otb, Block, Parcel, Address):
        assert set(model.objects.values_list("source", "certainty")) == {("demo", "drawn")}
    avenue = Street.objects.get(name="Avenida Blanco Galindo")
    assert avenue.certainty == "derived"
    assert "OpenStreetMap" in avenue.source
    assert Place.objects.get(name="Hospital Benigno Sánchez").certainty == "derived"
    assert Place.objects.get(name="Cementerio General de Quillacollo").source == "demo"


def test_demo_works_cannot_be_taken_for_real_ones() -> None:
    load_demo()
    works = Work.objects.all()
    assert works.count() > 120
    assert not works.exclude(source="demo").exists()
    assert not works.exclude(object__endswith=MARK).exists()
    placed = works.exclude(place_level="none").count()
    assert placed > 0.95 * works.count()


def test_a_second_run_says_that_all_is_there() -> None:
    load_demo()
    before = set(Street.objects.values_list("pk", flat=True))
    told = load_demo()
    assert "ya está cargad" in told
    assert set(Street.objects.values_list("pk", flat=True)) == before


@pytest.fixture
def real_otb() -> Otb:
    """An OTB that the municipality handed over, in a district of its own."""
    ground = MultiPolygon(Polygon.from_bbox((-66.29, -17.40, -66.28, -17.39)))
    given = {"source": "GAM Quillacollo", "certainty": "official"}
    town = Municipality.objects.create(ine_code="030901", outline=ground, **given)
    district = District.objects.create(municipality=town, number=1, outline=ground, **given)
    return Otb.objects.create(name="Sucre", district=district, outline=ground, **given)


def test_real_rows_are_left_alone(real_otb: Otb) -> None:
    told = load_demo()
    assert "--force" in told
    assert list(Otb.objects.all()) == [real_otb]
    assert not Street.objects.exists()


def test_force_removes_real_rows_and_draws(real_otb: Otb) -> None:
    load_demo(force=True, seed=5)
    assert set(Otb.objects.values_list("source", flat=True)) == {"demo"}
    assert Otb.objects.filter(name="Sucre", district__number=1).count() == 1


def test_another_municipality_gets_its_bounds_and_no_town(settings: Any) -> None:
    settings.MUNICIPALITY = dataclasses.replace(
        settings.MUNICIPALITY,
        name="Colcapirhua",
        ine_code="030905",
        bounds=(-66.26, -17.43, -66.20, -17.35),
    )
    told = load_demo()
    assert "Colcapirhua" in told
    limit = Municipality.objects.get()
    assert (limit.ine_code, limit.certainty) == ("030905", "drawn")
    assert limit.outline.extent == (-66.26, -17.43, -66.20, -17.35)
    assert not District.objects.exists()
    load_demo()
    assert Municipality.objects.count() == 1
