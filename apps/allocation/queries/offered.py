"""What is offered and who holds it; what depends on the time, by the database's clock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from apps.allocation.domain.holders import Asked, Holder
from apps.allocation.domain.papers import Paper, paper_of
from apps.allocation.models import Claim, Hold, Offering, Space, Substitution
from apps.allocation.permissions import SELL
from apps.allocation.queries.codes import code_of
from apps.allocation.queries.titles import substitutes_of, titles_of_hold
from apps.allocation.terms import ClaimKind, Outcome, Standing
from apps.territory.models import District
from apps.territory.queries import locate_many
from apps.treasury.queries.codes import Scannable
from geo import sql
from geo.access import Viewer

SQL: Final = Path(__file__).parents[1] / "sql"
NEIGHBOURS: Final = 5
"""Free spaces that are named to whoever came too late."""


@dataclass(frozen=True, kw_only=True)
class HoldStanding:
    """How a hold stands at this moment."""

    spaces: int
    binds: bool
    """Whether all of its claims bind: it can be paid in time."""
    seconds: int
    """For how long yet; counted by the database, so the reader's clock does not matter."""
    codes: list[str]
    """Of everything that was taken together, in their order."""


@dataclass(frozen=True, kw_only=True)
class _Code:
    code: str


@dataclass(frozen=True, kw_only=True)
class _Standing:
    code: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class TooLate:
    """What whoever came too late is told."""

    gone: list[str]
    """Codes of what was asked for and is not to be had."""
    free: list[str]
    """Codes of what is free nearby, nearest first."""


def is_on_sale(offering: Offering) -> bool:
    """Whether spaces of `offering` can be held now."""
    return Offering.objects.filter(pk=offering.pk, sale__contains=Now()).exists()


def standing_of(hold: Hold) -> HoldStanding:
    """How `hold` stands at this moment."""
    return sql.rows(HoldStanding, SQL / "standing.sql", hold=hold.pk)[0]


def standings_of(offering: Offering, codes: Sequence[str]) -> dict[str, str]:
    """What is the matter with each of these codes: taken, unknown, or the space's state."""
    found = sql.rows(
        _Standing, SQL / "why_not.sql", offering=offering.code, codes=list(codes)
    )
    return {each.code: each.standing for each in found}


def seen_too_late(
    offering: str, codes: Sequence[str], asked: Asked, *, party_id: int | None
) -> TooLate | None:
    """What to tell who asks for spaces of the announced offering `offering` (its code) of
    which one is taken in this moment.

    None if none is, if the sale is not on, or if what is asked was asked before and has its
    answer.
    """
    found = sql.prepared(
        TooLate,
        SQL / "late.sql",
        given={"standing": SQL / "why_not.sql", "near": SQL / "neighbours.sql"},
        offering=offering,
        codes=list(codes),
        most=NEIGHBOURS,
        party=party_id,
        who=asked.who,
        key=asked.key,
    )
    return found[0] if found else None


def neighbours(
    offering: Offering,
    codes: Sequence[str],
    most: int = NEIGHBOURS,
    party_id: int | None = None,
) -> list[str]:
    """Codes of the nearest free spaces that a party may hold now, nearest first."""
    found = sql.rows(
        _Code,
        SQL / "neighbours.sql",
        offering=offering.code,
        codes=list(codes),
        most=most,
        party=party_id,
    )
    return [each.code for each in found]


def districts_of(places: Iterable[GEOSGeometry]) -> Iterator[int | None]:
    """Numbers of the districts that places (EPSG:4326) lie in by a point within them.

    None for what lies in none. The territory is asked when this is read.
    """
    points = [place.point_on_surface for place in places]
    numbers = dict(District.objects.values_list("pk", "number")) if points else {}
    found = {
        each.ordinal: each.district_id
        for each in locate_many((point.x, point.y) for point in points)
    }
    for ordinal in range(len(points)):
        district = found.get(ordinal)  # outside the municipality nothing is found
        yield None if district is None else numbers[district]


def find_hold(token: uuid.UUID, *, holder: Holder, by: Viewer) -> Hold:
    """The hold of this token if it is `holder`'s, or `by` sells for others.

    Raises:
        Hold.DoesNotExist: there is none for them.
    """
    hold = Hold.objects.select_related("offering", "obligation").get(token=token)
    mine = hold.party_id is not None and hold.party_id == holder.party_id
    mine = mine or (bool(hold.visitor) and hold.visitor == holder.visitor)
    if not mine and not _sells(hold, by):
        raise Hold.DoesNotExist
    return hold


