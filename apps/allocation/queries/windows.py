"""The windows of a sale: which are open, whom they admit, and why somebody must wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from apps.allocation.domain.admitting import NotYet
from apps.allocation.domain.turns import NobodyMeant
from apps.allocation.models import Admission, Hold, Offering, Window
from apps.allocation.queries.offered import SQL
from apps.allocation.terms import Admits
from apps.people.models import Party
from apps.people.queries import search_parties
from geo import sql


@dataclass(frozen=True, kw_only=True)
class WindowSeen:
    """A window as one party sees it at this moment."""

    window: int
    name: str
    rank: int
    admits: str
    tariff: str
    first: dt.datetime
    last: dt.datetime
    is_open: bool
    is_over: bool
    admits_me: bool
    codes: list[str]
    """Spaces that wait for this party until it closes."""
    admitted: int
    """How many parties are admitted."""

    @property
    def for_whom(self) -> str:
        """Whom it is open to, in words."""
        return str(Admits(self.admits).label)


def calendar_of(offering: Offering, party_id: int | None) -> list[WindowSeen]:
    """Every window of an offering in the order in which they open, as the party sees it."""
    return sql.rows(WindowSeen, SQL / "calendar.sql", offering=offering.pk, party=party_id)


def not_yet(offering: Offering, codes: Sequence[str], party_id: int | None) -> list[NotYet]:
    """Those of the spaces that the windows keep from the party now, and why."""
    if not Window.objects.filter(offering=offering).exists():
        return []
    return sql.rows(
        NotYet,
        SQL / "not_yet.sql",
        offering=offering.pk,
        codes=list(codes),
        party=party_id,
    )


def waiting_for_others(offering: Offering, party_id: int | None) -> dict[str, dt.datetime]:
    """Codes of spaces that wait for somebody else, and until when, whoever comes first."""
    found = Admission.objects.standing().filter(
        window__offering=offering, space__isnull=False, window__opens__endswith__gt=Now()
    )
    told = found.values_list("space__code", "party", "window__opens").order_by("pk")
    mine = {code for code, party, _opens in told if party == party_id}
    until: dict[str, dt.datetime] = {}
    for code, _party, opens in told:
        if code not in mine:
            until[code] = max(opens.upper, until.get(code, opens.upper))
    return until


def waived_holds(offering: Offering) -> QuerySet[Hold]:
    """Holds that were made outside the windows by a decision, the latest first."""
    found = Hold.objects.filter(offering=offering).exclude(waived="")
    return found.select_related("party").order_by("-held_at", "-pk")


def admissions_to(window: Window, text: str = "") -> QuerySet[Admission]:
    """Who is admitted to a window, the latest first; with `text` those whom it means."""
    found = Admission.objects.standing().filter(window=window)
    if text.strip():
        named = search_parties(Party.objects.all(), text)
        found = found.filter(
            Q(party__in=named.values("pk")) | Q(space__code__iexact=text.strip())
        )
    return found.select_related("party", "space").order_by("-admitted_at", "-pk")


def party_meant(text: str) -> Party:
    """The one party that a name, an identity number or a tax number means.

    Raises:
        NobodyMeant: there is none, or there are several.
    """
    found = list(search_parties(Party.objects.standing(), text)[:2])
    if len(found) != 1:
        raise NobodyMeant(len(found))
    return found[0]
