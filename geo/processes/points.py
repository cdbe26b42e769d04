"""Points of a selection with one figure each, read as the viewer's audience."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from asgiref.sync import async_to_sync
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from geo.layers import Field
from geo.processes.refusals import BadInput
from geo.published.conditions import condition, shape_of, values_of, view_of
from geo.published.faults import calculable
from geo.published.looks import Way, note_look_here
from geo.published.question import Selection
from geo.published.readers import Planning, read_row
from geo.published.statements import once

MOST_ROWS: Final = 100_000

_TOO_MANY = _("More than %(most)s features match. Narrow them with a filter.")

_POINTS: Final = """
SELECT count(*), json_agg(json_build_array(ST_X(spot), ST_Y(spot), figure))::text
FROM (
  SELECT ST_PointOnSurface(geometry) AS spot, {figure} AS figure
  FROM {view} WHERE {condition} LIMIT %(most)s
) AS read
"""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a feature is, and its figure."""

    at: tuple[float, float] | None
    """Longitude and latitude of a point on it; None when it is shown without a place."""
    figure: float | None


def _statement(selection: Selection, field: Field | None) -> str:
    def compose() -> sql.Composable:
        figure: sql.Composable = sql.SQL("NULL::float8")
        if field is not None:
            figure = sql.SQL("{}::float8").format(sql.Identifier(field.name))
        return sql.SQL(_POINTS).format(
            figure=figure,
            view=view_of(selection.layer, selection.audience),
            condition=condition(selection),
        )

    return once(("points", *shape_of(selection), field and field.name), compose)


def read_points(selection: Selection, field: Field | None) -> list[Spot]:
    """A point on each selected feature, with its value of `field`.

    Raises:
        BadInput: there are more than one run can take.
        OutOfRange: the filter calculates what no number can hold.
        DatabaseAway: the database does not answer.
        TookTooLong: it does, but not in time.
    """
    values = {**values_of(selection), "most": MOST_ROWS + 1}
    with calculable(selection):
        row = async_to_sync(read_row)(
            selection.audience,
            _statement(selection, field),
            values,
            planning=Planning.EACH_TIME,
        )
    count, text = row or [None, None]
    if int(count or 0) > MOST_ROWS:
        raise BadInput(_TOO_MANY, most=MOST_ROWS)
    # A figure over rows chosen by a filter may be that of one person.
    note_look_here(selection.layer, selection.audience, Way.AREA, rows=int(count or 0))
    return [
        Spot(at=None if x is None else (x, y), figure=_finite(figure))
        for x, y, figure in json.loads(text or b"[]")
    ]


def _finite(figure: object) -> float | None:
    """A number; PostgreSQL writes what is none (NaN, Infinity) as text."""
    return float(figure) if isinstance(figure, int | float) else None
