"""Real files of the region, read from where they lie, with all their dirt."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.exchange.faults import Fault
from geo.exchange.mapping import Mapping, read_mapping
from geo.exchange.options import Outside
from geo.exchange.tests.conftest import rows_of

EXAMPLES = Path(__file__).resolve().parents[3] / "config" / "examples" / "mappings"


@pytest.fixture
def bring(real_data: Path, town, take):
    """Import one of the real files into the real municipality."""
    town.delete()
    limit = real_data / "quillacollo_municipio.geojson"
    assert take(limit, "municipality", mapping=Mapping()).loaded == 1

    def importing(name: str, to: str, mapping: str, **options):
        said = read_mapping(EXAMPLES / f"{mapping}.toml")
        return take(real_data / f"{name}.geojson", to, mapping=said, **options)

    return importing


def test_polling_places_all_lie_in_the_municipality(bring) -> None:
    report = bring("quillacollo_recintos_2025", "place-names", "polling_places")

    assert (report.read, report.loaded, report.refusals.rows) == (52, 52, 0)
    assert {row.kind for row in rows_of("place-names")} == {"school"}


def test_polling_places_of_the_region_are_cut_to_the_municipality(bring) -> None:
    report = bring("metro_recintos_electorales_2025", "place-names", "polling_places")

    assert (report.read, report.loaded) == (386, 53)
    assert dict(report.refusals.reasons) == {Fault.OUTSIDE: 333}


def test_communities_of_the_census(bring) -> None:
    report = bring("censo2024_comunidades_metro", "place-names", "census_communities")

    assert (report.read, report.loaded) == (197, 41)
    assert set(report.refusals.reasons) == {Fault.OUTSIDE}


def test_places_of_2020(bring) -> None:
    report = bring("osm_metro_pois_2020", "place-names", "osm_places_2020")

    assert (report.read, report.loaded) == (6429, 216)
    assert set(report.refusals.reasons) == {Fault.OUTSIDE}


def test_places_of_2026_with_their_polygons(bring) -> None:
    report = bring(
        "osm_cochabamba_pois_2026", "place-names", "osm_places_2026", outside=Outside.KEEP
    )

    assert report.read == 8748
    assert report.refusals.reasons[Fault.INVALID_SHAPE] == 4
    assert report.refusals.reasons[Fault.MISSING] == 3082
    assert report.loaded == report.read - report.refusals.rows


def test_streets_joined_from_corners(bring) -> None:
    report = bring("DERIVED_osm_metro_calles_aprox_2020", "streets", "derived_streets")

    assert report.read == 2445
    assert report.loaded == 143
    assert set(report.refusals.reasons) == {Fault.OUTSIDE}


def test_tourist_places_of_which_some_lost_their_decimal_point(bring) -> None:
    report = bring(
        "turismo_cochabamba", "place-names", "tourist_places", outside=Outside.KEEP
    )

    assert report.refusals.reasons == {Fault.BEYOND_WORLD: 9}
    assert report.loaded == 52
