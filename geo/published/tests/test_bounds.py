"""The bbox parameter becomes the area that was meant, or is refused."""

from __future__ import annotations

import pytest
from pyproj import Transformer
from shapely import from_wkt
from shapely.geometry import Point

from geo.published.bounds import parse_bounds
from geo.published.projections import CRS84, OGC, PROJECTIONS, Projection
from geo.published.refusals import BadParameter

EPSG_4326 = PROJECTIONS[f"{OGC}EPSG/0/4326"]
UTM = PROJECTIONS[f"{OGC}EPSG/0/32719"]
MERCATOR = PROJECTIONS[f"{OGC}EPSG/0/3857"]

ONE_CENTIMETRE = 1e-7


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1,2,3", id="three numbers"),
        pytest.param("1,2,3,4,5", id="five numbers"),
        pytest.param("a,b,c,d", id="letters"),
        pytest.param("nan,0,1,1", id="not a number"),
        pytest.param("0,0,1e400,1", id="larger than any float"),
        pytest.param("0,0,1_0,1", id="Python's own underscore"),
        pytest.param("٠,٠,١,١", id="digits of another script"),
        pytest.param("0,10,1,-10", id="south above north"),
        pytest.param("0,0,9,1,1,8", id="bottom above top"),
        pytest.param("", id="empty"),
        pytest.param(",,,", id="only commas"),
        pytest.param("0,0,1,1;DROP TABLE x", id="SQL at the end"),
    ],
)
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        parse_bounds(text)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        pytest.param("-67,-18,-66,-17", (-66.5, -17.5), (-65.5, -17.5), id="plain"),
        pytest.param("-67,-18,0,-66,-17,9", (-66.5, -17.5), (-65, -17), id="with heights"),
        pytest.param("170,-20,-170,-10", (175, -15), (0, -15), id="over the date line"),
        pytest.param("170,-20,-170,-10", (-175, -15), (160, -15), id="its other side"),
        pytest.param("-999,-999,999,999", (-66, -17), (200, 0), id="larger than earth"),
    ],
)
def test_a_box_of_degrees_holds_what_it_should(
    text: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    area = from_wkt(parse_bounds(text).wkt)
    assert area.covers(Point(inside))
    assert not area.covers(Point(outside))


@pytest.mark.parametrize(
    ("text", "projection", "kind"),
    [
        pytest.param("-66,-17,-66,-17", CRS84, "POINT", id="a click"),
        pytest.param("-66,-18,-66,-17", CRS84, "LINESTRING", id="no width"),
        pytest.param("-67,-17,-66,-17", CRS84, "LINESTRING", id="no height"),
        pytest.param("190,-20,200,-10", CRS84, "LINESTRING", id="beyond the earth"),
        pytest.param("170,-15,-170,-15", CRS84, "MULTILINESTRING", id="over the date line"),
        pytest.param("180,-20,-170,-10", CRS84, "MULTIPOLYGON", id="from the date line"),
        pytest.param("790000,8070000,790000,8070000", UTM, "POINT", id="a click in metres"),
        pytest.param(
            "790000,8070000,790000,8079000", UTM, "LINESTRING", id="no width in m"
        ),
        pytest.param(
            "790000,8070000,799000,8070000", UTM, "LINESTRING", id="no height in m"
        ),
        pytest.param(
            "790000,8070000,790000.0000000005,8079000", UTM, "LINESTRING", id="thin"
        ),
    ],
)
def test_a_box_without_an_area_is_a_line_or_a_point(
    text: str, projection: Projection, kind: str
) -> None:
    written = parse_bounds(text, projection).wkt
    assert written.partition(" ")[0] == kind
    assert from_wkt(written).is_valid


def test_latitude_comes_first_where_the_authority_says_so() -> None:
    assert (
        parse_bounds("-18,-67,-17,-66", EPSG_4326).wkt
        == parse_bounds("-67,-18,-66,-17", CRS84).wkt
    )


def test_a_projected_box_bends_as_its_edges_do() -> None:
    west, south, east, north = 780_000.0, 8_060_000.0, 800_000.0, 8_110_000.0
    area = from_wkt(parse_bounds(f"{west},{south},{east},{north}", UTM).wkt)
    to_degrees = Transformer.from_crs(32719, 4326, always_xy=True).transform
    for part in (0.123, 0.5, 0.877):  # between the corners an envelope would be 6 m off
        on_edge = to_degrees(west + (east - west) * part, north)
        assert area.boundary.distance(Point(on_edge)) < ONE_CENTIMETRE


def test_a_projected_box_cannot_be_inside_out() -> None:
    with pytest.raises(BadParameter, match="west"):
        parse_bounds("800000,8060000,780000,8110000", UTM)


def test_web_mercator_ends_at_its_edges() -> None:
    area = from_wkt(parse_bounds("-3e7,-3e7,3e7,3e7", MERCATOR).wkt)
    assert area.bounds[0] == pytest.approx(-180)
    assert area.bounds[2] == pytest.approx(180)
