"""The patent of whoever has stands at a feast: numbered, with its place and its code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry
from django.db import transaction

from apps.allocation.domain.handovers import Changed
from apps.allocation.models import Claim, Hold
from apps.allocation.queries import substitutes_of, titles_of_hold
from apps.allocation.terms import HOLD, Outcome, SpaceKind
from apps.documents.actions import annul_document, draw_number, issue_document, open_series
from apps.documents.domain.owners import About
from apps.documents.models import Document, Number
from apps.documents.permissions import ANNUL, DRAW, ISSUE
from apps.documents.terms import SeriesKind
from apps.festivals.domain.papers import PATENT
from apps.festivals.domain.refusals import NotPaidYet
from apps.festivals.models import Festival
from apps.festivals.queries import festival_of, modules_sold
from geo import crs
from geo.access import Viewer

REASON: Final = 240
"""Letters of a reason that the register of papers keeps."""


@transaction.atomic
def issue_patent(hold: Hold, *, on: dt.date, by: Viewer) -> Document:
    """The patent for what a hold became; drawn the first time, the same bytes ever after.

    Whoever bought may have it drawn, without being able to draw another one: the register
    acts for them, and the paper names who asked.

    Raises:
        NotPaidYet: the hold is not paid, its payment was taken back, or it was passed on.
        StoreAway: the paper cannot be kept.
    """
    asked = Hold.objects.select_for_update(of=("self",)).select_related("offering", "party")
    bought = asked.get(pk=hold.pk)
    festival = festival_of(bought)
    if festival is None or bought.outcome != Outcome.SOLD or not titles_of_hold(bought):
        raise NotPaidYet
    issued = _issued(bought)
    if issued is not None:
        return issued
    return _issue(festival, bought, number=None, on=on, by=by)


def renew_patents(change: Changed) -> None:
    """Issue anew what was issued for a hold whose title went on or has another substitute.

    The old patent is annulled; its number stands on the one that takes its place, so that
    whoever verifies the old one learns that it was replaced.
    """
    festival = festival_of(change.hold)
    issued = _issued(change.hold)
    if festival is None or issued is None:
        return
    annulling = Viewer(name=change.by.name or "festivals", grants=frozenset({ANNUL.name}))
    annul_document(issued, reason=change.why[:REASON], by=annulling)
    number = issued.number
    for hold in (change.hold, change.heir):
        if hold is not None and titles_of_hold(hold):
            _issue(festival, hold, number=number, on=change.on, by=change.by)
            number = None


def _issued(hold: Hold) -> Document | None:
    """The patent for a hold that counts."""
    known = Document.objects.filter(kind=PATENT.name, annulled_at=None)
    return known.filter(about_kind=HOLD, about_id=str(hold.token)).first()


def _issue(
    festival: Festival, hold: Hold, *, number: Number | None, on: dt.date, by: Viewer
) -> Document:
    """Draw the patent for what a hold became, under a number of its own or a given one."""
    register = Viewer(
        name=by.name or "festivals", grants=frozenset({DRAW.name, ISSUE.name})
    )
    titles = titles_of_hold(hold)
    return issue_document(
        PATENT.name,
        about=About(kind=HOLD, id=str(hold.token)),
        context=_told(festival, hold, titles),
        place=_place(titles),
        number=number or _number(festival, on=on, by=register),
        by=register,
    )


def _place(titles: Sequence[Claim]) -> GEOSGeometry | None:
    """Where the spaces are (EPSG:4326): one shape, or all of them side by side."""
    places: list[GEOSGeometry] = [title.space.place for title in titles]
    if len(places) <= 1:
        return places[0] if places else None
    return GeometryCollection(places, srid=crs.STORAGE)


def _number(festival: Festival, *, on: dt.date, by: Viewer) -> Any:
    if festival.office is None:
        return None
    series = open_series(festival.office, SeriesKind.PERMIT, on.year, by=by)
    return draw_number(series, by=by)


def _told(festival: Festival, hold: Hold, titles: Sequence[Claim]) -> dict[str, Any]:
    seats = [each for each in titles if each.space.kind == SpaceKind.SEAT]
    return {
        "festival": festival,
        "last_day": festival.last_day,
        "holder": hold.party,
        "substitutes": substitutes_of(titles),
        "rows": modules_sold(festival, [title.space.code for title in titles]),
        "seats": [each.space.code for each in seats],
        "amount": hold.obligation.amount if hold.obligation else None,
    }
