"""Depth is found without going down, in every way WKB may be written."""

from __future__ import annotations

import struct

import pytest
import shapely

from geo.nesting import DEEPEST_SHAPE, wkb_is_deeper
from geo.pages.drawn import shape_in

POINT = struct.pack("<BIdd", 1, 1, -66.28, -17.4)
SHAPES = [
    shapely.Point(1, 2),
    shapely.LineString([(0, 0), (1, 1)]),
    shapely.Polygon([(0, 0), (4, 0), (4, 4)], [[(1, 1), (2, 1), (2, 2)]]),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]),
]
WHOLE = shapely.GeometryCollection([*SHAPES, shapely.GeometryCollection(SHAPES)])


def nested(levels: int, head: bytes = struct.pack("<BII", 1, 7, 1)) -> bytes:
    return head * levels + POINT


@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("dimension", [2, 3])
def test_what_people_draw_is_passed_over_whole(flavor, byte_order, dimension) -> None:
    shape = shapely.set_srid(shapely.force_3d(WHOLE) if dimension == 3 else WHOLE, 4326)
    written = shapely.to_wkb(
        shape,
        flavor=flavor,
        byte_order=byte_order,
        output_dimension=dimension,
        include_srid=flavor == "extended",
    )
    assert not wkb_is_deeper(written, 3), "two collections and a multiple shape"
    assert wkb_is_deeper(written, 2)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(struct.pack("<BII", 1, 7, 1), id="collections"),
        pytest.param(struct.pack("<BII", 1, 4, 1), id="points of points"),
        pytest.param(struct.pack(">BII", 0, 1007, 1), id="big-endian with heights"),
        pytest.param(struct.pack("<BIII", 1, 0x2000_0007, 4326, 1), id="each with its CRS"),
        pytest.param(struct.pack("<BII", 5, 7, 1), id="an order of bytes that is none"),
        pytest.param(struct.pack("<BII", 1, 9, 1), id="curves"),
        pytest.param(struct.pack("<BII", 1, 7, 2) + POINT, id="as the second part"),
    ],
)
def test_no_way_of_writing_hides_how_deep_it_is(head) -> None:
    assert wkb_is_deeper(nested(DEEPEST_SHAPE + 1, head))
    assert not wkb_is_deeper(nested(DEEPEST_SHAPE, head))


@pytest.mark.parametrize("shape", [b"", b"\1", POINT[:9], b"\1\3\0\0\0\xff\xff\xff\xff"])
def test_what_breaks_off_is_left_to_who_reads_it(shape) -> None:
    assert not wkb_is_deeper(shape)


def test_a_drawn_shape_without_bottom_is_none() -> None:
    group = '{"type": "GeometryCollection", "geometries": ['
    assert shape_in(group * 50_000 + "]}" * 50_000) is None
