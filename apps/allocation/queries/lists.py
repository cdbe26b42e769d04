"""What the register knows of a list before it is booked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from apps.allocation.domain.lists import Card, Facts, Known, Row, Verdict, judged
from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import (
    BookingLine,
    BookingList,
    Claim,
    Draw,
    Hold,
    Offering,
    Space,
)
from apps.allocation.queries.holders import spaces_had
from apps.allocation.queries.prices import prices_of
from apps.allocation.queries.stalls import counted
from apps.allocation.terms import ClaimKind, SpaceState
from apps.people.domain.documents import read_ci
from apps.people.models import Organisation, Person
from apps.people.queries import survivor_of
from apps.people.terms import DocumentKind


def rows_of(booking: BookingList) -> list[Row]:
    """The rows of a list as they stand in its file."""
    return [_row(each) for each in booking.lines.order_by("line")]


def _row(line: BookingLine) -> Row:
    return Row(
        line=line.line,
        card=line.card,
        given_names=line.given_names,
        surnames=line.surnames,
        wish=line.wish,
    )


def trial_of(booking: BookingList, *, on: dt.date) -> list[Verdict]:
    """What would become of every row if the list were booked now."""
    rows = rows_of(booking)
    return judged(rows, facts_for(booking.offering, booking.organisation, rows, on=on))


def facts_for(
    offering: Offering, organisation: Organisation, rows: Iterable[Row], *, on: dt.date
) -> Facts:
    """What is known of the people and the spaces that rows are about, on the day `on`."""
    had = spaces_had(offering)
    people = _people(rows)
    members = set(organisation.memberships.on(on).values_list("person", flat=True))
    prices = prices_of(offering, on=on)
    free, taken = _spaces(offering)
    names = tariff_names(offering)
    tariffs = {tariff: tariff for tariff in free.values()}
    tariffs |= {name: tariff for tariff, name in names.items()}
    most = offering.most_per_association
    together = sum(had.get(each, 0) for each in {organisation.pk, *members})
    return Facts(
        people={
            card: Known(
                party_id=party, name=name, had=had.get(party, 0), is_member=party in members
            )
            for card, those in people.items()
            for party, name in those.items()
        },
        doubtful=frozenset(card for card, those in people.items() if len(those) > 1),
        free=free,
        taken=taken,
        tariffs={words.casefold(): tariff for words, tariff in tariffs.items() if words},
        priced=frozenset(prices),
        most_per_party=offering.most_per_party,
        room=None if most is None else max(0, most - together),
    )


def _people(rows: Iterable[Row]) -> dict[Card, dict[int, str]]:
    """Key and name of everybody with a card of the list, as who they are by now."""
    cards = [card for card in (read_ci(row.card) for row in rows) if card is not None]
    wanted = {(card.number, card.complement): card.issued_in for card in cards}
    found = Person.objects.filter(
        document_kind=DocumentKind.CI, document_number__in={card.number for card in cards}
    ).select_related("party__survivor")
    people: dict[Card, dict[int, str]] = defaultdict(dict)
    for each in found:
        card = (each.document_number, each.complement)
        issued_in = wanted.get(card)
        if issued_in == "" or (issued_in and each.issued_in in ("", issued_in)):
            party = survivor_of(each.party)
            people[card][party.pk] = party.name
    return people


def _spaces(offering: Offering) -> tuple[dict[str, str], frozenset[str]]:
    """Free spaces in the order in which people count them, and what cannot be had."""
    spaces = Space.objects.filter(offering=offering).exclude(state=SpaceState.WITHDRAWN)
    claims = Claim.objects.in_force().filter(space__offering=offering)
    draws = Draw.objects.filter(offering=offering, drawn_at=None, called_off="")
    zones = set(draws.values_list("tariff", flat=True))
    drawn = Q(pk__isnull=False) if "" in zones else Q(tariff__in=zones)
    out = Q(pk__in=claims.values("space")) | ~Q(state=SpaceState.OPEN) | drawn
    free = spaces.exclude(out).values_list("code", "tariff")
    taken = frozenset(spaces.filter(out).values_list("code", flat=True))
    return dict(sorted(free, key=lambda each: counted(each[0]))), taken


def unpaid_holds(booking: BookingList) -> list[Hold]:
    """Holds of a booked list that still bind and are not paid."""
    binding = Claim.objects.in_force().filter(kind=ClaimKind.HOLD)
    found = Hold.objects.filter(
        booking_line__booking=booking,
        outcome="",
        obligation__isnull=False,
        pk__in=binding.values("hold"),
    )
    return list(found.select_related("obligation").order_by("pk"))


def codes_booked(booking: BookingList) -> dict[int | None, str]:
    """Code of the space that each hold of a booked list took."""
    claims = Claim.objects.filter(hold__booking_line__booking=booking, kind=ClaimKind.HOLD)
    return dict(claims.values_list("hold", "space__code"))
