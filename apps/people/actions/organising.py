"""Offices and their places, posts, and who holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from apps.people.actions.refusals import NotRegistered, store
from apps.people.models import Holding, Office, Person, Post
from apps.people.permissions import ORGANISE
from apps.people.terms import HoldingKind
from geo import crs
from geo.access import Viewer
from geo.sql import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class OfficeDraft:
    """An office as the organisation chart has it."""

    code: str
    name: str
    kind: str
    acronym: str = ""
    parent: str = ""
    """Code of the office it stands under; empty for none."""
    place: tuple[float, float] | None = None
    """Longitude and latitude (EPSG:4326), where they are known."""


@transaction.atomic
def seed_offices(drafts: Iterable[OfficeDraft], *, by: Viewer) -> int:
    """Enter the offices of the configuration where there is none yet; returns how many.

    Once there are offices their table is the truth, and nothing is entered.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: a draft names a parent that does not come before it.
    """
    ORGANISE.require(by)
    one_at_a_time("people.seed_offices")
    if Office.objects.exists():
        return 0
    return len([_enter(draft, rank) for rank, draft in enumerate(drafts)])


@transaction.atomic
def open_office(draft: OfficeDraft, *, by: Viewer) -> Office:
    """Add an office to the chart.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: there is one of this code, or its parent is not there.
    """
    ORGANISE.require(by)
    return _enter(draft, Office.objects.count())


@transaction.atomic
def place_office(office: Office, position: Point, *, address: str, by: Viewer) -> Office:
    """Say where an office is (EPSG:4326).

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: the point is no place.
    """
    ORGANISE.require(by)
    office.position, office.address = position, address.strip()
    office.is_placed_by_hand = True
    store(office)
    return office


@transaction.atomic
def open_post(
    office: Office, code: str, title: str, *, is_head: bool = False, by: Viewer
) -> Post:
    """Add a post to an office; `code` is for ever.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: there is one of this code, or the office has a head.
    """
    ORGANISE.require(by)
    post = Post(office=office, code=code, title=title.strip(), is_head=is_head)
    store(post)
    return post


@transaction.atomic
def appoint(
    person: Person,
    post: Post,
    days: DateRange,
    *,
    act: str,
    kind: HoldingKind = HoldingKind.TITULAR,
    by: Viewer,
) -> Holding:
    """Have a person hold a post, or act in it for the holder (*encargatura*).

    Raises:
        NotAllowed: `by` may not.
        PostTaken: somebody holds it, or acts in it, on some of the days.
        NotRegistered: the act or a day is missing.
    """
    ORGANISE.require(by)
    holding = Holding(
        post=post, person=person, kind=kind, days=days, act=act.strip(), recorded_by=by.name
    )
    store(holding)
    return holding


@transaction.atomic
def end_holding(holding: Holding, *, on: dt.date, by: Viewer) -> Holding:
    """End a holding: `on` is the first day on which the person holds the post no more.

    Raises:
        NotAllowed: `by` may not.
        NotRegistered: it began on that day or later.
    """
    ORGANISE.require(by)
    locked = Holding.objects.select_for_update().get(pk=holding.pk)
    if locked.days.lower >= on:
        raise NotRegistered(_("It began later than that. Nothing was changed."))
    locked.days = DateRange(locked.days.lower, on)
    store(locked)
    return locked


def _enter(draft: OfficeDraft, rank: int) -> Office:
    parent = Office.objects.filter(code=draft.parent).first() if draft.parent else None
    if draft.parent and parent is None:
        sentence = _("There is no office “%(code)s” for “%(name)s” to stand under.")
        raise NotRegistered(sentence % {"code": draft.parent, "name": draft.name})
    office = Office(
        code=draft.code,
        name=draft.name,
        acronym=draft.acronym,
        kind=draft.kind,
        parent=parent,
        rank=rank,
        position=Point(*draft.place, srid=crs.STORAGE) if draft.place else None,
    )
    store(office)
    return office
