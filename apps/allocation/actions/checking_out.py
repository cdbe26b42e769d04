"""From a hold to what is owed for it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry
from django.db import transaction

from apps.allocation.actions.holding import (
    SQL,
    own_hold,
    require_own,
    within_quota,
)
from apps.allocation.domain.holders import Holder
from apps.allocation.domain.refusals import HolderUnknown, HoldOver
from apps.allocation.models import Hold, Space
from apps.allocation.queries import price_lines, prices_of, spaces_of_hold
from apps.allocation.queries.offered import spaces_by_hold
from apps.allocation.queries.prices import lines_for
from apps.allocation.terms import HOLD
from apps.treasury.actions import post_obligation, post_obligations
from apps.treasury.domain.charging import Charge, ChargeLine
from apps.treasury.models import Obligation, Price
from apps.treasury.permissions import CHARGE, REFUND, REMIT
from geo import crs, sql
from geo.access import Viewer

POWERS: Final = frozenset({CHARGE.name, REMIT.name, REFUND.name})
"""What the register may ask of the treasury in the course of a sale, whoever buys."""


def register_acting(by: Viewer) -> Viewer:
    """The register itself, acting for `by`: the books name who it was for."""
    return Viewer(name=by.name or "allocation", person_id=by.person_id, grants=POWERS)


@transaction.atomic
def check_out(
    token: uuid.UUID,
    *,
    holder: Holder,
    lines: Sequence[ChargeLine] | None = None,
    on: dt.date,
    by: Viewer,
) -> Hold:
    """Charge a hold to the party of `holder` and let it bind until it can be paid.

    The lines are the caller's, or one for each space at the price of its tariff. Doing it
    again gives the obligation that is there.

    Raises:
        NotAllowed: `by` acts for somebody else and may not.
        Hold.DoesNotExist: no such hold of `holder`.
        HolderUnknown: no party is known that could owe the price.
        HoldOver: the hold ran out or was given back.
        PriceUnknown: a space has no price in force.
        TooManyHolds, TooManySpaces: the party has enough already.
    """
    require_own(holder, by=by)
    hold = own_hold(token, holder=holder, by=by)
    if hold.obligation_id is not None:
        return hold
    if holder.party_id is None and hold.party_id is None:
        raise HolderUnknown
    if hold.outcome != "" or not _extended(hold):
        raise HoldOver
    if hold.party_id is None:
        hold.party_id = holder.party_id
        with within_quota(), transaction.atomic():
            hold.save(update_fields=["party"])
    lines = lines or price_lines(hold, on=on)
    price = Price.objects.get(pk=lines[0].price_id)
    spaces = list(spaces_of_hold(hold))
    charge = _charge(hold, lines, spaces, concept_id=price.concept_id, on=on)
    hold.obligation = post_obligation(charge, on=on, by=register_acting(by))
    hold.save(update_fields=["obligation"])
    return hold


@transaction.atomic
def charge_together(holds: Sequence[Hold], *, on: dt.date, by: Viewer) -> None:
    """Charge holds of one offering that were just made, in one posting; each owes its own.

    They are their parties' and bind for as long as they do: nothing is extended.

    Raises:
        PriceUnknown: a space has no price in force.
        PeriodClosed: the day lies in a closed period.
    """
    if not holds:
        return
    offering = holds[0].offering
    prices = prices_of(offering, on=on)
    spaces = spaces_by_hold(holds)
    post_obligations(
        [
            _charge(
                hold,
                lines_for(offering, spaces[hold.pk], prices),
                spaces[hold.pk],
                concept_id=prices[spaces[hold.pk][0].tariff].concept_id,
                on=on,
            )
            for hold in holds
        ],
        on=on,
        by=register_acting(by),
    )
    keys = {_key(hold): hold for hold in holds}
    for obligation in Obligation.objects.filter(key__in=keys):
        keys[obligation.key].obligation = obligation
    Hold.objects.bulk_update(holds, ["obligation"])


def _extended(hold: Hold) -> bool:
    """Let the claims bind as long as paying takes; False if they do no more."""
    minutes = hold.offering.payment_minutes
    return sql.execute(SQL / "extend.sql", hold=hold.pk, minutes=minutes) > 0


def _charge(
    hold: Hold,
    lines: Sequence[ChargeLine],
    spaces: Sequence[Space],
    *,
    concept_id: int,
    on: dt.date,
) -> Charge:
    assert hold.party_id is not None
    return Charge(
        key=_key(hold),
        debtor_id=hold.party_id,
        concept_id=concept_id,
        due_on=on,
        about_kind=HOLD,
        about_id=str(hold.token),
        lines=lines,
        place=_place([space.place for space in spaces]),
    )


def _key(hold: Hold) -> str:
    return f"allocation:{hold.token}"


def _place(places: Sequence[GEOSGeometry]) -> GEOSGeometry:
    """Where the spaces are (EPSG:4326): one shape, or all of them side by side."""
    if len(places) == 1:
        return places[0]
    return GeometryCollection(*places, srid=crs.STORAGE)
