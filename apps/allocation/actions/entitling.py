"""Titles that no payment made: given by decision, and ended by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from apps.allocation.actions.holding import SQL
from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.refusals import SpacesTaken
from apps.allocation.models import Claim, Space
from apps.allocation.permissions import GRANT
from apps.allocation.queries import neighbours
from geo import sql
from geo.access import Viewer


@dataclass(frozen=True, kw_only=True)
class _Given:
    id: int


@transaction.atomic
def give_title(space: Space, *, party_id: int, by: Viewer) -> Claim:
    """Give a space to a party without a payment, if nobody holds it.

    Raises:
        NotAllowed: `by` may not give titles, or not there.
        SpacesTaken: somebody holds or has it, or it is not on offer.
    """
    require_for(GRANT, [space], by=by)
    given = sql.rows(_Given, SQL / "give.sql", space=space.pk, party=party_id)
    if not given:
        raise SpacesTaken([space.code], neighbours(space.offering, [space.code]))
    return Claim.objects.get(pk=given[0].id)


@transaction.atomic
def end_title(title: Claim, *, why: str, by: Viewer) -> Claim:
    """End a title now, for a reason that stays with it; the space is free again.

    Raises:
        NotAllowed: `by` may not end titles, or not there.
    """
    require_for(GRANT, [title.space], by=by)
    sql.execute(SQL / "end_title.sql", title=title.pk, why=why)
    title.refresh_from_db()
    return title
