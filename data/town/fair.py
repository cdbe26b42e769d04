"""A demonstration fair: invented stands along an avenue, sold by the acts themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Final

from django.contrib.gis.geos import LineString, Polygon
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import (
    Drawn,
    block_spaces,
    check_out,
    draw_spaces,
    hold_spaces,
    open_offering,
)
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Offering
from apps.allocation.terms import SpaceKind
from apps.people.models import Party
from apps.territory.models import Street
from apps.territory.terms import StreetKind
from apps.treasury.actions import receive_payment
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Concept
from apps.treasury.terms import Means
from geo.access import Viewer
from geo.measure import planar, stored

CODE: Final = "feria-demo"
CONCEPT: Final = "street-stand-demo"
BASIS: Final = "Ordenanza de demostración (inventada)"
STANDS: Final = 40
MODULE_M: Final = 5.0
"""What is sold of a street: modules of five metres of frontage (módulo)."""
KERB_M: Final = 4.0
DEEP_M: Final = 3.0
SOLD: Final = ("P-3", "P-4", "P-11", "P-20")
HELD: Final = ("P-7", "P-8")
BLOCKED: Final = ("P-15", "P-16")


def invent_fair(*, now: dt.datetime, by: Viewer) -> int:
    """Offer the stands of an invented fair and sell some, once only.

    Returns how many stands there are.
    """
    axis = _longest()
    if axis is None or Offering.objects.filter(code=CODE).exists():
        return 0
    offering = open_offering(_fair(now), by=by)
    stands = list(islice(_stands(axis), STANDS))
    draw_spaces(offering, stands, by=by)
    codes = {stand.code for stand in stands}
    block_spaces(offering, BLOCKED, by=by)
    buyers = list(Party.objects.standing().order_by("pk")[: len(SOLD) + 1])
    for code, buyer in zip(SOLD, buyers, strict=False):
        if code in codes:
            _sell(offering, code, buyer, on=timezone.localtime(now).date(), by=by)
    if buyers and codes.issuperset(HELD):
        hold_spaces(offering, HELD, holder=Holder(party_id=buyers[-1].pk), by=by)
    return len(stands)


def _fair(now: dt.datetime) -> Offering:
    return Offering(
        code=CODE,
        title="Feria de demostración",
        is_announced=True,
        sale=TimestamptzRange(now - dt.timedelta(days=1), now + dt.timedelta(days=365)),
        during=TimestamptzRange(now + dt.timedelta(days=370), now + dt.timedelta(days=373)),
        most_per_party=4,
        concept=Concept.objects.filter(code=CONCEPT).first(),
        legal_basis=BASIS,
    )


def _longest() -> LineString | None:
    """The longest piece of an avenue, in metres of the municipality."""
    avenues = Street.objects.filter(kind=StreetKind.AVENUE)
    pieces = [piece for street in avenues for piece in planar(street.axis)]
    lines = [piece for piece in pieces if isinstance(piece, LineString)]
    return max(lines, key=lambda piece: piece.length, default=None)


def _stands(axis: LineString) -> Iterator[Drawn]:
    """Modules along one kerb, numbered from the beginning of the axis."""
    for number in range(int(axis.length // MODULE_M)):
        (x, y), (u, v) = (
            axis.interpolate(number * MODULE_M).coords,
            axis.interpolate((number + 1) * MODULE_M).coords,
        )
        east, north = (u - x) / MODULE_M, (v - y) / MODULE_M
        corners = [
            (x - north * away, y + east * away, u - north * away, v + east * away)
            for away in (KERB_M, KERB_M + DEEP_M)
        ]
        (a, b, c, d), (e, f, g, h) = corners
        ring = Polygon([(a, b), (c, d), (g, h), (e, f), (a, b)], srid=axis.srid)
        if ring.valid and ring.area > 1:
            yield Drawn(code=f"P-{number + 1}", kind=SpaceKind.STAND, place=stored(ring))


def _sell(offering: Offering, code: str, buyer: Party, *, on: dt.date, by: Viewer) -> None:
    holder = Holder(party_id=buyer.pk)
    taken = hold_spaces(offering, [code], holder=holder, by=by)
    owed = check_out(taken.token, holder=holder, on=on, by=by).obligation
    assert owed is not None
    tender = Tender(
        key=f"demo:fair:{code}",
        debtor_id=buyer.pk,
        amount=owed.amount,
        means=Means.CASH,
        shares={owed.pk: owed.amount},
    )
    receive_payment(tender, on=on, by=by)
