"""What the demonstration town has in the database, and where each row says it is from."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town, drawn once for all tests here, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", scale=0.02, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_the_town_is_loaded_and_settled() -> None:
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
    for model in (District, Otb, Block, Parcel, Address):
        assert set(model.objects.values_list("source", "certainty")) == {("demo", "drawn")}
    avenue = Street.objects.get(name="Avenida Blanco Galindo")
    assert avenue.certainty == "derived"
    assert "OpenStreetMap" in avenue.source
    assert Place.objects.get(name="Hospital Benigno Sánchez").certainty == "derived"
    assert Place.objects.get(name="Cementerio General de Quillacollo").source == "demo"


def test_demo_works_cannot_be_taken_for_real_ones() -> None:
    works = Work.objects.all()
    assert works.count() > 120
    assert not works.exclude(source="demo").exists()
    assert not works.exclude(object__endswith=MARK).exists()
    placed = works.exclude(place_level="none").count()
    assert placed > 0.95 * works.count()


def test_a_second_run_says_that_all_is_there() -> None:
    before = set(Street.objects.values_list("pk", flat=True))
    told = StringIO()
    call_command("load_demo", scale=0.02, stdout=told)
    assert "ya está cargad" in told.getvalue()
    assert set(Street.objects.values_list("pk", flat=True)) == before
