"""Where written addresses are, thousands at a time: what a list of customers needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from apps.territory.domain.asking import STREET_KINDS, Asked, understand
from apps.territory.domain.names import tells_apart
from apps.territory.queries.locating import SQL
from apps.territory.queries.searching import search
from geo import sql

LEAST_ALIKE: Final = 0.6
"""A street is believed from this likeness of names on; `search` shows less likely ones."""
NEAR_NUMBERS: Final = 40
"""So far apart, two house numbers of a street are neighbours: half a block."""
APART_M: Final = 40.0
"""Farther apart than this, two places that one text fits are two places."""
LEAST_CORNER: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class AddressFound:
    """What one written address means."""

    text: str
    how: str
    """address, near (a number beside it), corner, street (its middle); empty: nothing."""
    label: str
    """How the place is called, or what the text might have meant."""
    longitude: float | None = None
    latitude: float | None = None
    several: bool = False
    """Whether it fits several places, such as streets of one name in two districts."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row of `find_addresses.sql`."""

    ordinal: int
    how: str
    label: str
    longitude: float
    latitude: float
    several: bool


def find_addresses(texts: Iterable[str]) -> Iterator[AddressFound]:
    """Say where each of `texts` is, in the order asked; one statement for all of them.

    Only streets are believed, with a number, a crossing street, or alone: an OTB or a
    school is no address. A number that is known tells more than a corner, a corner more
    than a number beside it. Corners are asked one by one, through `search`.
    """
    town = settings.MUNICIPALITY
    asked = [(text, understand(text, town.name, town.department)) for text in texts]
    on_streets = {row.ordinal: row for row in _on_streets(asked)}
    for place, (text, understood) in enumerate(asked):
        row = on_streets.get(place)
        known = row is not None and row.how == "address" and not row.several
        meet = understood.corners or understood.guessed_corners
        corner = _corner(text) if meet and not known else None
        if corner is not None:
            yield corner
        elif row is None:
            yield AddressFound(text=text, how="", label="")
        else:
            yield AddressFound(
                text=text,
                how="" if row.several else row.how,
                label=row.label,
                longitude=row.longitude,
                latitude=row.latitude,
                several=row.several,
            )


def _corner(text: str) -> AddressFound | None:
    best = next(iter(search(text, limit=1)), None)
    if best is None or best.kind != "corner" or not best.target:
        return None
    if best.score < LEAST_CORNER:
        return None
    return AddressFound(
        text=text,
        how="corner",
        label=best.label,
        longitude=best.longitude,
        latitude=best.latitude,
    )


def _on_streets(asked: list[tuple[str, Asked]]) -> list[_Row]:
    told = [
        (place, each.street, tells_apart(each.street), each.number, each.district)
        for place, (_text, each) in enumerate(asked)
        if each.street and each.kinds in STREET_KINDS
    ]
    if not told:
        return []
    ordinals, streets, telling, numbers, districts = zip(*told, strict=True)
    return sql.rows(
        _Row,
        SQL / "find_addresses.sql",
        ordinals=list(ordinals),
        streets=list(streets),
        telling=list(telling),
        numbers=list(numbers),
        districts=list(districts),
        least=LEAST_ALIKE,
        near=NEAR_NUMBERS,
        apart=APART_M,
    )
