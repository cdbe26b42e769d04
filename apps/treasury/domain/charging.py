"""What is asked to be charged: to whom, for what, where, at which prices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.gis.geos import GEOSGeometry


@dataclass(frozen=True, kw_only=True)
class ChargeLine:
    """So many units at one price. The amount follows, rounded to the centavo."""

    price_id: int
    quantity: Decimal = Decimal(1)
    text: str = ""
    """What the line says; the concept's name if empty."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One obligation to be posted."""

    key: str
    """The same charge has the same key, however often it is asked for."""
    debtor_id: int
    concept_id: int
    due_on: dt.date
    about_kind: str
    about_id: str
    lines: Sequence[ChargeLine]
    place: GEOSGeometry | None = None
    """Where the thing is, in EPSG:4326."""
    priced_on: dt.date | None = None
    """The day whose prices count; the day it is charged if None."""
