"""Questions about draws of lots: what is drawn for, and the list as it is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import Now, TruncDate

from apps.allocation.domain.lottery import Entry, Sealed, labels
from apps.allocation.domain.refusals_of_draws import TooMany
from apps.allocation.models import Application, Claim, Draw, Space
from apps.allocation.queries.holders import spaces_had
from apps.allocation.queries.stalls import counted
from apps.allocation.terms import SpaceState
from apps.people.models import Membership, Organisation

MOST: Final = 10_000
"""Spaces, and applications, of one draw."""


def drawn_for(draw: Draw) -> QuerySet[Space]:
    """The spaces of a draw's zone that are on offer, whoever holds them."""
    spaces = Space.objects.filter(offering=draw.offering_id, state=SpaceState.OPEN)
    return spaces.filter(tariff=draw.tariff) if draw.tariff else spaces


def unknown_codes(draw: Draw, codes: Sequence[str]) -> list[str]:
    """Those of these codes that the draw does not go for."""
    known = set(drawn_for(draw).filter(code__in=codes).values_list("code", flat=True))
    return [code for code in codes if code not in known]


def free_codes(draw: Draw) -> list[str]:
    """Codes of what is free of it now, as people count them."""
    taken = Claim.objects.in_force().filter(space__offering=draw.offering_id)
    free = drawn_for(draw).exclude(pk__in=taken.values("space"))
    return sorted(free.values_list("code", flat=True), key=counted)


def listed(draw: Draw) -> Sealed:
    """The list of a draw as it is closed now: codes and labels, nobody's name.

    Raises:
        TooMany: there are more spaces or applications than one draw takes.
    """
    applications = list(draw.applications.order_by("code")[: MOST + 1])
    spaces = free_codes(draw)
    for found in (len(spaces), len(applications)):
        if found > MOST:
            raise TooMany(found, MOST)
    had = spaces_had(draw.offering)
    belongs = _belongs(applications)
    named = labels([group for groups in belongs.values() for group in groups])
    return Sealed(
        offering=draw.offering.code,
        draw=draw.code,
        commitment=draw.commitment,
        spaces=tuple(spaces),
        most_per_party=draw.offering.most_per_party or 0,
        most_per_group=draw.offering.most_per_association or 0,
        groups={label: _together(group, had) for group, label in named.items()},
        applications=tuple(
            Entry(
                code=each.code,
                wanted=tuple(each.wanted),
                any=each.takes_any,
                count=each.count,
                had=had.get(each.party_id, 0),
                groups=tuple(named[group] for group in belongs[each.party_id]),
                refused=bool(each.not_admitted),
            )
            for each in applications
        ),
    )


def _belongs(applications: Iterable[Application]) -> dict[int, list[int]]:
    """The associations of today of each party, itself included if it is one."""
    parties = [each.party_id for each in applications]
    belongs: dict[int, list[int]] = defaultdict(list)
    for party in Organisation.objects.filter(party__in=parties).values_list(
        "pk", flat=True
    ):
        belongs[party].append(party)
    today = Membership.objects.filter(person__in=parties, days__contains=TruncDate(Now()))
    pairs = today.order_by("organisation").values_list("person", "organisation")
    for person, organisation in pairs:
        belongs[person].append(organisation)
    return belongs


def _together(group: int, had: dict[int, int]) -> int:
    """How many spaces an association and its members of today have."""
    today = Membership.objects.filter(organisation=group, days__contains=TruncDate(Now()))
    members = {group, *today.values_list("person", flat=True)}
    return sum(had.get(each, 0) for each in members)


def published(draw: Draw) -> dict[str, Any]:
    """A draw as everybody may read it at this moment: the secret only once it was drawn."""
    told: dict[str, Any] = {
        "offering": draw.offering.code,
        "draw": draw.code,
        "title": draw.title,
        "commitment": draw.commitment,
        "closes_at": draw.closes_at.isoformat(),
        "called_off": draw.called_off,
    }
    if draw.sealed_at is not None:
        told |= {"list": draw.closed_list, "digest": draw.digest}
    if draw.drawn_at is not None:
        told |= {"secret": draw.secret, "words": draw.words, "result": draw.result}
    return told
