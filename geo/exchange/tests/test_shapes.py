"""Shapes that cannot stand in the register are refused with their place, or mended."""

from __future__ import annotations

import math

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon

from geo.exchange.faults import Fault
from geo.exchange.options import Outside
from geo.exchange.shapes import MOST_VERTICES
from geo.exchange.tests.conftest import (
    TOWN,
    feature,
    rows_of,
    table,
    write_with_gdal,
)
from geo.testing import Grid

BLOCKS = Grid("""
    x . y . . . .
    e f . . k . l
    h g . . n . m
    . . . . . . .
""")
"""The town's limit runs five cells from the west: the block k l m n lies across it."""


def block(shape, code: str = "1"):
    return feature(shape, codigo=code)


def only_fault(report) -> Fault:
    ((fault, count),) = report.refusals.reasons.items()
    assert count == report.refusals.rows == 1
    return Fault(fault)


def test_a_single_polygon_becomes_a_multiple_one(take, geojson) -> None:
    take(geojson(block(BLOCKS.polygon("efgh"))), "blocks")

    (row,) = rows_of("blocks")
    assert isinstance(row.footprint, MultiPolygon)
    assert row.footprint.equals(BLOCKS.polygons("efgh"))


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        pytest.param(None, Fault.NO_SHAPE, id="null"),
        pytest.param({"type": "Polygon", "coordinates": []}, Fault.EMPTY_SHAPE, id="empty"),
        pytest.param(BLOCKS.polygon("egfh"), Fault.INVALID_SHAPE, id="crosses itself"),
        pytest.param(BLOCKS.line("ef"), Fault.WRONG_TYPE, id="a line"),
        pytest.param(
            {"type": "Sphere", "coordinates": [0, 0]}, Fault.BROKEN_SHAPE, id="unknown type"
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[["a", "b"]]]},
            Fault.BROKEN_SHAPE,
            id="words for numbers",
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0]]]},
            Fault.BROKEN_SHAPE,
            id="open ring",
        ),
        pytest.param(
            {
                "type": "Polygon",
                "coordinates": [[[0, 0], [1, math.nan], [1, 0], [0, 0]]],
            },
            Fault.NOT_FINITE,
            id="not a number",
        ),
        pytest.param(
            {
                "type": "Polygon",
                "coordinates": [[[0, 0], [1, math.inf], [1, 0], [0, 0]]],
            },
            Fault.NOT_FINITE,
            id="infinite",
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 91], [1, 0], [0, 0]]]},
            Fault.BEYOND_WORLD,
            id="beyond the pole",
        ),
        pytest.param(
            {
                "type": "Polygon",
                "coordinates": [[[-179, 0], [179, 1], [179, 0], [-179, 0]]],
            },
            Fault.ANTIMERIDIAN,
            id="around the world",
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 0]]]},
            Fault.OUTSIDE,
            id="outside",
        ),
    ],
)
def test_what_cannot_be_a_block_is_refused(take, geojson, shape, fault) -> None:
    good = block(BLOCKS.polygon("efgh"), "good")
    report = take(geojson(good, block(shape, "bad")), "blocks")

    assert only_fault(report) == fault
    assert [row.code for row in rows_of("blocks")] == ["good"]
    assert report.refusals.first[0].line == 2


def test_an_invalid_shape_is_refused_with_its_place(take, geojson) -> None:
    report = take(geojson(block(BLOCKS.polygon("egfh"))), "blocks")

    (refused,) = report.refusals.first
    west, east = BLOCKS.points["e"], BLOCKS.points["f"]
    assert "its edge crosses itself" in refused.reason
    assert refused.longitude == pytest.approx((west[0] + east[0]) / 2)
    assert refused.latitude == pytest.approx((west[1] + BLOCKS.points["h"][1]) / 2)


def test_repair_mends_and_says_how_much_changed(take, geojson) -> None:
    report = take(geojson(block(BLOCKS.polygon("egfh"))), "blocks", repair=True)

    assert report.loaded == report.repairs.rows == 1
    (row,) = rows_of("blocks")
    assert row.footprint.valid and len(row.footprint) == 2
    square = shapely.Polygon([BLOCKS.points[letter] for letter in "efgh"])
    assert row.footprint.area == pytest.approx(square.area / 2)
    (repaired,) = report.repairs.largest
    assert repaired.after_m2 == pytest.approx(5_880, rel=0.01)


def test_repair_closes_an_open_ring(take, geojson) -> None:
    ring = [list(BLOCKS.points[letter]) for letter in "efgh"]
    shape = {"type": "Polygon", "coordinates": [ring]}

    assert take(geojson(block(shape)), "blocks", repair=True).loaded == 1


