"""A demonstration feast: invented stands along an avenue, planned and sold by the acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final

from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from apps.allocation.actions import check_out, hold_spaces
from apps.allocation.domain.holders import Holder
from apps.allocation.models import Offering
from apps.festivals.actions import (
    Order,
    announce,
    block_modules,
    close_street,
    draw_modules,
    keep_clear,
    new_plan,
    open_festival,
    publish_plan,
    remove_modules,
)
from apps.festivals.actions.publishing import Sale
from apps.festivals.models import Closure, Festival, Plan, SpacingRule, Trade, Zone
from apps.festivals.queries import rules_broken
from apps.festivals.terms import Side, ZoneKind
from apps.people.models import Party
from apps.territory.models import Street
from apps.territory.terms import StreetKind
from apps.treasury.actions import create_concept, receive_payment, set_price
from apps.treasury.domain.shares import Tender
from apps.treasury.models import Concept
from apps.treasury.terms import Means
from data.town.control import invent_control
from geo.access import Viewer
from geo.measure import planar, stored

CODE: Final = "feria-demo"
CONCEPT: Final = "festival-demo"
BASIS: Final = "Ordenanza de demostración (inventada)"
LONGEST_M: Final = 4000
"""Of the avenue; the entry of Urkupiña is 4.3 km long."""
SOLD: Final = ("P-3", "P-4", "P-11", "P-20")
HELD: Final = ("P-7", "P-8")
BLOCKED: Final = ("P-15", "P-16")


@dataclass(frozen=True, kw_only=True)
class _Invented:
    """A trade of the demonstration, where it stands and what it costs."""

    code: str
    name: str
    prefix: str
    side: Side
    share: tuple[float, float]
    """From where to where along the route, of its length."""
    price: str
    unit: str = "módulo"
    traits: tuple[str, ...] = ()
    seats: int = 0
    frontage_m: str = "5"
    depth_m: str = "3"


INVENTED: Final = (
    _Invented(
        code="graderia",
        name="Graderías",
        prefix="G",
        side=Side.RIGHT,
        share=(0.0, 0.12),
        price="566.00",
        seats=100,
        depth_m="5",
    ),
    _Invented(
        code="sillas",
        name="Sillas",
        prefix="S",
        side=Side.RIGHT,
        share=(0.12, 0.5),
        price="28.60",
        unit="m",
        seats=22,
        depth_m="2",
    ),
    _Invented(
        code="artesania",
        name="Artesanías",
        prefix="P",
        side=Side.LEFT,
        share=(0.0, 0.6),
        price="283.00",
    ),
    _Invented(
        code="comida",
        name="Comida",
        prefix="C",
        side=Side.LEFT,
        share=(0.6, 1.0),
        price="283.00",
        traits=("gas",),
    ),
    _Invented(
        code="juegos",
        name="Juegos",
        prefix="J",
        side=Side.RIGHT,
        share=(0.5, 1.0),
        price="283.00",
    ),
)
"""Prices: 283 Bs is the mean of a patent of Urkupiña in 2014; 566 and 143 Bs for five
metres are those of stands and chairs at the Corso de Corsos of 2024, which also gives 22
chairs for five metres."""
GRANDSTANDS: Final = 12


def invent_fair(*, now: dt.datetime, scale: float = 1, by: Viewer) -> int:
    """Plan an invented feast, put it on sale and sell some of it, once only.

    Returns how many modules there are. `scale` is the share of the avenue it takes.
    """
    route = _longest(scale)
    if route is None or Festival.objects.filter(code=CODE).exists():
        return 0
    today = timezone.localtime(now).date()
    festival = announce(open_festival(_feast(today, route, by=by), by=by), by=by)
    _keep_clear(festival, route, by=by)
    plan = _plan(festival, planar(route).length, on=today, by=by)
    sale = Sale(
        first=now - dt.timedelta(days=1),
        last=now + dt.timedelta(days=200),
        most_per_party=4,
    )
    offering = publish_plan(plan, sale, on=today, by=by)
    _sell_some(offering, on=today, by=by)
    invent_control(festival, at=now, by=by)
    return plan.modules.count()


def _longest(scale: float) -> LineString | None:
    """The longest piece of an avenue, at most four kilometres of it."""
    avenues = Street.objects.filter(kind=StreetKind.AVENUE)
    pieces = chain.from_iterable(planar(street.axis) for street in avenues)
    lines = [piece for piece in pieces if isinstance(piece, LineString)]
    longest = max(lines, key=lambda piece: piece.length, default=None)
    if longest is None:
        return None
    length = min(longest.length, LONGEST_M) * min(1, scale * 2)
    steps = [longest.interpolate(length * step / 40) for step in range(41)]
    return stored(LineString([step.coords for step in steps], srid=longest.srid))


def _feast(today: dt.date, route: LineString, *, by: Viewer) -> Festival:
    year = today.year if (today.month, today.day) < (8, 1) else today.year + 1
    days = DateRange(dt.date(year, 8, 14), dt.date(year, 8, 17))
    return Festival(
        code=CODE,
        title=f"Fiesta de demostración {year}",
        days=days,
        legal_basis=BASIS,
        route=route,
        concept=_concept(today, by=by),
    )


def _keep_clear(festival: Festival, route: LineString, *, by: Viewer) -> None:
    """Hydrants beside the avenue, a temple at its end, and the avenue itself closed."""
    axis = planar(route)
    for share, side in ((0.2, 7), (0.45, -7), (0.7, 7)):
        x, y = axis.interpolate_normalized(share).coords
        hydrant = Zone(
            festival=festival,
            kind=ZoneKind.HYDRANT,
            name=f"Hidrante de demostración, km {axis.length * share / 1000:.1f}",
            place=stored(Point(x, y + side, srid=axis.srid)),
            clearance_m=3,
        )
        keep_clear(hydrant, by=by)
    x, y = axis.coords[-1]
    temple = stored(Point(x, y, srid=axis.srid).buffer(15))
    keep_clear(
        Zone(
            festival=festival,
            kind=ZoneKind.TEMPLE,
            name="Templo de demostración",
            place=temple,
            clearance_m=10,
        ),
        by=by,
    )
    midnight = dt.time(tzinfo=timezone.get_current_timezone())
    hours = DateTimeTZRange(
        dt.datetime.combine(festival.days.lower, midnight),
        dt.datetime.combine(festival.days.upper, midnight),
    )
    line = MultiLineString(route, srid=route.srid)
    closure = Closure(
        festival=festival, name="Avenida del recorrido", hours=hours, line=line
    )
    close_street(closure, by=by)


def _concept(today: dt.date, *, by: Viewer) -> Concept:
    """What patents are charged as, with the price of every trade."""
    name = "Patente de fiesta (demostración)"
    concept = create_concept(CONCEPT, name, budget_item="13300", by=by)
    for trade in INVENTED:
        if not concept.prices.filter(variant=trade.code).exists():
            set_price(
                concept,
                trade.price,
                variant=trade.code,
                unit=trade.unit,
                days=(today - dt.timedelta(days=31), None),
                legal_basis=BASIS,
                by=by,
            )
    return concept


def _plan(festival: Festival, length: float, *, on: dt.date, by: Viewer) -> Plan:
    """A plan that keeps every rule: what breaks one is taken off again."""
    SpacingRule.objects.get_or_create(
        trait="flame", from_trait="gas", defaults={"metres": 6, "legal_basis": BASIS}
    )
    plan = new_plan(festival, note="Demostración", by=by)
    for trade in INVENTED:
        draw_modules(plan, _order(trade, length), by=by)
    spare = [module.code for module in plan.modules.filter(code__startswith="G-").along()]
    broken = {code for each in rules_broken(plan, on=on) for code in each.codes}
    gone = broken.union(spare[GRANDSTANDS:])
    if gone:
        remove_modules(plan, sorted(gone), by=by)
    there = set(plan.modules.values_list("code", flat=True))
    block_modules(plan, sorted(there.intersection(BLOCKED)), by=by)
    return plan


def _order(trade: _Invented, length: float) -> Order:
    first, last = (Decimal(f"{length * share:.1f}") for share in trade.share)
    known, _new = Trade.objects.get_or_create(
        code=trade.code,
        defaults={"name": trade.name, "traits": list(trade.traits), "seats": trade.seats},
    )
    return Order(
        trade=known,
        side=trade.side,
        prefix=trade.prefix,
        first_m=first,
        last_m=last,
        frontage_m=Decimal(trade.frontage_m),
        depth_m=Decimal(trade.depth_m),
    )


def _sell_some(offering: Offering, *, on: dt.date, by: Viewer) -> None:
    codes = set(offering.spaces.values_list("code", flat=True))
    buyers = list(Party.objects.standing().order_by("pk")[: len(SOLD) + 1])
    for code, buyer in zip(SOLD, buyers, strict=False):
        if code in codes:
            _sell(offering, code, buyer, on=on, by=by)
    if buyers and codes.issuperset(HELD):
        hold_spaces(offering, HELD, holder=Holder(party_id=buyers[-1].pk), by=by)


def _sell(offering: Offering, code: str, buyer: Party, *, on: dt.date, by: Viewer) -> None:
    holder = Holder(party_id=buyer.pk)
    taken = hold_spaces(offering, [code], holder=holder, by=by)
    owed = check_out(taken.token, holder=holder, on=on, by=by).obligation
    assert owed is not None
    tender = Tender(
        key=f"demo:fair:{code}",
        debtor_id=buyer.pk,
        amount=owed.amount,
        means=Means.CASH,
        shares={owed.pk: owed.amount},
    )
    receive_payment(tender, on=on, by=by)