def _sells(hold: Hold, by: Viewer) -> bool:
    """Whether `by` may sell all spaces of a hold for others."""
    if by.may(SELL.name) or not by.may_somewhere(SELL.name):
        return by.may(SELL.name)
    there = set(districts_of(space.place for space in spaces_of_hold(hold)))
    return bool(there) and there <= by.districts_of(SELL.name)


def spaces_of_hold(hold: Hold) -> QuerySet[Space]:
    """The spaces that were taken together, in the order of their codes."""
    claimed = Claim.objects.filter(hold=hold)
    return Space.objects.filter(pk__in=claimed.values("space")).order_by("code")


def spaces_by_hold(holds: Sequence[Hold]) -> dict[int | None, list[Space]]:
    """The spaces of each of some holds, in the order of their codes."""
    claims = Claim.objects.filter(hold__in=holds, kind=ClaimKind.HOLD)
    found: dict[int | None, list[Space]] = {hold.pk: [] for hold in holds}
    for claim in claims.select_related("space").order_by("space__code"):
        found[claim.hold_id].append(claim.space)
    return found


@dataclass(frozen=True, kw_only=True)
class OwnHold:
    """A hold as whoever made it sees it."""

    hold: Hold
    standing: HoldStanding
    codes: tuple[str, ...]
    """What is held, or since it was paid what they have by right and not given up."""
    substitutes: tuple[Substitution, ...] = ()
    """Who stands in for them on some days."""
    ended_why: str = ""
    """Why they have nothing of it any more."""

    @property
    def code(self) -> Scannable | None:
        """The code by which it is being paid; None where there is none."""
        waits = self.hold.obligation_id is not None and self.hold.outcome == ""
        return code_of(self.hold) if waits else None

    @property
    def paper(self) -> Paper | None:
        """What shows that it is theirs, once it is paid."""
        return paper_of(self.hold) if self._has_titles else None

    @property
    def _has_titles(self) -> bool:
        return self.hold.outcome == Outcome.SOLD and bool(self.codes)


def own_holds(offering: Offering, holder: Holder) -> list[OwnHold]:
    """Holds of `holder` in an offering that bind, or that came to something."""
    who = Q(party=holder.party_id) if holder.party_id is not None else Q(pk__in=[])
    if holder.visitor:
        who |= Q(visitor=holder.visitor)
    binding = Claim.objects.not_ended().filter(kind=ClaimKind.HOLD)
    counts = Q(outcome="", pk__in=binding.values("hold")) | Q(
        outcome__in=[Outcome.SOLD, Outcome.REFUND]
    )
    found = Hold.objects.filter(who, counts, offering=offering)
    holds = found.select_related("offering", "obligation", "refund").order_by("-held_at")
    return [_own(hold) for hold in holds]


def _own(hold: Hold) -> OwnHold:
    standing = standing_of(hold)
    if hold.outcome != Outcome.SOLD:
        return OwnHold(hold=hold, standing=standing, codes=tuple(standing.codes))
    titles = titles_of_hold(hold)
    past = Claim.objects.filter(hold=hold, kind=ClaimKind.TITLE).exclude(ended_why="")
    last = past.order_by("-in_force").first()
    return OwnHold(
        hold=hold,
        standing=standing,
        codes=tuple(title.space.code for title in titles),
        substitutes=tuple(substitutes_of(titles)),
        ended_why=last.ended_why if last and not titles else "",
    )


def refunds_due() -> QuerySet[Hold]:
    """Holds whose money must still go back, those that wait longest first."""
    found = Hold.objects.filter(refund__isnull=False, refund__paid__isnull=True)
    return found.select_related("offering", "party", "refund").order_by("refund")


def counts_by_standing(offering: Offering, viewer: Viewer) -> dict[str, int]:
    """How many spaces of an offering stand how; every standing is named."""
    seen = Space.objects.visible_to(viewer).filter(offering=offering)
    seen = seen.with_standing(of=offering)
    standings = seen.values_list("standing")  # type: ignore[misc]  # an annotation
    found = dict(standings.annotate(count=Count("pk")).order_by())
    return {each.value: found.get(each.value, 0) for each in Standing}


@dataclass(frozen=True, kw_only=True)
class MoneyOfHolds:
    """What was paid for holds, and what became of it: the two sides are always equal."""

    settled: Decimal
    """Amount of the obligations of holds on which nothing is outstanding."""
    sold: Decimal
    """Of those, what titles were given for."""
    refunds: Decimal
    """What is owed, or was given, back for holds that were paid too late."""


def money_of_holds() -> MoneyOfHolds:
    """What was paid for all holds beside what it became, for the check of the books."""
    return sql.rows(MoneyOfHolds, SQL / "money.sql")[0]
