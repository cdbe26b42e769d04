"""Anomalies are found, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest

from apps.territory.actions import record_findings, settle_territory
from apps.territory.models import Finding, Otb
from apps.territory.terms import BlockUse
from apps.territory.tests.making import (
    NOW,
    make_block,
    make_district,
    make_otb,
    make_parcel,
    make_place,
    make_street,
    make_zone,
)
from geo.testing import Grid

pytestmark = pytest.mark.django_db

TOWN = Grid("""
    a . b . c . d
    . . . . . . .
    p . q . r . s
    . . . . . . .
    e . f . g . h
""")
FINE = Grid(
    """
    a b c . . m j
    d e f . . . k
    g h i . . n l
    """,
    step=0.0001,
)
"""Cells of about 11 m."""


def found(kind: str) -> list[str]:
    settle_territory(now=NOW)
    return sorted(Finding.objects.filter(kind=kind).values_list("text", flat=True))


def test_otbs_that_cover_the_same_ground_are_found_with_its_area() -> None:
    make_otb("Oeste", TOWN.polygons("acge"))
    make_otb("Este", TOWN.polygons("bdhf"))
    assert found("otbs-overlap") == ["Oeste · Este"]
    finding = Finding.objects.get(kind="otbs-overlap")
    assert finding.square_metres == pytest.approx(212.6 * 442.7, rel=0.01)
    assert finding.shape.sym_difference(TOWN.polygons("bcgf")).area < 1e-12


def test_neighbours_and_slivers_do_not_overlap() -> None:
    make_otb("Oeste", TOWN.polygons("abfe"))
    make_otb("Este", TOWN.polygons("bdhf"))
    sliver = TOWN.polygons("pqfe").buffer(1e-6)
    make_otb("Encima", type(TOWN.polygons("pqfe"))(sliver, srid=4326))
    assert found("otbs-overlap") == ["Oeste · Encima"]


def test_housing_without_an_otb_is_a_gap_and_other_ground_is_not() -> None:
    make_otb("Oeste", TOWN.polygons("abfe"))
    make_block("M-1", TOWN.polygons("abqp"))
    make_block("M-2", TOWN.polygons("cdsr"))
    make_block("M-3", TOWN.polygons("rshg"))
    make_block("M-4", TOWN.polygons("bcrq"), use=BlockUse.GREEN)
    assert found("otb-gap") == ["M-2, M-3"]


def test_blocks_half_covered_are_no_gap() -> None:
    make_otb("Oeste", TOWN.polygons("abfe"))
    make_block("M-1", TOWN.polygons("aqe"))
    assert found("otb-gap") == []


def test_a_zone_that_cuts_an_otb_is_found() -> None:
    make_otb("Ancha", TOWN.polygons("acge"))
    make_otb("Dentro", TOWN.polygons("abqp"))
    make_zone("Centro", TOWN.polygons("abfe"))
    assert found("zone-crosses-otb") == ["Centro · Ancha"]


def test_an_otb_that_reaches_into_another_district_is_found() -> None:
    make_district(1, TOWN.polygons("acge"))
    make_district(2, TOWN.polygons("cdhg"))
    make_otb("Ancha", TOWN.polygons("adhe"))
    make_otb("Dentro", TOWN.polygons("abqp"))
    assert found("otb-crosses-district") == ["Ancha · D-2"]


def test_parcels_that_overlap_are_found_within_a_block_and_across_two() -> None:
    block = make_block("M-1", FINE.polygons("acig"))
    make_parcel("P-1", block, FINE.polygons("abhg"))
    make_parcel("P-2", block, FINE.polygons("acfd"))
    other = make_block("M-2", FINE.polygons("bjlh"))
    make_parcel("P-3", other, FINE.polygons("bcfe"))
    assert found("parcels-overlap") == ["P-1 · P-2", "P-2 · P-3"]


def test_parcels_that_share_an_edge_do_not_overlap() -> None:
    block = make_block("M-1", FINE.polygons("acig"))
    make_parcel("P-1", block, FINE.polygons("abhg"))
    make_parcel("P-2", block, FINE.polygons("bcih"))
    assert found("parcels-overlap") == []


def test_a_parcel_far_from_every_street_is_found() -> None:
    make_street("Calle Sucre", FINE.lines("ag"))
    block = make_block("M-1", FINE.polygons("ajlg"))
    make_parcel("Cerca", block, FINE.polygons("bcih"))
    make_parcel("Lejos", block, FINE.polygons("mjln"))
    assert found("parcel-without-street") == ["Lejos"]


def test_places_of_one_kind_that_share_a_name_are_found() -> None:
    make_otb("Santa Rosa", TOWN.polygons("abqp"))
    make_otb("SANTA  ROSA", TOWN.polygons("cdsr"))
    make_place("Santa Rosa", TOWN.point("r"))
    assert found("name-twice") == ["OTB SANTA  ROSA × 2"]


def test_streets_of_one_name_are_found_only_where_they_are_two_in_one_district() -> None:
    make_district(1)
    make_street("Calle Sucre", TOWN.lines("ae"))
    make_street("Calle Sucre", TOWN.lines("dh"))
    make_street("Calle Junín", TOWN.lines("ap"))
    make_street("Calle Junín", TOWN.lines("pe"))
    make_street("Calle 1", TOWN.lines("bf"))
    make_street("Calle 1", TOWN.lines("dh"))
    assert found("name-twice") == ["Calle Sucre × 2"]


def test_a_sound_town_has_no_findings() -> None:
    make_district(1)
    make_otb("Oeste", TOWN.polygons("abfe"))
    make_otb("Este", TOWN.polygons("bdhf"))
    make_street("Calle Sucre", FINE.lines("ac"))
    block = make_block("M-1", FINE.polygons("acig"))
    make_parcel("P-1", block, FINE.polygons("abhg"))
    settle_territory(now=NOW)
    assert list(Finding.objects.values_list("kind", "text")) == []


def test_what_is_known_keeps_its_date_and_what_is_mended_leaves() -> None:
    make_otb("Oeste", TOWN.polygons("acge"))
    east = make_otb("Este", TOWN.polygons("bdhf"))
    record_findings(now=NOW)
    later = NOW + dt.timedelta(days=1)
    record_findings(now=later)
    assert Finding.objects.get().recorded_at == NOW
    Otb.objects.filter(pk=east.pk).update(outline=TOWN.polygons("cdhg"))
    record_findings(now=later)
    assert not Finding.objects.exists()