def test_repair_refuses_what_leaves_nothing_of_its_kind(take, geojson) -> None:
    spike = {"type": "Polygon", "coordinates": [[[*BLOCKS.points[at]] for at in "efee"]]}
    report = take(geojson(block(spike)), "blocks", repair=True)

    assert only_fault(report) == Fault.INVALID_SHAPE


@pytest.mark.parametrize(
    ("outside", "loaded", "inside_area"),
    [
        pytest.param(Outside.REFUSE, 2, 1.0, id="across the limit stays whole"),
        pytest.param(Outside.CLIP, 2, 0.5, id="cut at the limit"),
        pytest.param(Outside.KEEP, 3, 1.0, id="everything"),
    ],
)
def test_rows_outside_the_municipality(take, geojson, outside, loaded, inside_area) -> None:
    far = Grid("a . b\nd . c", origin=(-66.0, -17.0))
    file = geojson(
        block(BLOCKS.polygon("efgh"), "inside"),
        block(BLOCKS.polygon("klmn"), "across"),
        block(far.polygon("abcd"), "far"),
    )
    report = take(file, "blocks", outside=outside)

    assert report.loaded == loaded
    found = {row.code: row.footprint for row in rows_of("blocks")}
    whole = BLOCKS.polygon("klmn")
    assert found["across"].area == pytest.approx(whole.area * inside_area)
    assert ("far" in found) == (outside is Outside.KEEP)
    assert report.cut == (outside is Outside.CLIP)


def test_a_neighbour_who_shares_only_the_limit_lies_outside(take, geojson) -> None:
    beyond = Grid("a b\nd c", origin=(TOWN.points["c"][0], TOWN.points["c"][1]))
    report = take(geojson(block(beyond.polygon("abcd"))), "blocks")

    assert only_fault(report) == Fault.OUTSIDE


def test_a_shape_with_too_many_vertices_is_refused_unread(take, tmp_path) -> None:
    turns = [index / MOST_VERTICES for index in range(MOST_VERTICES + 10)]
    line = shapely.LineString([(-66.28 + turn / 1e3, -17.4) for turn in turns])
    file = write_with_gdal(
        tmp_path / "a.fgb", [line], driver="FlatGeobuf", columns={"name": ["río"]}
    )

    assert only_fault(take(file, "waterways")) == Fault.TOO_MANY_VERTICES


def test_heights_are_dropped(take, geojson) -> None:
    ring = [[*BLOCKS.points[letter], 2550] for letter in "efghe"]
    take(geojson(block({"type": "Polygon", "coordinates": [ring]})), "blocks")

    (row,) = rows_of("blocks")
    assert not row.footprint.hasz


def test_a_multipoint_of_one_is_a_point(take, geojson) -> None:
    shape = {"type": "MultiPoint", "coordinates": [list(BLOCKS.points["e"])]}
    take(geojson(feature(shape, nombre="Pozo")))

    (row,) = rows_of("place-names")
    assert row.position.geom_type == "Point"


def test_polygons_can_become_points(take, geojson) -> None:
    file = geojson(
        feature(BLOCKS.polygon("efgh"), nombre="Colegio"),
        feature(BLOCKS.point("y"), nombre="Pozo"),
    )
    assert take(file).refusals.reasons == {Fault.WRONG_TYPE: 1}

    report = take(file, mapping='[file]\nas_points = true\n[only]\nnombre = "colegio"')

    assert report.loaded == 1
    school = next(row for row in rows_of("place-names") if row.name == "Colegio")
    assert BLOCKS.polygon("efgh").covers(school.position)


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        pytest.param("", "", Fault.NO_SHAPE, id="blank"),
        pytest.param("-66.278", "", Fault.NOT_FINITE, id="half"),
        pytest.param("17°23'S", "-66", Fault.NOT_FINITE, id="words"),
        pytest.param("nan", "nan", Fault.NOT_FINITE, id="nan"),
        pytest.param("1e400", "-17", Fault.NOT_FINITE, id="larger than any number"),
        pytest.param("-181", "-17", Fault.BEYOND_WORLD, id="beyond"),
    ],
)
def test_rows_of_a_table_without_a_place(take, tmp_path, x, y, fault) -> None:
    file = table(tmp_path / "a.csv", f"nombre,lon,lat\nuno,-66.278,-17.399\ndos,{x},{y}")
    report = take(file)

    assert only_fault(report) == fault
    assert report.refusals.first[0].line == 3
