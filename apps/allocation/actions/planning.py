"""Drawing what is offered, and redrawing it while it is on sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.allocation.actions.reaching import require_at, require_for
from apps.allocation.domain.refusals import CodeTaken, SpaceHeld
from apps.allocation.models import Offering, Space
from apps.allocation.permissions import PLAN
from apps.allocation.terms import SpaceKind, SpaceState
from geo.access import Viewer
from geo.acting import acting
from geo.broken_rules import in_words
from geo.errors import Refusal

SAME_PLACE: Final = 1e-9
"""Degrees by which two drawings of a space may differ and be the same place."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One space as a plan draws it."""

    code: str
    kind: SpaceKind
    place: GEOSGeometry
    """In EPSG:4326."""
    tariff: str = ""
    units: Decimal = Decimal(1)
    """Of its tariff's price: metres of frontage where that is by the metre."""
    about_kind: str = ""
    about_id: str = ""


@transaction.atomic
def open_offering(offering: Offering, *, by: Viewer) -> Offering:
    """Enter an offering that was filled in; it is announced by another act."""
    PLAN.require_somewhere(by)
    with acting(by):
        offering.save(force_insert=True)
    return offering


@transaction.atomic
def announce(offering: Offering, *, by: Viewer) -> Offering:
    """Let everybody see an offering; whether it is on sale is for its sale to say."""
    require_for(PLAN, offering.spaces.all(), by=by)
    offering.is_announced = True
    with acting(by):
        offering.save(update_fields=["is_announced"])
    return offering


@transaction.atomic
def set_sale(
    offering: Offering, first: dt.datetime, last: dt.datetime | None, *, by: Viewer
) -> Offering:
    """Say anew from when until when spaces can be held; what is held already stays so.

    Raises:
        NotAllowed: `by` may not plan what is offered.
    """
    require_for(PLAN, offering.spaces.all(), by=by)
    offering.sale = DateTimeTZRange(first, last)
    with acting(by):
        offering.save(update_fields=["sale"])
    return offering


@contextmanager
def _plan_kept(codes: Sequence[str], by: Viewer) -> Iterator[None]:
    """Say in our own words what the database refuses to do to a plan.

    Raises:
        SpaceHeld: it would take a space from its holder.
        CodeTaken: a code stands for another space.
    """
    known: dict[str, Callable[[], Refusal]] = {
        "space_stays_while_held": partial(SpaceHeld, codes),
        "space_code_is_single": partial(CodeTaken, codes),
    }
    with in_words(known), acting(by):
        yield


def draw_spaces(offering: Offering, drawn: Iterable[Drawn], *, by: Viewer) -> list[Space]:
    """Put new spaces on the plan of an offering, all of them or none.

    Raises:
        NotAllowed: `by` may not draw plans, or not there.
        CodeTaken: a code stands for another space already.
    """
    spaces = [
        Space(
            offering=offering,
            code=each.code,
            kind=each.kind,
            place=each.place,
            tariff=each.tariff,
            units=each.units,
            about_kind=each.about_kind,
            about_id=each.about_id,
            recorded_by=by.name or "-",
        )
        for each in drawn
    ]
    require_for(PLAN, spaces, by=by)
    with _plan_kept([space.code for space in spaces], by):
        return Space.objects.bulk_create(spaces)


@transaction.atomic
def move_space(space: Space, place: GEOSGeometry, *, by: Viewer) -> Space:
    """Draw a space elsewhere (EPSG:4326). Whoever holds it moves along.

    Raises:
        NotAllowed: `by` may not draw plans.
    """
    require_at(PLAN, [space.place, place], by=by)
    space.place = place
    with acting(by):
        space.save(update_fields=["place"])
    return space


@transaction.atomic
def redraw_space(space: Space, drawn: Drawn, *, by: Viewer) -> Space:
    """Draw a space as a new plan has it: where, of which kind and at which price.

    Whoever holds it moves along, and keeps the price at which they took it.

    Raises:
        NotAllowed: `by` may not draw plans.
    """
    if not space.place.equals_exact(drawn.place, SAME_PLACE):
        move_space(space, drawn.place, by=by)
    told = {"kind": drawn.kind, "tariff": drawn.tariff, "units": drawn.units}
    if told == {name: getattr(space, name) for name in told}:
        return space
    require_at(PLAN, [space.place], by=by)
    locked = Space.objects.select_for_update().get(pk=space.pk)
    if not locked.claims.in_force().exists():
        with acting(by):
            Space.objects.filter(pk=space.pk).update(**told)
        space.refresh_from_db()
    return space


@transaction.atomic
def block_spaces(offering: Offering, codes: Sequence[str], *, by: Viewer) -> int:
    """Take spaces off the sale; who holds one may still pay for it. Returns how many."""
    return _set_state(offering, codes, SpaceState.OPEN, SpaceState.BLOCKED, by=by)


@transaction.atomic
def unblock_spaces(offering: Offering, codes: Sequence[str], *, by: Viewer) -> int:
    """Put blocked spaces on sale again. Returns how many."""
    return _set_state(offering, codes, SpaceState.BLOCKED, SpaceState.OPEN, by=by)


def _set_state(
    offering: Offering,
    codes: Sequence[str],
    was: SpaceState,
    becomes: SpaceState,
    *,
    by: Viewer,
) -> int:
    asked = Space.objects.filter(offering=offering, code__in=codes, state=was)
    require_for(PLAN, asked, by=by)
    numbers = [space.pk for space in asked.order_by("pk").select_for_update()]
    with acting(by):
        return Space.objects.filter(pk__in=numbers).update(state=becomes)


@transaction.atomic
def withdraw_spaces(offering: Offering, codes: Sequence[str], *, by: Viewer) -> int:
    """Take spaces off the plan for good; their codes are not given again.

    Raises:
        NotAllowed: `by` may not draw plans.
        SpaceHeld: somebody holds or has one of them.
    """
    asked = Space.objects.filter(offering=offering, code__in=codes)
    require_for(PLAN, asked, by=by)
    numbers = [space.pk for space in asked.order_by("pk").select_for_update()]
    with _plan_kept(codes, by):
        return Space.objects.filter(pk__in=numbers).update(state=SpaceState.WITHDRAWN)


@transaction.atomic
def split_space(space: Space, parts: Sequence[Drawn], *, by: Viewer) -> list[Space]:
    """Put other spaces in the place of one that nobody holds.

    Raises:
        NotAllowed: `by` may not draw plans.
        SpaceHeld: somebody holds or has it.
        CodeTaken: a part has a code that stands for another space.
    """
    require_for(PLAN, [space], by=by)
    withdraw_spaces(space.offering, [space.code], by=by)
    return draw_spaces(space.offering, parts, by=by)
