"""Titles that no payment made: given by decision, and ended by one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from apps.allocation.actions.holding import SQL, within_quota
from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.handovers import Changed, TitleOver, said, tell
from apps.allocation.domain.refusals import SpacesTaken
from apps.allocation.models import Claim, Hold, Offering, Space
from apps.allocation.permissions import GRANT
from apps.allocation.queries import neighbours
from apps.allocation.terms import Outcome
from geo import sql
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class _Given:
    id: int


@transaction.atomic
def give_title(space: Space, *, party_id: int, why: str, by: Viewer) -> Claim:
    """Give a space to a party without a payment, if nobody holds it.

    Windows do not bind it, nor how many spaces a party may buy: it is the decision. Who
    decided and why stay with the title, and its papers are drawn as a buyer's are.

    Raises:
        NotAllowed: `by` may not give titles, or not there.
        NoReasonGiven: `why` says nothing.
        SpacesTaken: somebody holds or has it, or it is not on offer.
        WaitsForDraw: lots are drawn for it.
    """
    require_for(GRANT, [space], by=by)
    because = said(why)
    stands = stand_for(space.offering, party_id, by=by)
    with within_quota(), transaction.atomic():
        given = sql.rows(
            _Given,
            SQL / "give.sql",
            space=space.pk,
            hold=stands.pk,
            party=party_id,
            who=by.name or "-",
            why=because,
        )
    if not given:
        raise SpacesTaken([space.code], neighbours(space.offering, [space.code]))
    return Claim.objects.select_related("space__offering").get(pk=given[0].id)


def stand_for(offering: Offering, party_id: int, *, by: Viewer) -> Hold:
    """What stands for a holder who bought nothing: page, code and papers hang on it."""
    with within_quota(), transaction.atomic():
        return Hold.objects.create(
            offering=offering, party_id=party_id, held_by=by.name, outcome=Outcome.SOLD
        )


@transaction.atomic
def end_title(title: Claim, *, why: str, on: dt.date, by: Viewer) -> Claim:
    """End a title now, for a reason that stays with it; the space is free again.

    Its papers are annulled, and drawn anew for what its holder has besides. What was paid
    is not given back by this: that is an act of the treasury.

    Raises:
        NotAllowed: `by` may not end titles, or not there.
        NoReasonGiven: `why` says nothing.
        TitleOver: it is in force no more.
    """
    require_for(GRANT, [title.space], by=by)
    because = said(why)
    if not sql.execute(
        SQL / "end_title.sql", title=title.pk, who=by.name or "-", why=because
    ):
        raise TitleOver
    title.refresh_from_db()
    if title.hold is not None:
        tell(Changed(hold=title.hold, why=because, on=on, by=by))
    return title
