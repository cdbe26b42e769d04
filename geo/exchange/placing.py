"""Places for rows that bring no coordinates: what they say in words is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from geo import crs
from geo.exchange.faults import Fault
from geo.exchange.plan import Plan
from geo.exchange.register import Finder, Spot
from geo.exchange.scratch import Scratch, fetch, found_out, refuse, run, staged, title_of

WITHOUT_SHAPE: Final = "s.shape IS NULL AND s.fault IS NULL"


def place_by_words(scratch: Scratch, plan: Plan) -> list[str]:
    """Put rows without a shape where their words say; returns what to tell about it.

    Rows whose words mean nothing known, or several places, are refused.
    """
    finder = plan.into.finder
    words = next((f for f in plan.staged if finder and f.target.name == finder.field), None)
    if finder is None:
        return []
    if words is None:
        _mark_given(finder, scratch)
        return []
    text = staged(finder.field)
    asked = fetch(
        sql.SQL("SELECT DISTINCT {} FROM {} s WHERE {} AND {} IS NOT NULL").format(
            text, scratch.staging, sql.SQL(WITHOUT_SHAPE), text
        )
    )
    # All of them before the first is kept: looking up asks the connection that COPY holds.
    _keep(list(finder.find([each for (each,) in asked])), scratch)
    _refuse(finder, scratch, plan)
    placed = run(
        sql.SQL(
            "UPDATE {staging} s SET {how} = p.how, "
            "shape = ST_SetSRID(ST_MakePoint(p.longitude, p.latitude), {srid}) "
            "FROM {spots} p WHERE {bare} AND p.text = s.{text} "
            "AND p.longitude IS NOT NULL AND NOT p.several"
        ).format(
            staging=scratch.staging,
            how=found_out(finder.how),
            srid=sql.Literal(crs.STORAGE),
            spots=scratch.spots,
            bare=sql.SQL(WITHOUT_SHAPE),
            text=text,
        )
    )
    _mark_given(finder, scratch)
    if not placed:
        return []
    return [_("%(count)d rows found their place by their words.") % {"count": placed}]


def _mark_given(finder: Finder, scratch: Scratch) -> None:
    """Rows that brought their coordinates say so."""
    how = found_out(finder.how)
    run(
        sql.SQL("UPDATE {} SET {how} = {} WHERE {how} IS NULL").format(
            scratch.staging, sql.Literal(finder.given), how=how
        )
    )


def _keep(spots: Iterable[Spot], scratch: Scratch) -> None:
    run(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} (text text, longitude float8, latitude float8, "
            "how text, several boolean)"
        ).format(scratch.spots)
    )
    copying = sql.SQL("COPY {} FROM STDIN").format(scratch.spots)
    with connection.cursor() as cursor, cursor.copy(copying) as sink:
        for spot in spots:
            sink.write_row(_row(spot))
    run(sql.SQL("ANALYZE {}").format(scratch.spots))


def _row(spot: Spot) -> tuple[object, ...]:
    return spot.text, spot.longitude, spot.latitude, spot.how, spot.several


def _refuse(finder: Finder, scratch: Scratch, plan: Plan) -> None:
    """Those that were not found are told what the words might have meant."""
    refuse(
        scratch,
        sql.SQL(
            "SELECT s.line, CASE WHEN p.several THEN {several} ELSE {lost} END, {title}, "
            "left(s.{text} || CASE WHEN p.how <> '' THEN ' (' || p.how || ')' ELSE '' END, "
            "80), NULL::geometry "
            "FROM {staging} s LEFT JOIN {spots} p ON p.text = s.{text} "
            "WHERE {bare} AND s.{text} IS NOT NULL "
            "AND (p.longitude IS NULL OR p.several)"
        ).format(
            several=sql.Literal(Fault.SEVERAL_PLACES),
            lost=sql.Literal(Fault.NOT_PLACED),
            title=sql.Literal(title_of(plan.into.model, finder.field)),
            text=staged(finder.field),
            staging=scratch.staging,
            spots=scratch.spots,
            bare=sql.SQL(WITHOUT_SHAPE),
        ),
    )
