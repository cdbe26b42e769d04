"""Offerings, spaces and holders for tests; holds and titles come from the acts alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db import connection
from psycopg.types.range import TimestamptzRange

from apps.allocation.actions import Drawn, check_out, draw_spaces, hold_spaces
from apps.allocation.domain.holders import Holder, digest
from apps.allocation.models import Claim, Hold, Offering
from apps.allocation.queries import money_of_holds
from apps.allocation.terms import ClaimKind, SpaceKind
from apps.people.models import Party
from apps.treasury.actions import receive_payment
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Payment
from apps.treasury.terms import Means
from apps.treasury.tests.making import make_concept, make_party, make_price
from geo.access import ANYONE, Viewer

OFFICE = Viewer(name="allocation test", holds_all=True)
TODAY = dt.date(2026, 8, 1)
LAW = "Ordenanza Municipal 13/2026"
FEAST = TimestamptzRange(
    dt.datetime(2027, 8, 14, tzinfo=dt.UTC), dt.datetime(2027, 8, 17, tzinfo=dt.UTC)
)
SIDE = 0.00005
"""Degrees, about five metres."""

_numbers = count(1)


def square(column: int, row: int = 0) -> Polygon:
    """One stand in a row of stands, each touching the next."""
    west, south = -66.28 + column * SIDE, -17.40 + row * SIDE
    return Polygon.from_bbox((west, south, west + SIDE, south + SIDE))


def make_offering(spaces: int = 3, **given: Any) -> Offering:
    """An offering on sale with stands A-1, A-2 … in a row, ten bolivianos each."""
    number = next(_numbers)
    now = dt.datetime.now(dt.UTC)
    known: dict[str, Any] = {
        "code": f"fiesta-{number}",
        "title": f"Fiesta {number}",
        "is_announced": True,
        "sale": TimestamptzRange(now - dt.timedelta(days=1), now + dt.timedelta(days=1)),
        "during": FEAST,
        "legal_basis": LAW,
    } | given
    if "concept" not in known:
        known["concept"] = make_concept()
        if not known["concept"].prices.exists():
            make_price("10.00", concept=known["concept"], unit="stand")
    offering = Offering.objects.create(**known)
    draw_spaces(
        offering,
        [
            Drawn(code=f"A-{n}", kind=SpaceKind.STAND, place=square(n))
            for n in range(1, spaces + 1)
        ],
        by=OFFICE,
    )
    return offering


def visitor(name: str = "somebody") -> Holder:
    """A browser that nobody knows."""
    return Holder(visitor=digest("visitor", name))


def person(party: Party) -> tuple[Holder, Viewer]:
    """A party that signed in: whom it acts for, and as whom."""
    return Holder(party_id=party.pk), Viewer(name=party.name, person_id=party.pk)


def hold(
    offering: Offering, *codes: str, holder: Holder | None = None, by: Viewer = ANYONE
) -> Hold:
    """Somebody's hold of some spaces; somebody new each time unless told."""
    whose = holder or visitor(f"visitor {next(_numbers)}")
    return hold_spaces(offering, codes, holder=whose, by=by)


def charged(offering: Offering, *codes: str, party: Party | None = None) -> Hold:
    """A hold of a party that knows its price and has not paid it."""
    holder, by = person(party or make_party())
    taken = hold_spaces(offering, codes, holder=holder, by=by)
    return check_out(taken.token, holder=holder, on=TODAY, by=by)


def pay(taken: Hold) -> Payment:
    """Pay what a hold costs at the desk."""
    owed = taken.obligation
    assert owed is not None
    tender = Tender(
        key=f"allocation test {next(_numbers)}",
        debtor_id=owed.debtor_id,
        amount=owed.amount,
        means=Means.CASH,
        shares={owed.pk: owed.amount},
    )
    payment = receive_payment(tender, on=TODAY, by=OFFICE)
    taken.refresh_from_db()
    return payment


def give_past_the_program(taken: Hold) -> None:
    """Titles by the obligation of a hold that ran out, whatever became of the debt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO allocation_claim (space_id, kind, hold_id, party_id, "
            "obligation_id, during, in_force, ended_why) "
            "SELECT space_id, 'title', hold_id, hold.party_id, hold.obligation_id, during, "
            "tstzrange(clock_timestamp(), NULL), '' "
            "FROM allocation_claim claim JOIN allocation_hold hold ON hold.id = hold_id "
            "WHERE hold.id = %s AND claim.kind = 'hold'",
            [taken.pk],
        )


def run_out(taken: Hold) -> None:
    """Let a hold run out, as if its minutes were over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE allocation_claim SET in_force = tstzrange(lower(in_force), "
            "least(upper(in_force), clock_timestamp())) "
            "WHERE hold_id = %s AND kind = 'hold'",
            [taken.pk],
        )


def age(taken: Hold, hours: int) -> None:
    """Make a hold as old as if it had been made and run out so many hours ago.

    The guard that keeps a claim's beginning is off for this.
    """
    settled_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE allocation_claim DISABLE TRIGGER claim_keeps_its_origin"
        )
        cursor.execute(
            "UPDATE allocation_claim SET in_force = tstzrange("
            "lower(in_force) - %(ago)s::interval, upper(in_force) - %(ago)s::interval) "
            "WHERE hold_id = %(hold)s",
            {"ago": f"{hours} hours", "hold": taken.pk},
        )
        settled_constraints()
        cursor.execute("ALTER TABLE allocation_claim ENABLE TRIGGER claim_keeps_its_origin")
    Hold.objects.filter(pk=taken.pk).update(
        held_at=taken.held_at - dt.timedelta(hours=hours)
    )


def holders(offering: Offering, code: str) -> list[tuple[str, int | None]]:
    """Kind and hold of every claim that binds a space now."""
    found = Claim.objects.filter(space__offering=offering, space__code=code).in_force()
    return list(found.values_list("kind", "hold"))


def owner(offering: Offering, code: str) -> int | None:
    """The party that has the title of a space now."""
    found = Claim.objects.filter(space__offering=offering, space__code=code).in_force()
    return found.filter(kind=ClaimKind.TITLE).values_list("party", flat=True).first()


def money_agrees() -> bool:
    """Whether what was paid for holds is what titles and refunds come to."""
    money = money_of_holds()
    return money.settled == money.sold + money.refunds


def settled_constraints() -> None:
    """Let the database judge now what it would judge at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def codes(spaces: Sequence[Any]) -> list[str]:
    """Codes of spaces."""
    return [space.code for space in spaces]
