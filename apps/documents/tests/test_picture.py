"""The map on a paper can be read: names of streets leave each other room."""

from __future__ import annotations

import re

from apps.documents.domain.paper.picture import Shape, map_svg


def street(name: str, *, x: float, y: float, angle: float, length_m: float) -> Shape:
    return Shape(
        kind="street",
        name=name,
        dimension=1,
        path="M0 0",
        x=x,
        y=y,
        angle=angle,
        length_m=length_m,
        width_m=1000,
    )


def named(*streets: Shape) -> list[str]:
    return re.findall(r'fill="[^"]*">([^<]+)</text></g>', map_svg(list(streets), "Map"))


def test_where_two_names_would_cross_the_longer_street_keeps_its_own() -> None:
    avenue = street("Avenida Blanco Galindo", x=0, y=0, angle=90, length_m=900)
    lane = street("Calle Cochabamba", x=0, y=20, angle=0, length_m=400)
    assert named(lane, avenue) == ["Avenida Blanco Galindo"]


def test_names_beside_each_other_are_both_told() -> None:
    one = street("Calle Uno", x=0, y=-60, angle=90, length_m=500)
    other = street("Calle Dos", x=0, y=60, angle=90, length_m=400)
    assert named(one, other) == ["Calle Uno", "Calle Dos"]


def test_a_name_that_the_edge_would_cut_is_left_out() -> None:
    assert not named(street("Calle Pacheco", x=490, y=0, angle=90, length_m=500))


def test_streets_of_a_wide_map_leave_blocks_to_see() -> None:
    def drawn(width_m: float) -> float:
        shape = street("Calle", x=0, y=0, angle=90, length_m=300)
        svg = map_svg([Shape(**{**shape.__dict__, "width_m": width_m})], "Map")
        widths = re.findall(r'stroke-width="([\d.]+)"', svg)
        return float(widths[1]) / width_m

    assert drawn(4000) < drawn(1000) < drawn(260)
