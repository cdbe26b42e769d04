"""The demonstration town goes into an empty territory, once, and never over real rows."""

from __future__ import annotations

import dataclasses
from io import StringIO
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import call_command

from apps.allocation.models import Window
from apps.territory.models import (
    District,
    Municipality,
    Otb,
    Street,
)

pytestmark = pytest.mark.django_db


def load_demo(**options: Any) -> str:
    told = StringIO()
    call_command("load_demo", stdout=told, **{"scale": 0.02, **options})
    return told.getvalue()


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
    turns = Window.objects.order_by("rank").values_list("name", flat=True)
    assert list(turns) == ["Frentistas", "Federaciones", "Público"]


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
