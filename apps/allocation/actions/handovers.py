"""A title passed on to another party, and substitutes of its holder on some days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Now

from apps.allocation.actions.entitling import stand_for
from apps.allocation.actions.holding import SQL, within_quota
from apps.allocation.actions.reaching import require_for
from apps.allocation.domain.handovers import (
    Changed,
    SameHolder,
    SubstituteOutside,
    SubstituteThere,
    TitleOver,
    said,
    tell,
)
from apps.allocation.models import Claim, Hold, Substitution, Transfer
from apps.allocation.permissions import GRANT, SELL
from geo import sql
from geo.access import Viewer
from geo.acting import acting
from geo.broken_rules import in_words
from geo.errors import Refusal

_WORDS: Final[dict[str, type[Refusal]]] = {
    "title_has_one_substitute": SubstituteThere,
    "substitution_is_for_some_days": SubstituteOutside,
    "substitution_is_within_the_title": SubstituteOutside,
    "substitution_is_of_a_title_in_force": TitleOver,
    "substitute_is_not_the_holder": SameHolder,
}


@dataclass(frozen=True, kw_only=True)
class _Taken:
    id: int


@transaction.atomic
def transfer_title(
    title: Claim, *, to_party: int, why: str, on: dt.date, by: Viewer
) -> Transfer:
    """Pass a title on: it ends for a reason, and in the same moment another's begins.

    Both stay in the history. What is owed and was paid stays with who owed and paid it; a
    payment that is taken back takes the title from whoever has it by then. Papers that
    were given for it are renewed.

    Raises:
        NotAllowed: `by` may not give titles, or not there.
        NoReasonGiven: `why` says nothing.
        TitleOver: it is in force no more.
        SameHolder: `to_party` has it.
        TooManySpaces: they would have more than the offering grants to one party.
    """
    require_for(GRANT, [title.space], by=by)
    because = said(why)
    found = Claim.objects.select_for_update(of=("self",)).select_related("space__offering")
    given_up = found.get(pk=title.pk)
    if given_up.party_id == to_party:
        raise SameHolder
    who = by.name or "-"
    ended = sql.execute(SQL / "end_title.sql", title=given_up.pk, who=who, why=because)
    if not ended:
        raise TitleOver
    with acting(by, why=because):
        heir = stand_for(given_up.space.offering, to_party, by=by)
        transfer = _succeed(given_up, heir, who=who, why=because)
    _keep_limit(heir)
    if given_up.hold is not None:
        tell(Changed(hold=given_up.hold, heir=heir, why=because, on=on, by=by))
    return transfer


def _succeed(given_up: Claim, heir: Hold, *, who: str, why: str) -> Transfer:
    """Begin the heir's title in the moment the other ended."""
    told: dict[str, Any] = {"title": given_up.pk, "hold": heir.pk}
    told |= {"party": heir.party_id, "who": who, "why": why}
    taken = sql.rows(_Taken, SQL / "succeed.sql", **told)[0]
    return Transfer.objects.create(
        given_up=given_up, taken_id=taken.id, why=why, acted_by=who
    )


def _keep_limit(heir: Hold) -> None:
    """Let the database say whether its party has too many spaces now."""
    with within_quota(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT allocation_limit_is_kept(%s)", [heir.pk])


@transaction.atomic
def appoint_substitute(
    title: Claim, *, party_id: int, days: DateRange, why: str, on: dt.date, by: Viewer
) -> Substitution:
    """Let somebody stand in for the holder of a title, on some of its days.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        NoReasonGiven: `why` says nothing.
        TitleOver: the title is in force no more.
        SameHolder: it is the holder.
        SubstituteOutside: the title is not for all of the days.
        SubstituteThere: somebody else stands in on one of them.
    """
    require_for(SELL, [title.space], by=by)
    because = said(why)
    with in_words(_WORDS), acting(by, why=because):
        made = Substitution.objects.create(
            title=title,
            party_id=party_id,
            days=days,
            why=because,
            acted_by=by.name or "-",
        )
    _tell(title, because, on=on, by=by)
    return made


@transaction.atomic
def withdraw_substitute(
    substitution: Substitution, *, why: str, on: dt.date, by: Viewer
) -> None:
    """Let somebody stand in no longer; that they were to stays in the history.

    Raises:
        NotAllowed: `by` may not sell for others, or not there.
        NoReasonGiven: `why` says nothing.
    """
    title = substitution.title
    require_for(SELL, [title.space], by=by)
    because = said(why)
    with acting(by, why=because):
        Substitution.objects.standing().filter(pk=substitution.pk).update(
            withdrawn_at=Now(), withdrawn_by=by.name or "-", withdrawn_why=because
        )
    _tell(title, because, on=on, by=by)


def _tell(title: Claim, why: str, *, on: dt.date, by: Viewer) -> None:
    if title.hold is not None:
        tell(Changed(hold=title.hold, why=why, on=on, by=by))
