"""What a feast came to: money by trade, zone and day, ground sold, fines, waste."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db.models import Count, Q, Sum

from apps.allocation.models import Claim, Space
from apps.allocation.terms import ClaimKind, SpaceState
from apps.documents.models import Document
from apps.festivals.domain.papers import CLOSING
from apps.festivals.models import (
    Confiscation,
    Festival,
    Infraction,
    InfractionKind,
    Inspection,
    Module,
)
from apps.festivals.queries import offering_of
from apps.festivals.terms import FEAST, PlanState, Step
from apps.treasury.models import Leg
from apps.treasury.terms import EntryKind, ObligationState
from geo import sql

SQL: Final = Path(__file__).parent.parent / "sql"
NOTHING: Final = Decimal("0.00")
_OWED: Final = (ObligationState.OPEN, ObligationState.SETTLED)
_MONEY_IN: Final = (EntryKind.PAYMENT, EntryKind.APPLICATION)


@dataclass(frozen=True, kw_only=True)
class _Revenue:
    """One row of `revenue.sql`."""

    day: dt.date
    tariff: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Part:
    """An amount, or kilograms, under a name."""

    name: str
    amount: Decimal
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """How much of what was on offer was sold."""

    stands: int
    sold: int
    metres: Decimal
    metres_sold: Decimal

    @property
    def percent(self) -> Decimal | None:
        """Stands sold in a hundred; None where nothing was on offer."""
        return Decimal(100 * self.sold) / self.stands if self.stands else None


@dataclass(frozen=True, kw_only=True)
class Fined:
    """One kind of infraction, and what became of its fines."""

    name: str
    count: int
    charged: Decimal
    paid: Decimal


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A feast in figures, without anybody's name."""

    trades: tuple[Part, ...]
    days: tuple[tuple[dt.date, Decimal], ...]
    total: Decimal
    ground: Ground
    looks: int
    looks_with_faults: int
    fined: tuple[Fined, ...]
    fines_paid: Decimal
    annulled: int
    """Infractions that were annulled; they are in no other figure."""
    unlicensed: int
    confiscations: int
    returned: int
    waste: tuple[Part, ...]
    waste_kg: Decimal

    @property
    def has_zones(self) -> bool:
        """Whether anything was sold at the price of a zone."""
        return any(each.zone for each in self.trades)


def closing_of(festival: Festival) -> Closing:
    """What a feast has come to so far, by the books of the treasury and the reports."""
    rows = _revenue(festival)
    fined, waste = _fined(festival), _waste(festival)
    looks = Inspection.objects.filter(space__offering__code=festival.code)
    counted = looks.aggregate(all=Count("pk"), faulty=Count("pk", filter=~Q(faults=[])))
    taken = Confiscation.objects.filter(infraction__festival=festival)
    return Closing(
        trades=_by_trade(rows, festival),
        days=_by_day(rows),
        total=sum((each.amount for each in rows), NOTHING),
        ground=_ground(festival),
        looks=counted["all"],
        looks_with_faults=counted["faulty"],
        fined=fined,
        fines_paid=sum((each.paid for each in fined), NOTHING),
        annulled=festival.infractions.filter(annulled_at__isnull=False).count(),
        unlicensed=festival.unlicensed.count(),
        confiscations=taken.count(),
        returned=taken.filter(custody__kind=Step.RETURNED).count(),
        waste=waste,
        waste_kg=sum((each.amount for each in waste), Decimal(0)),
    )


def _revenue(festival: Festival) -> list[_Revenue]:
    offering = offering_of(festival)
    if offering is None:
        return []
    return sql.rows(_Revenue, SQL / "revenue.sql", offering=offering.pk)


def _by_trade(rows: Iterable[_Revenue], festival: Festival) -> tuple[Part, ...]:
    """Amounts by trade and price zone, the largest first."""
    modules = Module.objects.filter(plan__festival=festival)
    known = modules.values_list("trade__code", "trade__name", "price_zone").distinct()
    names = {f"{code}-{zone}" if zone else code: (name, zone) for code, name, zone in known}
    sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: NOTHING)
    for each in rows:
        sums[names.get(each.tariff, (each.tariff, ""))] += each.amount
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Part(name=name, zone=zone, amount=sum_) for (name, zone), sum_ in ordered)


def _by_day(rows: Iterable[_Revenue]) -> tuple[tuple[dt.date, Decimal], ...]:
    days: dict[dt.date, Decimal] = defaultdict(lambda: NOTHING)
    for each in rows:
        days[each.day] += each.amount
    return tuple(sorted(days.items()))


def _ground(festival: Festival) -> Ground:
    """Stands of the plan in force that were on offer, and those somebody has by right."""
    modules = Module.objects.filter(
        plan__festival=festival, plan__state=PlanState.PUBLISHED, is_blocked=False
    )
    spaces = Space.objects.filter(offering__code=festival.code).exclude(
        state=SpaceState.WITHDRAWN
    )
    titles = Claim.objects.filter(
        space__in=spaces, kind=ClaimKind.TITLE, in_force__upper_inf=True
    )
    sold = modules.filter(code__in=titles.values("space__code"))
    offered, had = (
        each.aggregate(n=Count("pk"), m=Sum("frontage_m")) for each in (modules, sold)
    )
    return Ground(
        stands=offered["n"],
        sold=had["n"],
        metres=offered["m"] or Decimal(0),
        metres_sold=had["m"] or Decimal(0),
    )


def _fined(festival: Festival) -> tuple[Fined, ...]:
    owed = Q(infractions__obligation__state__in=_OWED)
    kinds = InfractionKind.objects.filter(
        infractions__festival=festival, infractions__annulled_at=None
    )
    counted = kinds.annotate(
        n=Count("infractions"), charged=Sum("infractions__obligation__amount", filter=owed)
    )
    paid = _fines_paid(festival)
    rows = counted.order_by("-n", "name").values("pk", "name", "n", "charged")
    return tuple(
        Fined(
            name=each["name"],
            count=each["n"],
            charged=each["charged"] or NOTHING,
            paid=paid.get(each["pk"], NOTHING),
        )
        for each in rows
    )


def _fines_paid(festival: Festival) -> dict[int, Decimal]:
    """What came in for fines that stand, by the number of their kind.

    What was paid on an annulled one is an advance of who paid it, and no fine.
    """
    stand = Infraction.objects.filter(festival=festival, obligation__state__in=_OWED)
    kinds = dict(stand.values_list("obligation", "kind"))
    legs = Leg.objects.filter(obligation__in=list(kinds)).filter(
        Q(entry__kind__in=_MONEY_IN)
        | Q(entry__kind=EntryKind.REVERSAL, entry__reverses__kind__in=_MONEY_IN)
    )
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for obligation, amount in legs.values_list("obligation", "amount"):
        found[kinds[obligation]] -= amount
    return found


def _waste(festival: Festival) -> tuple[Part, ...]:
    rows = festival.waste.values("zone").annotate(kg=Sum("kg")).order_by("-kg", "zone")
    return tuple(Part(name=each["zone"], amount=each["kg"]) for each in rows)


def report_of(festival: Festival) -> Document | None:
    """The closing report as it was issued last; None before."""
    papers = Document.objects.filter(
        kind=CLOSING.name, about_kind=FEAST, about_id=festival.code, annulled_at=None
    )
    return papers.order_by("-pk").first()
