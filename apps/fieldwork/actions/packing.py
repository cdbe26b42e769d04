"""Packages: what a telephone downloads of an assignment, its size known beforehand."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now

from apps.documents.models import Attachment
from apps.fieldwork.domain.kinds import Packed, field_kind
from apps.fieldwork.domain.maps import offline_maps
from apps.fieldwork.models import Assignment, AssignmentItem, Event
from geo import sql
from geo.store import Missing, store

SQL: Final = Path(__file__).parent.parent / "sql"
MOST_BYTES: Final = 20 * 10**6
"""What a collector fetches over a telephone's network before a round, maps included."""
PACKAGE_ROOM: Final = 10**6
"""Of these, kept for the package itself."""
OLD: Final = dt.timedelta(hours=1)
FEW_ITEMS: Final = 0.02
"""A map of an OTB with a smaller part of the places is the first to be left out."""
FRAME: Final = 20
"""Bytes before each thumbnail: whose it is and how long."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """What there is to fetch for one assignment."""

    assignment: Assignment
    maps: tuple[dict[str, Any], ...]
    bounds: tuple[float, float, float, float] | None

    @property
    def bytes(self) -> dict[str, int]:
        """How much that is, part by part."""
        parts = {
            "package": self.assignment.package_bytes,
            "thumbnails": self.assignment.thumbnails_bytes,
            "maps": sum(each["bytes"] for each in self.maps),
        }
        return {**parts, "total": sum(parts.values())}


@dataclass(frozen=True, kw_only=True)
class _Otb:
    """One row of `otbs.sql`."""

    otb_id: int
    items: int


@dataclass(frozen=True, kw_only=True)
class _Bounds:
    """One row of `bounds.sql`."""

    west: float | None
    south: float | None
    east: float | None
    north: float | None


@dataclass(frozen=True, kw_only=True)
class _Street:
    """One row of `streets.sql`."""

    line: str


def pack_assignment(assignment: Assignment, *, at: dt.datetime, on: dt.date) -> Download:
    """What is to be fetched for an assignment; made anew when it is older than an hour.

    No act of anybody's: the collector it belongs to asks, and the caller has seen to it.
    Maps come first within the bytes there are, then as many thumbnails as still fit.
    """
    maps = _maps(assignment)
    packed_at = assignment.packed_at
    if packed_at is None or at - packed_at > OLD:
        room = MOST_BYTES - sum(each["bytes"] for each in maps)
        _pack(assignment, room, at=at, on=on)
    return Download(assignment=assignment, maps=maps, bounds=_bounds(assignment))


def _bounds(assignment: Assignment) -> tuple[float, float, float, float] | None:
    (box,) = sql.rows(_Bounds, SQL / "bounds.sql", assignment=assignment.pk)
    if box.west is None or box.south is None or box.east is None or box.north is None:
        return None
    return box.west, box.south, box.east, box.north


def _maps(assignment: Assignment) -> tuple[dict[str, Any], ...]:
    """Basemaps of the OTBs the places lie in; those with few are left out if too much."""
    there = offline_maps()
    rows = sql.rows(_Otb, SQL / "otbs.sql", assignment=assignment.pk)
    chosen: list[dict[str, Any]] = []
    total = sum(each.items for each in rows) or 1
    spent = 0
    for each in rows:
        area = there.get(f"otb-{each.otb_id}")
        if area is None:
            continue
        room = MOST_BYTES * 3 // 4 if chosen else MOST_BYTES - PACKAGE_ROOM
        is_too_much = spent + area["bytes"] > room
        if is_too_much or (chosen and each.items / total < FEW_ITEMS):
            continue
        spent += area["bytes"]
        chosen.append({**area, "url": f"/tiles/offline/{area['file']}"})
    return tuple(chosen)


@transaction.atomic
def _pack(assignment: Assignment, room: int, *, at: dt.datetime, on: dt.date) -> None:
    items = list(assignment.items.order_by("order"))
    kind = field_kind(assignment.kind)
    about = [each.about_id for each in items]
    packed = kind.pack(about, on)
    done = _done(assignment)
    streets = sql.rows(_Street, SQL / "streets.sql", assignment=assignment.pk)
    pictures, kept = _pictures(packed.values(), room - PACKAGE_ROOM)
    document = {
        "id": str(assignment.pk),
        "kind": assignment.kind,
        "version": 1,
        "made_at": at.isoformat(),
        "title": assignment.title,
        "first_day": assignment.first_day.isoformat(),
        "last_day": assignment.last_day.isoformat(),
        "common": kind.common(about, on),
        "items": [_item(each, packed, done, kept) for each in items],
        "streets": [json.loads(each.line)["coordinates"] for each in streets],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    content = gzip.compress(text.encode(), mtime=0)
    keep = store()
    values = {
        "package": keep.put(content),
        "package_bytes": len(content),
        "thumbnails": keep.put(pictures) if pictures else "",
        "thumbnails_bytes": len(pictures),
    }
    Assignment.objects.filter(pk=assignment.pk).update(**values, packed_at=Now())
    assignment.refresh_from_db()


def _done(assignment: Assignment) -> dict[int, Event]:
    """The latest event about each item."""
    rows = Event.objects.filter(assignment=assignment).exclude(item=None)
    rows = rows.select_related("device__holder").order_by("happened_at")
    return {each.item_id: each for each in rows if each.item_id is not None}


def _item(
    item: AssignmentItem,
    packed: Any,
    done: dict[int, Event],
    kept: set[str],
) -> dict[str, Any]:
    told: Packed = packed.get(item.about_id) or Packed(title=item.about_id)
    event = done.get(item.pk)
    place = item.place
    return {
        "id": item.pk,
        "order": item.order,
        "about": {"kind": item.about_kind, "id": item.about_id},
        "at": None if place is None else [round(place.x, 7), round(place.y, 7)],
        "title": told.title,
        "subtitle": told.subtitle,
        "base": told.base,
        "done": None if event is None else _done_told(event),
        "thumbnails": [each for each in told.thumbnails if each in kept],
        "data": told.data,
    }


def _done_told(event: Event) -> dict[str, Any]:
    return {
        "at": event.happened_at.isoformat(),
        "outcome": str(event.body.get("outcome", event.act)),
        "by": event.device.holder.get_username(),
    }


def _pictures(packed: Iterable[Packed], room: int) -> tuple[bytes, set[str]]:
    """Thumbnails in one stream, the newest of each thing first, while they fit."""
    rounds = _rounds([each.thumbnails for each in packed])
    tokens = list(dict.fromkeys(rounds))
    rows = Attachment.objects.filter(token__in=tokens, withdrawn_at=None)
    digests = {str(each.token): each for each in rows.exclude(thumbnail="")}
    parts, spent, kept, keep = [], 0, set(), store()
    for token in tokens:
        found = digests.get(token)
        if found is None:
            continue
        try:
            content = keep.get(found.thumbnail)
        except Missing:
            continue
        if spent + len(content) + FRAME > room:
            break
        parts.append(found.token.bytes + len(content).to_bytes(4, "big") + content)
        spent += len(content) + FRAME
        kept.add(token)
    return b"".join(parts), kept


def _rounds(given: Sequence[Sequence[str]]) -> Iterable[str]:
    """First everybody's first, then everybody's second, and so on."""
    longest = max((len(each) for each in given), default=0)
    for place in range(longest):
        yield from (each[place] for each in given if len(each) > place)
