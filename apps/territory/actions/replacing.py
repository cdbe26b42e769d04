"""Real rows take the place of drawn ones, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError

from apps.territory.domain.names import titled
from apps.territory.domain.refusals import BetterKnown, DistrictInUse
from apps.territory.models import (
    Address,
    Block,
    District,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    Waterway,
    Zone,
)
from apps.territory.permissions import LOAD
from apps.territory.querysets import OpenQuerySet
from apps.territory.terms import Certainty
from geo import crs, sql
from geo.access import Viewer

SQL: Final = Path(__file__).parent.parent / "sql" / "replace"

SHAPES: Final[Mapping[str, type[Any]]] = {
    "municipality": Municipality,
    "districts": District,
    "zones": Zone,
    "otbs": Otb,
    "streets": Street,
    "blocks": Block,
    "parcels": Parcel,
    "addresses": Address,
    "place-names": Place,
    "waterways": Waterway,
}
"""Layers that deliveries fill, in the order in which they lean on one another."""

LAYERS: Final = tuple(SHAPES)

WHOLE: Final = frozenset(
    {"municipality", "districts", "zones", "otbs", "blocks", "parcels"}
)
"""Kinds of which a town has one set: two sources of them would lie on one another."""

RANKS: Final = (Certainty.DRAWN, Certainty.DERIVED, Certainty.OFFICIAL)
SET_ASIDE: Final = 10_000
"""Added to the number of a district while its successor is being loaded."""
OLD_CODE: Final = "old"
STREET_GAP_M: Final = 400.0
"""Lines of one name this near are one street."""
SAME_LINE_M: Final = 15.0
"""A true axis lies this near to the straight line between the corners it joins."""
BESIDE_M: Final = 25.0
"""A drawn street this near to a real one along its length is that street."""
SAME_PLACE_M: Final = 200.0
"""Two sources put one place of one name this near."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Rows of one kind from one source."""

    layer: str
    source: str
    certainty: Certainty
    in_capitals: bool = False
    """Whether the source writes names in capitals only."""
    complete: bool = True
    """Whether it has all there is; of streets that are not all, drawn ones stay between."""


@transaction.atomic
def forget(delivery: Delivery, *, by: Viewer) -> int:
    """Remove what the same source brought before; returns how many rows.

    Kinds that a town has one set of are left to `make_room`.

    Raises:
        NotAllowed: `by` may not load the territory.
    """
    LOAD.require(by)
    if delivery.layer in WHOLE:
        return 0
    former = SHAPES[delivery.layer].objects.filter(source=delivery.source)
    count: int = former.count()
    former.delete()
    return count


@transaction.atomic
def make_room(delivery: Delivery, *, by: Viewer) -> int:
    """Remove the rows that `delivery` replaces; returns how many.

    Those are the drawn rows of its kind; of a kind that a town has one set of, also every
    row that is not surer. Drawn parcels leave with the blocks they stand in, and house
    numbers and corners with their street. The limit and the districts only step aside,
    so that what hangs on them finds them again.

    Raises:
        NotAllowed: `by` may not load the territory.
        BetterKnown: of such a kind, surer rows are there.
    """
    LOAD.require(by)
    rows = SHAPES[delivery.layer].objects.all()
    rank = RANKS.index(delivery.certainty)
    if delivery.layer in WHOLE:
        surer = rows.filter(certainty__in=RANKS[rank + 1 :]).first()
        if surer is not None:
            raise BetterKnown(delivery.layer, surer.source)
        old = rows
    elif delivery.complete:
        old = rows.filter(certainty=Certainty.DRAWN)
    else:
        return 0
    count: int = old.count()
    _REMOVERS.get(delivery.layer, _remove)(old)
    return count


@transaction.atomic
def take_over(delivery: Delivery, *, by: Viewer) -> int:
    """Fit the rows that have arrived into the register; returns how many were merged away.

    The new limit cuts the districts; new districts take the place, and so the key, of
    the old ones of their number; lines of one name become one street; a place that
    another source put there already is dropped.

    Raises:
        NotAllowed: `by` may not load the territory.
    """
    LOAD.require(by)
    if delivery.in_capitals:
        _write_small(delivery)
    return _TAKERS.get(delivery.layer, _leave)(delivery)


def _remove(old: OpenQuerySet[Any]) -> None:
    old.delete()


def _remove_blocks(old: OpenQuerySet[Any]) -> None:
    Parcel.objects.filter(block__in=old).delete()
    old.delete()


