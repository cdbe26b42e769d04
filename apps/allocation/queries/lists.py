"""What the register knows of a list before it is booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from apps.allocation.domain.lists import Card, Facts, Known, Row, Verdict, judged, repeated
from apps.allocation.domain.tariffs import tariff_names
from apps.allocation.models import BookingLine, BookingList, Claim, Draw, Offering, Space
from apps.allocation.queries.holders import spaces_had
from apps.allocation.queries.prices import prices_of
from apps.allocation.queries.stalls import counted
from apps.allocation.terms import SpaceState
from apps.people.domain.documents import read_ci
from apps.people.models import Organisation, Person
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
            _card(each): Known(
                party_id=each.pk,
                name=each.party.name,
                had=had.get(each.pk, 0),
                is_member=each.pk in members,
            )
            for each in people
        },
        doubtful=repeated(map(_card, people)),
        free=free,
        taken=taken,
        tariffs={words.casefold(): tariff for words, tariff in tariffs.items() if words},
        priced=frozenset(prices),
        most_per_party=offering.most_per_party,
        room=None if most is None else max(0, most - together),
    )


def _card(person: Person) -> Card:
    return person.document_number, person.complement


def _people(rows: Iterable[Row]) -> list[Person]:
    """Those who are registered with a card of the list, as who they are by now."""
    cards = [card for card in (read_ci(row.card) for row in rows) if card is not None]
    wanted = {(card.number, card.complement): card.issued_in for card in cards}
    found = Person.objects.filter(
        document_kind=DocumentKind.CI, document_number__in={card.number for card in cards}
    ).select_related("party", "party__survivor__person")
    standing = {}
    for each in found:
        issued_in = wanted.get(_card(each))
        if issued_in is None or (issued_in and each.issued_in not in ("", issued_in)):
            continue
        if each.party.survivor is None:
            standing[each.pk] = each
    return list(standing.values())


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
