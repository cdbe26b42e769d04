"""Metres are metres, wherever the town lies."""

from __future__ import annotations

import pytest
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db.models import Value
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from geo import crs
from geo.measure import LengthMetres, MetresBetween, SquareMetres, planar, stored
from geo.testing import Grid

pytestmark = pytest.mark.django_db

GEOD = Geod(ellps="WGS84")
longitudes = st.floats(-69.6, -57.4)
latitudes = st.floats(-22.9, -9.7)
bolivia = st.tuples(longitudes, latitudes)
near_town = st.tuples(st.floats(-66.47, -66.21), st.floats(-17.47, -17.04))


def ask(expression, *shapes: GEOSGeometry) -> float:
    """The database's own answer about shapes that are stored nowhere."""
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.get_or_create(app_label="geo", model="measured")
    values = [Value(shape, output_field=GeometryField(srid=4326)) for shape in shapes]
    rows = ContentType.objects.annotate(answer=expression(*values))
    return float(rows.values_list("answer", flat=True)[:1][0])


@given(start=bolivia, end=bolivia)
def test_the_length_of_a_line_is_that_on_the_spheroid(start, end) -> None:
    assume(start != end)
    expected = GEOD.line_length([start[0], end[0]], [start[1], end[1]])
    line = LineString(start, end, srid=4326)
    assert ask(LengthMetres, line) == pytest.approx(expected, rel=1e-6, abs=1e-3)


@given(one=bolivia, other=bolivia)
def test_the_distance_of_two_points_is_that_on_the_spheroid(one, other) -> None:
    _, _, expected = GEOD.inv(*one, *other)
    points = Point(one, srid=4326), Point(other, srid=4326)
    assert ask(MetresBetween, *points) == pytest.approx(expected, rel=1e-6, abs=1e-3)


@given(corner=bolivia, width=st.floats(1e-4, 0.5), height=st.floats(1e-4, 0.5))
def test_the_area_of_a_polygon_is_that_on_the_spheroid(corner, width, height) -> None:
    x, y = corner
    ring = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    expected, _ = GEOD.polygon_area_perimeter([x for x, _ in ring], [y for _, y in ring])
    assert ask(SquareMetres, Polygon(ring, srid=4326)) == pytest.approx(
        abs(expected), rel=1e-5, abs=0.01
    )


@given(position=near_town)
def test_there_and_back_is_where_it_was(position) -> None:
    point = Point(position, srid=4326)
    back = stored(planar(point))
    assert back.srid == crs.STORAGE
    assert back.coords == pytest.approx(point.coords, abs=1e-9)


@given(start=near_town, end=near_town)
def test_planar_metres_are_within_a_thousandth(start, end) -> None:
    _, _, expected = GEOD.inv(*start, *end)
    assume(expected > 1)
    line = planar(LineString(start, end, srid=4326))
    assert line.length == pytest.approx(expected, rel=1e-3)


def test_measuring_leaves_the_shape_as_it_was() -> None:
    point = Point(-66.28, -17.39, srid=4326)
    assert planar(point).srid == crs.METRIC
    assert (point.srid, point.coords) == (4326, (-66.28, -17.39))


def test_a_hundred_metres_east_and_north_are_the_same() -> None:
    grid = Grid("""
        b . .
        . . .
        a . c
    """)
    north = ask(LengthMetres, grid.line("ab"))
    east = ask(LengthMetres, grid.line("ac"))
    assert north == pytest.approx(221.3, abs=0.5)
    assert east == pytest.approx(212.5, abs=0.5)


@pytest.mark.parametrize(
    "words",
    [
        "POINT (-66.28 -17.4)",
        "POINT Z (-66.28 -17.4 2550)",
        "LINESTRING (-66.28 -17.4, -66.27 -17.41)",
        "MULTIPOLYGON (((-66.28 -17.4, -66.27 -17.4, -66.27 -17.41, -66.28 -17.4)))",
        "GEOMETRYCOLLECTION (POINT (-66.28 -17.4), LINESTRING (-66.28 -17.4, -66.2 -17.4))",
        "POLYGON EMPTY",
    ],
)
def test_every_kind_of_shape_is_planar_as_the_library_itself_makes_it(words: str) -> None:
    shape = GEOSGeometry(words, srid=crs.STORAGE)
    theirs = shape.transform(crs.METRIC, clone=True)
    ours = planar(shape)
    assert (type(ours), ours.srid, ours.wkb) == (type(theirs), theirs.srid, theirs.wkb)
    assert shape.srid == crs.STORAGE
