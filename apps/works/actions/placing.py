"""Placing works on the territory as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from django.db import transaction

from apps.works.domain.placing.resolving import Placement, Placing, place
from apps.works.models import Call, Work, WorkPlace
from apps.works.queries import present_territory
from geo import crs, sql

SQL: Final = Path(__file__).parents[1] / "sql" / "places"

COMMUNITY_M: Final = 500.0
"""Radius taken for a community of which only a point is known."""
LANDMARK_M: Final = 100.0
"""Radius taken for a school, market … of which only a point is known."""
PLAY_M: Final = 15.0
"""Added to every radius: half a street's width and the play of the map."""
_BATCH: Final = 2000
_MOST_UNMATCHED: Final = 20_000

Item = TypeVar("Item")
_Spot = tuple[
    str, int | None, int | None, int | None, int | None, int | None, tuple[int, ...]
]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What placing the works changed, and what it could not find."""

    works: int
    """Works looked at."""
    changed: int
    unmatched: Counter[str] = field(default_factory=Counter)
    """Names announced as an OTB that the territory does not have."""


@transaction.atomic
def place_works() -> Placed:
    """Place every work on the territory as it is now; what is right stays untouched."""
    sql.one_at_a_time("works.place")
    sql.execute(SQL / "stage.sql")
    works, unmatched = _stage()
    sql.execute(
        SQL / "locate.sql",
        metric=crs.METRIC,
        community_m=COMMUNITY_M,
        landmark_m=LANDMARK_M,
        play_m=PLAY_M,
    )
    sql.execute(SQL / "write_places.sql")
    changed = sql.execute(SQL / "write_summary.sql")
    if changed:
        sql.analyze(Work, Call, WorkPlace)
    sql.execute(SQL / "drop.sql")
    return Placed(works=works, changed=changed, unmatched=unmatched)


def follow_territory() -> int:
    """Place every work anew; returns how many stand elsewhere now."""
    return place_works().changed


def _stage() -> tuple[int, Counter[str]]:
    """Read every work's text and stage what it says of places.

    Returns: how many works there are, and the names that no OTB answers.
    """
    territory = present_territory()
    unmatched: Counter[str] = Counter()
    spots: dict[_Spot, int] = {}
    count = 0
    works = Work.objects.order_by("pk").values_list("pk", "object")
    for batch in _batches(works.iterator(chunk_size=_BATCH)):
        placings = [(pk, place(text, territory)) for pk, text in batch]
        sql.copy("works_placed", _PLACED, _placed(placings, spots))
        sql.copy("works_summed", _SUMMED, _summed(placings))
        for _pk, placing in placings:
            unmatched.update(placing.unmatched)
        if len(unmatched) > _MOST_UNMATCHED:
            unmatched = Counter(dict(unmatched.most_common(_MOST_UNMATCHED // 2)))
        count += len(placings)
    sql.copy(
        "works_spot", _SPOT, ((spots[spot], *spot[:-1], list(spot[-1])) for spot in spots)
    )
    return count, unmatched


_PLACED: Final = ("work_id", "ordinal", "spot", "words", "confidence")
_SUMMED: Final = ("work_id", "district_numbers", "otb_names")
_SPOT: Final = (
    "spot",
    "level",
    "district_id",
    "otb_id",
    "landmark_id",
    "street_id",
    "corner_id",
    "bounds",
)


def _placed(
    placings: Iterable[tuple[int, Placing]], spots: dict[_Spot, int]
) -> Iterator[tuple[object, ...]]:
    for work, placing in placings:
        for ordinal, placement in enumerate(placing.placements, start=1):
            spot = spots.setdefault(_spot(placement), len(spots))
            yield work, ordinal, spot, placement.words, placement.confidence


def _spot(placement: Placement) -> _Spot:
    return (
        placement.level.value,
        placement.district,
        placement.otb,
        placement.landmark,
        placement.street,
        placement.corner,
        placement.bounds,
    )


def _summed(placings: Iterable[tuple[int, Placing]]) -> Iterator[tuple[object, ...]]:
    for work, placing in placings:
        yield work, placing.district_numbers, placing.otb_names


def _batches(items: Iterator[Item]) -> Iterator[Sequence[Item]]:
    while batch := list(islice(items, _BATCH)):
        yield batch