def _set_districts_aside(old: OpenQuerySet[Any]) -> None:
    old.update(number=F("number") + SET_ASIDE)


def _set_limit_aside(old: OpenQuerySet[Any]) -> None:
    old.update(ine_code=OLD_CODE)


def _leave(delivery: Delivery) -> int:
    return 0


def _take_limit(delivery: Delivery) -> int:
    """Cut the districts with the new limit, and let the old one go."""
    if not Municipality.objects.exclude(ine_code=OLD_CODE).exists():
        Municipality.objects.update(ine_code=settings.MUNICIPALITY.ine_code)
        return 0
    sql.execute(SQL / "cut_districts.sql", old_code=OLD_CODE)
    District.objects.filter(municipality__ine_code=OLD_CODE).delete()
    Municipality.objects.filter(ine_code=OLD_CODE).delete()
    return 0


def _take_districts(delivery: Delivery) -> int:
    """Hand each old district's key to its successor; those without one go.

    Raises:
        DistrictInUse: one without a successor is one that rights are bound to.
    """
    sql.execute(SQL / "stage_districts.sql", aside=SET_ASIDE)
    successors = District.objects.filter(number__lt=SET_ASIDE)
    followed = successors.annotate(old=F("number") + SET_ASIDE).values("old")
    old = District.objects.filter(number__gte=SET_ASIDE)
    try:
        old.exclude(number__in=followed).delete()
    except ProtectedError as error:
        bound = {getattr(each, "district_id", 0) for each in error.protected_objects}
        numbers = old.filter(pk__in=bound).values_list("number", flat=True)
        raise DistrictInUse(sorted(each - SET_ASIDE for each in numbers)) from error
    successors.filter(number__in=[each.number - SET_ASIDE for each in old]).delete()
    sql.execute(SQL / "succeed_districts.sql")
    for named in settings.MUNICIPALITY.districts:
        District.objects.filter(number=named.number).update(name=named.name)
    return 0


@dataclass(frozen=True, kw_only=True)
class _Followed:
    """An axis that took the name of the line it follows."""

    axis_id: int
    line_id: int


@dataclass(frozen=True, kw_only=True)
class _Gone:
    """A street row of which nothing is left."""

    id: int


def _take_streets(delivery: Delivery) -> int:
    """Name true axes after the line beside them, join lines of one name, clear the way."""
    followed = sql.rows(
        _Followed, SQL / "name_axes.sql", metric=crs.METRIC, near_m=SAME_LINE_M
    )
    covered = sql.rows(
        _Gone,
        SQL / "trim_lines.sql",
        axes=[each.axis_id for each in followed],
        lines=[each.line_id for each in followed],
        metric=crs.METRIC,
        near_m=SAME_LINE_M,
    )
    Street.objects.filter(pk__in=[each.id for each in covered]).delete()
    joined = sql.rows(
        _Gone, SQL / "join_streets.sql", metric=crs.METRIC, gap_m=STREET_GAP_M
    )
    Street.objects.filter(pk__in=[each.id for each in joined]).delete()
    in_the_way = sql.rows(
        _Gone,
        SQL / "streets_in_the_way.sql",
        metric=crs.METRIC,
        near_m=BESIDE_M,
        name_m=STREET_GAP_M,
    )
    Street.objects.filter(pk__in=[each.id for each in in_the_way]).delete()
    return len(covered) + len(joined)


def _take_places(delivery: Delivery) -> int:
    """Drop places that another source put there already."""
    return sql.execute(
        SQL / "drop_twin_places.sql",
        source=delivery.source,
        metric=crs.METRIC,
        near_m=SAME_PLACE_M,
    )


def _write_small(delivery: Delivery) -> None:
    """Write names that arrived in capitals as people write names."""
    rows = SHAPES[delivery.layer].objects.of_source(delivery.source)
    changed = []
    for row in rows:
        if row.name.isupper():
            row.name = titled(row.name)
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, ["name"])


_REMOVERS: Final[Mapping[str, Callable[[OpenQuerySet[Any]], None]]] = {
    "municipality": _set_limit_aside,
    "districts": _set_districts_aside,
    "blocks": _remove_blocks,
}
_TAKERS: Final[Mapping[str, Callable[[Delivery], int]]] = {
    "municipality": _take_limit,
    "districts": _take_districts,
    "streets": _take_streets,
    "place-names": _take_places,
}
