"""Every parcel gets its slope from the DEM, or an empty field where none is known."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.territory.models import Block, Parcel
from geo.raster.tests.making import heights_of, imported, plane, write
from geo.testing import Grid

LAND = Grid(
    """
    a b . c d
    e f . g h
    """,
    origin=(-66.2815, -17.4005),
    step=0.0002,
)
AWAY = Grid("a b\nc d", origin=(-66.40, -17.10), step=0.0002)

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcels() -> None:
    """Two lots on the ground of the DEM, and one far from it."""
    lots = {
        "M1": LAND.polygons("abfe"),
        "M2": LAND.polygons("cdhg"),
        "M3": AWAY.polygons("abdc"),
    }
    for code, shape in lots.items():
        kept = {"source": "demo", "certainty": "drawn", "footprint": shape}
        block = Block.objects.create(code=code, **kept)
        Parcel.objects.create(code=f"{code}-1", block=block, **kept)


@pytest.mark.usefixtures("parcels")
def test_every_parcel_has_its_line(tmp_path: Path, settings, capsys) -> None:
    settings.VAR = tmp_path / "var"
    imported(write(tmp_path / "a.tif", heights_of(plane(0.06, 0.08))))
    call_command("parcel_slopes", str(tmp_path / "slopes.csv"))
    with (tmp_path / "slopes.csv").open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"M1-1", "M2-1", "M3-1"}
    for code in ("M1-1", "M2-1"):
        assert float(rows[code]["mean_percent"]) == pytest.approx(10, abs=0.1)
        assert float(rows[code]["highest_percent"]) == pytest.approx(10, abs=0.1)
    assert rows["M3-1"]["mean_percent"] == rows["M3-1"]["highest_percent"] == ""
    assert "3 predios" in capsys.readouterr().out
    assert not list(tmp_path.glob("*.new"))


def test_without_a_dem_nothing_is_written(tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path / "var"
    with pytest.raises(CommandError, match="import_dem"):
        call_command("parcel_slopes", str(tmp_path / "slopes.csv"))
    assert not (tmp_path / "slopes.csv").exists()
