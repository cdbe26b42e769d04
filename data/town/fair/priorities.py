"""Turns of the demonstration's feast: house owners, federations, everybody; invented."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.contrib.gis.db.models.functions import GeometryDistance

from apps.allocation.actions import admit, set_window
from apps.allocation.domain.admitting import Right, Turn
from apps.allocation.models import Offering, Space, Window
from apps.allocation.terms import Admits
from apps.festivals.queries import FRONT_M, in_front_of
from apps.people.models import Party
from apps.people.terms import PartyKind
from apps.territory.models import Parcel
from geo.access import Viewer
from geo.measure import widened

TRADE: Final = "sillas"
"""Chairs are what house owners put before their doors."""
CHAIRS: Final = "S-"
FRONT_DAYS: Final = 20
HOUSES: Final = 12
APART: Final = 9
"""Every so many chairs a house is asked for."""
ORGANISATIONS: Final = 3
PROOF: Final = "Folio real de demostración (inventado)"
CREDENTIAL: Final = "Credencial de demostración (inventada)"


def invent_turns(offering: Offering, *, now: dt.datetime, by: Viewer) -> None:
    """Give a sale its turns: fronts of houses wait, federations buy, then everybody does.

    Everybody may buy from the first day, but not what waits for the owner of a house.
    """
    if offering.windows.exists():
        return
    start, end = offering.sale.lower, offering.sale.upper
    soon = min(now + dt.timedelta(days=FRONT_DAYS), end)
    owners, federations, _public = (
        set_window(offering, turn, by=by)
        for turn in (
            Turn(
                name="Frentistas",
                rank=1,
                first=start,
                last=soon,
                admits=Admits.SPACE,
                tariff=TRADE,
            ),
            Turn(name="Federaciones", rank=2, first=start, last=soon, admits=Admits.PARTY),
            Turn(name="Público", rank=3, first=start, last=end, admits=Admits.EVERYBODY),
        )
    )
    _admit_owners(owners, by=by)
    organisations = Party.objects.standing().filter(kind=PartyKind.ORGANISATION)
    for party in organisations.order_by("pk")[:ORGANISATIONS]:
        admit(federations, Right(party_id=party.pk, proof=CREDENTIAL), by=by)


def _admit_owners(window: Window, *, by: Viewer) -> None:
    """Let chairs before some houses wait for people, who do not really own them."""
    people = Party.objects.standing().order_by("-pk")
    chairs = window.offering.spaces.filter(tariff=TRADE).order_by("pk")
    seen: set[int] = set()
    for owner, chair in zip(people[:HOUSES], chairs[::APART], strict=False):
        house = _house_at(chair)
        if house is None or house.pk in seen:
            continue
        seen.add(house.pk)
        front = in_front_of(window.offering, house, FRONT_M)
        codes = [each.code for each in front if each.code.startswith(CHAIRS)]
        if codes:
            right = Right(party_id=owner.pk, proof=PROOF, codes=codes)
            admit(window, right, by=by)


def _house_at(chair: Space) -> Parcel | None:
    """The parcel nearest to a space, if the space may be in front of it."""
    near = Parcel.objects.filter(footprint__intersects=widened(chair.place, FRONT_M))
    nearest = GeometryDistance("footprint", chair.place.centroid)
    return near.order_by(nearest).first()
