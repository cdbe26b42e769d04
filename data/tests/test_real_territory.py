"""The real files, where somebody has them: nothing of theirs is kept here."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.territory.models import Corner, District, Municipality, Place, Street
from apps.territory.queries import search

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(real_data: Path, django_db_setup, django_db_blocker):
    """The real files in an empty territory, once for the module: it is only read."""
    from django.db import transaction

    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_territory", str(real_data), stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
def test_the_real_town_stands() -> None:
    assert Municipality.objects.get().name == "Quillacollo"
    assert sorted(District.objects.values_list("number", flat=True)) == list(range(1, 11))
    named = set(Street.objects.exclude(name="").values_list("name", flat=True))
    assert len(named) > 100
    assert Corner.objects.count() > 200
    assert Place.objects.count() > 200
    assert not Street.objects.filter(certainty="drawn").exists()


def test_every_refused_row_has_its_reason(loaded) -> None:
    assert "outside the municipality" in loaded or "fuera del municipio" in loaded


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plaza 15 de agosto", "Plaza 15 de Agosto"),
        ("av blanco galindo", "Avenida Blanco Galindo"),
        (
            "blanco galindo y gral camacho",
            "Avenida Blanco Galindo y Avenida General Camacho",
        ),
        ("sucre y oruro", "Calle Oruro y Calle Sucre"),
        ("d-4", "Distrito 4 Ironcollo"),
        ("ue villa moderna", "Unidad Educativa Villa Moderna"),
        ("heroes del chaco", "Avenida Heroes del Chaco"),
        ("pihusi", "Comunidad Campesina Pihusi"),
        ("estadio", "Estadio Municipal de Quillacollo"),
        ("hospital benigno sanchez", "Benigno Sanchez"),
    ],
)
def test_people_find_the_real_town(typed, expected) -> None:
    labels = [found.label for found in search(typed, limit=3)]
    turned = " y ".join(reversed(expected.split(" y ")))
    assert {expected, turned} & set(labels)
