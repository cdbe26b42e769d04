"""Settling the territory: bring up to date whatever follows from its shapes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from apps.territory.actions.following import Moved, place_followers
from apps.territory.domain.entries import NamedRow, entries
from apps.territory.domain.sound import sound
from apps.territory.models import (
    Address,
    Block,
    Corner,
    District,
    GazetteerEntry,
    Otb,
    Parcel,
    Place,
    Street,
    StreetSegment,
    Zone,
)
from geo import crs, sql

SETTLE: Final = Path(__file__).parent.parent / "sql" / "settle"
FINDINGS: Final = Path(__file__).parent.parent / "sql" / "findings"

COLUMNS: Final = (
    "label",
    "key",
    "sound",
    "kind",
    "target",
    "district_number",
    "weight",
    "longitude",
    "latitude",
)
"""Of the working table that COPY fills with the gazetteer."""

TOUCH_M: Final = 1.0
"""Street ends this near to another street meet it: the play of a good survey."""
CORNER_SPREAD_M: Final = 30.0
"""Meetings of the same two streets this near are one corner (an avenue's two lanes)."""

OVERLAP_OTB_M2: Final = 100.0
OVERLAP_OTB_WIDTH_M: Final = 1.0
"""Limits drawn twice along one street differ by less, without anybody meaning it."""
GAP_NEAR_M: Final = 40.0
CROSSING_M2: Final = 1000.0
CROSSING_SHARE: Final = 0.05
OVERLAP_PARCEL_M2: Final = 1.0
OVERLAP_PARCEL_WIDTH_M: Final = 0.05
SQUARE_METRES_PER_SQUARE_DEGREE: Final = 1.24e10
"""At the equator, where a square degree is largest."""
STREET_REACH_M: Final = 30.0
"""From a parcel to the axis of the widest avenue it may front."""
NAMESAKES_APART_M: Final = 500.0


@transaction.atomic
def settle_territory(*, now: dt.datetime) -> list[Moved]:
    """Bring everything that follows from the territory's shapes up to date.

    Cuts street segments and corners from the axes, puts OTBs, blocks and parcels into
    their districts and OTBs, rebuilds the gazetteer, records findings, and places anew
    what stands on the territory. Rows that are right already are not touched, so settling
    twice changes nothing.

    Returns what stands elsewhere now.
    """
    sql.one_at_a_time("territory.settle")
    _cut_streets()
    _assign()
    _name()
    _find(now)
    _refresh_statistics()
    return place_followers()


@transaction.atomic
def record_findings(*, now: dt.datetime) -> None:
    """Bring the list of findings up to date with the territory as it is."""
    sql.one_at_a_time("territory.settle")
    _find(now)


def _cut_streets() -> None:
    """Cut segments between crossings, and corners, from the street axes."""
    sql.execute(SETTLE / "lines.sql", metric=crs.METRIC)
    sql.execute(SETTLE / "nodes.sql", tolerance=TOUCH_M)
    sql.execute(SETTLE / "segments.sql", tolerance=TOUCH_M)
    sql.execute(SETTLE / "write_segments.sql")
    sql.execute(SETTLE / "write_corners.sql", spread=CORNER_SPREAD_M)


def _assign() -> None:
    """Put OTBs, blocks and parcels where they lie."""
    sql.execute(SETTLE / "otb_districts.sql")
    sql.execute(SETTLE / "block_districts.sql")
    sql.execute(SETTLE / "parcels.sql")


def _name() -> None:
    """Rebuild the gazetteer under every name each row bears."""
    plan_names = {
        district.number: district.plan_name for district in settings.MUNICIPALITY.districts
    }

    named = sql.rows(NamedRow, SETTLE / "named_rows.sql")  # before COPY takes the line

    def staged() -> Iterator[tuple[object, ...]]:
        for row in named:
            for entry in entries(row, plan_names):
                yield (
                    entry.label,
                    entry.key,
                    sound(entry.key),
                    row.kind,
                    row.target,
                    row.district_number,
                    entry.weight,
                    row.longitude,
                    row.latitude,
                )

    sql.execute(SETTLE / "stage_entries.sql")
    sql.copy(
        "settle_entry",
        COLUMNS,
        staged(),
    )
    sql.execute(SETTLE / "write_entries.sql")


def _find(now: dt.datetime) -> None:
    """Look for every kind of anomaly and write down what is new."""
    sql.execute(FINDINGS / "stage.sql")
    sql.execute(
        FINDINGS / "otbs_overlap.sql",
        least_m2=OVERLAP_OTB_M2,
        least_width_m=OVERLAP_OTB_WIDTH_M,
    )
    sql.execute(FINDINGS / "otb_gap.sql", near_m=GAP_NEAR_M, metric=crs.METRIC)
    for question in ("zone_crosses_otb.sql", "otb_crosses_district.sql"):
        sql.execute(FINDINGS / question, least_m2=CROSSING_M2, least_share=CROSSING_SHARE)
    sql.execute(
        FINDINGS / "parcels_overlap.sql",
        least_m2=OVERLAP_PARCEL_M2,
        least_deg2=OVERLAP_PARCEL_M2 / SQUARE_METRES_PER_SQUARE_DEGREE / 2,
        least_width_m=OVERLAP_PARCEL_WIDTH_M,
    )
    sql.execute(
        FINDINGS / "parcel_without_street.sql",
        reach_m=STREET_REACH_M,
        metric=crs.METRIC,
    )
    sql.execute(FINDINGS / "name_twice.sql", apart_m=NAMESAKES_APART_M, metric=crs.METRIC)
    sql.execute(FINDINGS / "write.sql", now=now)


def _refresh_statistics() -> None:
    """Tell the planner about the tables that a load has just filled."""
    sql.analyze(
        Address, Block, Corner, District, GazetteerEntry, Otb, Parcel, Place, Street,
        StreetSegment, Zone,
    )  # fmt: skip
