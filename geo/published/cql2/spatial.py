"""Spatial functions: how two geometries lie to each other.

Source: OGC 21-065r2, clauses 7.6 and 7.7; OGC 06-103r4, clause 6.1.15.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from psycopg import sql

from geo.published.cql2.pieces import (
    Compiling,
    Handler,
    Piece,
    Sort,
    arguments,
    demand,
    truth,
)
from geo.published.cql2.tree import BadFilter, Node, Operation, Shape

_SAME: Final = """({a} @ ST_Expand({b}, 1e-7) AND {b} @ ST_Expand({a}, 1e-7)
  AND ST_Dimension({a}) = ST_Dimension({b})
  AND (ST_Equals({a}, {b}) OR ST_HausdorffDistance({a}, {b}, 0.5) <= 0.75e-7))"""
"""Answers round to 1e-7 of a degree; a shape taken from one must equal its feature again.

Boxes decide first, by the index. The distance looks at the middles of edges, too, because
the same corners may be joined in several ways."""

RELATIONS: Final = {
    "s_intersects": "ST_Intersects({a}, {b})",
    "s_disjoint": "(NOT ST_Intersects({a}, {b}))",
    "s_equals": _SAME,
    "s_touches": "ST_Touches({a}, {b})",
    "s_crosses": "ST_Crosses({a}, {b})",
    "s_within": "ST_Within({a}, {b})",
    "s_contains": "ST_Contains({a}, {b})",
    "s_overlaps": "ST_Overlaps({a}, {b})",
}
FOR_POINTS: Final = {
    "s_intersects": "ST_DWithin({a}, {b}, 0.75e-7)",
    "s_disjoint": "(NOT ST_DWithin({a}, {b}, 0.75e-7))",
}
"""Answers round to 1e-7 of a degree, a centimetre; a point taken from one must find its
feature again, from which it is up to half the diagonal of that away."""
_DIMENSIONS: Final = {
    **dict.fromkeys(("POINT", "MULTIPOINT"), 0),
    **dict.fromkeys(("LINESTRING", "MULTILINESTRING"), 1),
    **dict.fromkeys(("POLYGON", "MULTIPOLYGON"), 2),
}
_FOR_COLLECTIONS: Final = {"s_intersects", "s_disjoint"}

_MIXED = _(
    "“%(name)s” does not work with a GEOMETRYCOLLECTION of points, lines and areas "
    "together; S_INTERSECTS does."
)


def _geometry(compiling: Compiling, node: Node) -> sql.Composable:
    return demand(compiling.piece(node), Sort.GEOMETRY).sql


def _dimensions(node: Node) -> set[int]:
    """Of a literal's points, lines and areas; those of one are collected in a MULTI…"""
    if not isinstance(node, Shape):
        return set()
    if node.kind != "GEOMETRYCOLLECTION":
        return {_DIMENSIONS[node.kind]}
    return set().union(*map(_dimensions, node.members))


def _template(node: Operation) -> str:
    is_points = any(_dimensions(each) == {0} for each in node.args)
    chosen = FOR_POINTS if is_points else RELATIONS
    return chosen.get(node.name, RELATIONS[node.name])


def _relation(compiling: Compiling, node: Operation) -> Piece:
    first, second = arguments(node, 2)
    for each in (first, second):
        if len(_dimensions(each)) > 1 and node.name not in _FOR_COLLECTIONS:
            raise BadFilter(each.place, _MIXED, name=node.name.upper())
    return truth(
        node.place,
        _template(node),
        a=_geometry(compiling, first),
        b=_geometry(compiling, second),
    )


SPATIAL: Final[dict[str, Handler]] = dict.fromkeys(RELATIONS, _relation)
"""Spatial functions, by name."""
