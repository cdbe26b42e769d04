"""How far the events of a telephone have come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apps.fieldwork.models import Device, Event
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql"


@dataclass(frozen=True, kw_only=True)
class _Missing:
    seq: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What came of a telephone's events."""

    count: int
    last_seq: int
    missing: tuple[int, ...]
    """Numbers below the last that never came; at most a hundred."""


def standing_of(device: Device) -> Standing:
    """What came of a telephone's events so far."""
    seqs = Event.objects.filter(device=device)
    last = seqs.order_by("-seq").values_list("seq", flat=True).first() or 0
    gaps = sql.rows(_Missing, SQL / "missing.sql", device=device.pk)
    return Standing(
        count=seqs.count(), last_seq=last, missing=tuple(each.seq for each in gaps)
    )
