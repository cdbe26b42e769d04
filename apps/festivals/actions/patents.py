"""The patent of whoever has stands at a feast: numbered, with its place and its code."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from apps.allocation.models import Claim, Hold
from apps.allocation.terms import HOLD, ClaimKind, Outcome, SpaceKind
from apps.documents.actions import draw_number, issue_document, open_series
from apps.documents.domain.owners import About
from apps.documents.models import Document
from apps.documents.permissions import DRAW, ISSUE
from apps.documents.terms import SeriesKind
from apps.festivals.domain.papers import PATENT
from apps.festivals.domain.refusals import NotPaidYet
from apps.festivals.models import Festival
from apps.festivals.queries import festival_of, modules_sold
from geo.access import Viewer


@transaction.atomic
def issue_patent(hold: Hold, *, on: dt.date, by: Viewer) -> Document:
    """The patent for what a hold became; drawn the first time, the same bytes ever after.

    Whoever bought may have it drawn, without being able to draw another one: the register
    acts for them, and the paper names who asked.

    Raises:
        NotPaidYet: the hold is not paid, or its payment was taken back.
        StoreAway: the paper cannot be kept.
    """
    asked = Hold.objects.select_for_update(of=("self",)).select_related("offering", "party")
    bought = asked.get(pk=hold.pk)
    festival = festival_of(bought)
    if festival is None or bought.outcome != Outcome.SOLD:
        raise NotPaidYet
    about = About(kind=HOLD, id=str(bought.token))
    issued = Document.objects.filter(
        kind=PATENT.name, about_kind=about.kind, about_id=about.id, annulled_at=None
    ).first()
    if issued is not None:
        return issued
    register = Viewer(
        name=by.name or "festivals", grants=frozenset({DRAW.name, ISSUE.name})
    )
    return issue_document(
        PATENT.name,
        about=about,
        context=_told(festival, bought),
        place=bought.obligation.place if bought.obligation else None,
        number=_number(festival, on=on, by=register),
        by=register,
    )


def _number(festival: Festival, *, on: dt.date, by: Viewer) -> Any:
    if festival.office is None:
        return None
    series = open_series(festival.office, SeriesKind.PERMIT, on.year, by=by)
    return draw_number(series, by=by)


def _told(festival: Festival, hold: Hold) -> dict[str, Any]:
    titles = Claim.objects.filter(hold=hold, kind=ClaimKind.TITLE).in_force()
    codes = list(titles.values_list("space__code", flat=True).order_by("space"))
    seats = titles.filter(space__kind=SpaceKind.SEAT)
    return {
        "festival": festival,
        "last_day": festival.last_day,
        "holder": hold.party,
        "rows": modules_sold(festival, codes),
        "seats": list(seats.values_list("space__code", flat=True).order_by("space")),
        "amount": hold.obligation.amount if hold.obligation else None,
    }
