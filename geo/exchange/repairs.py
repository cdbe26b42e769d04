"""What may be done to shapes when asked: close, mend, cut at the limit, take the middle."""

from __future__ import annotations

from typing import Final

from psycopg import sql

from geo.exchange.plan import Plan
from geo.exchange.scratch import Scratch, area, run

DIMENSIONS: Final = {"POINT": 1, "LINE": 2, "POLYGON": 3}
"""What ST_CollectionExtract calls them."""


def mend(scratch: Scratch, plan: Plan) -> None:
    """Make invalid shapes valid, keeping parts of the layer's dimension and both areas.

    Method `structure` keeps ground that a ring covers twice; `linework` would make a
    hole of it. A shape of which nothing remains stays as it is and is refused.
    """
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {mended} AS "
            "SELECT line, mended AS shape, "
            "ST_GeometryN(ST_Points(mended), 1) AS place, "
            "ST_Area(shape::geography) AS before_m2, "
            "ST_Area(mended::geography) AS after_m2 "
            "FROM (SELECT line, shape, {valid} AS mended FROM {staging} "
            "  WHERE fault IS NULL AND shape IS NOT NULL AND NOT ST_IsValid(shape)) broken "
            "WHERE NOT ST_IsEmpty(mended)"
        ).format(
            mended=scratch.mended,
            staging=scratch.staging,
            valid=sql.SQL(_extract(plan)).format(
                shape=sql.SQL("ST_MakeValid(shape, 'method=structure')")
            ),
        )
    )
    run(
        sql.SQL(
            "UPDATE {staging} s SET shape = m.shape FROM {mended} m WHERE m.line = s.line"
        ).format(staging=scratch.staging, mended=scratch.mended)
    )


def cut(scratch: Scratch, plan: Plan) -> int:
    """Cut shapes that reach outside; returns how many. What lies wholly outside stays."""
    if plan.into.within is None:
        return 0
    ground = area(plan.into.within)
    inside = sql.SQL(_extract(plan)).format(
        shape=sql.SQL("ST_Intersection(shape, {})").format(ground)
    )
    return run(
        sql.SQL(
            "UPDATE {staging} s SET shape = c.inside FROM ("
            "  SELECT line, {inside} AS inside FROM {staging} WHERE fault IS NULL "
            "  AND ST_IsValid(shape) AND NOT ST_CoveredBy(shape, {ground}) "
            "  AND ST_Intersects(shape, {ground})) c "
            "WHERE c.line = s.line AND NOT ST_IsEmpty(c.inside)"
        ).format(staging=scratch.staging, inside=inside, ground=ground)
    )


def take_middles(scratch: Scratch) -> int:
    """Turn lines and polygons into a point on them; returns how many."""
    return run(
        sql.SQL(
            "UPDATE {} SET shape = ST_PointOnSurface(shape) WHERE fault IS NULL "
            "AND ST_Dimension(shape) > 0 AND NOT ST_IsEmpty(shape) AND ST_IsValid(shape)"
        ).format(scratch.staging)
    )


def _extract(plan: Plan) -> str:
    """The parts of a shape that the layer can hold."""
    for name, dimension in DIMENSIONS.items():
        if name in plan.into.geometry_type:
            return f"ST_CollectionExtract({{shape}}, {dimension})"
    return "{shape}"
