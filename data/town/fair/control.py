"""An invented day of control at a feast: what inspectors found, fined and took away."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Final

from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from apps.allocation.models import Claim, Space
from apps.allocation.terms import ClaimKind
from apps.festivals.actions import Handing, charge_infraction, hand_on, place_service
from apps.festivals.models import (
    ConfiscatedItem,
    Confiscation,
    Custody,
    Festival,
    Infraction,
    InfractionKind,
    Inspection,
    Service,
    Trade,
    UnlicensedVendor,
    WasteWeighing,
)
from apps.festivals.terms import Fault, Person, ServiceKind, Shown, Step
from apps.treasury.actions import create_concept, set_price
from data.town.money import office_of_receipts
from geo.access import Viewer
from geo.measure import planar, stored

BASIS: Final = "Ordenanza de demostración (inventada)"
CONCEPT: Final = "festival-fines-demo"
INSPECTOR: Final = "inspectora-demo"
KINDS: Final = (
    ("exceso-frente", "Ocupa más frente que el autorizado", "200.00"),
    ("otro-rubro", "Vende otro rubro que el de su patente", "150.00"),
    ("sin-patente", "Vende sin patente", "300.00"),
    ("limpieza", "Deja residuos en su puesto", None),
)
"""Code, name and invented fine; the last is a warning."""
SERVICES: Final = (
    (0.05, ServiceKind.TOILET, "Baños, inicio del recorrido"),
    (0.5, ServiceKind.TOILET, "Baños, mitad del recorrido"),
    (0.35, ServiceKind.FIRST_AID, "Primeros auxilios"),
    (0.6, ServiceKind.WASTE, "Punto de residuos"),
    (0.75, ServiceKind.WATER, "Agua potable"),
    (0.95, ServiceKind.POLICE, "Puesto policial"),
)
UNLICENSED: Final = (0.28, 0.3, 0.31, 0.33, 0.34, 0.36, 0.58, 0.61, 0.62, 0.8)
"""Where along the route somebody sells without a patent."""
WASTE: Final = (("", "412.5"), ("plaza", "188.0"))


def invent_control(festival: Festival, *, at: dt.datetime, by: Viewer) -> int:
    """Invent what was found at a feast at some moment; returns how many looks."""
    if festival.route is None or festival.unlicensed.exists():
        return 0
    on = timezone.localtime(at).date()
    kinds = _kinds(on, by=by)
    invent_services(festival, by=by)
    _unlicensed(festival, festival.route, at)
    for zone, kg in WASTE:
        WasteWeighing.objects.create(
            event_id=uuid.uuid4(),
            festival=festival,
            on_day=on,
            zone=zone,
            kg=Decimal(kg),
            weighed_by=INSPECTOR,
        )
    looks = _looks(festival, at)
    _fine(festival, looks, kinds, at, by=by)
    return len(looks)


def invent_services(festival: Festival, *, by: Viewer) -> None:
    """Place what the crowd needs along the route, once."""
    if festival.route is None or festival.services.exists():
        return
    for share, kind, name in SERVICES:
        where = _beside(festival.route, share, -9)
        service = Service(festival=festival, kind=kind, name=name, position=where)
        place_service(service, by=by)


def _kinds(on: dt.date, *, by: Viewer) -> dict[str, InfractionKind]:
    name = "Multas de fiestas (demostración)"
    office = office_of_receipts()
    concept = create_concept(CONCEPT, name, budget_item="15910", office_id=office, by=by)
    found = {}
    for code, title, fine in KINDS:
        known = {"name": title, "legal_basis": BASIS, "concept": concept if fine else None}
        found[code], is_new = InfractionKind.objects.get_or_create(
            code=code, defaults=known
        )
        if is_new and fine is not None:
            set_price(
                concept,
                fine,
                variant=code,
                unit="multa",
                days=(on - dt.timedelta(days=31), None),
                legal_basis=BASIS,
                by=by,
            )
    return found


def _beside(route: LineString, share: float, metres: float) -> Point:
    """A point beside the route, so many metres to the north of it."""
    axis = planar(route)
    x, y = axis.interpolate_normalized(share).coords
    return stored(Point(x, y + metres, srid=axis.srid))


def _unlicensed(festival: Festival, route: LineString, at: dt.datetime) -> None:
    trades = list(Trade.objects.order_by("code"))
    UnlicensedVendor.objects.bulk_create(
        UnlicensedVendor(
            event_id=uuid.uuid4(),
            festival=festival,
            position=_beside(route, share, (-5, 4, 6)[number % 3]),
            accuracy_m=8,
            trade=trades[number % len(trades)],
            seen_at=at,
            seen_by=INSPECTOR,
        )
        for number, share in enumerate(UNLICENSED)
    )


def _looks(festival: Festival, at: dt.datetime) -> list[Inspection]:
    """A look at each stand that was sold; two of them are not as they should."""
    titles = Claim.objects.filter(
        space__offering__code=festival.code,
        kind=ClaimKind.TITLE,
        in_force__upper_inf=True,
    )
    spaces = Space.objects.filter(pk__in=titles.values("space")).order_by("code")
    odd = {0: ("9.00", [Fault.LENGTH]), 1: ("5.00", [Fault.TRADE])}
    return [
        Inspection.objects.create(
            event_id=uuid.uuid4(),
            space=space,
            made_at=at,
            made_by=INSPECTOR,
            position=space.place.centroid,
            accuracy_m=8,
            distance_m=2,
            person=Person.HOLDER,
            shown=Shown.VALID,
            allowed_m=Decimal(5),
            frontage_m=Decimal(odd.get(number, ("5.00", []))[0]),
            faults=odd.get(number, ("5.00", []))[1],
        )
        for number, space in enumerate(spaces)
    ]


def _fine(
    festival: Festival,
    looks: list[Inspection],
    kinds: dict[str, InfractionKind],
    at: dt.datetime,
    *,
    by: Viewer,
) -> None:
    """Fine what was wrong, and confiscate from one who sold without a patent."""
    on = timezone.localtime(at).date()
    common = {
        "festival": festival,
        "on_day": on,
        "committed_at": at,
        "recorded_by": INSPECTOR,
    }
    for look, code in zip(looks, ("exceso-frente", "otro-rubro"), strict=False):
        made = Infraction.objects.create(
            event_id=uuid.uuid4(),
            kind=kinds[code],
            space=look.space,
            inspection=look,
            position=look.position,
            **common,
        )
        titles = Claim.objects.filter(space=look.space, kind=ClaimKind.TITLE)
        title = titles.filter(in_force__upper_inf=True).select_related("party").get()
        assert title.party is not None
        charge_infraction(made, title.party, on=on, by=by)
    seen = UnlicensedVendor.objects.filter(festival=festival).order_by("pk")[0]
    made = Infraction.objects.create(
        event_id=uuid.uuid4(),
        kind=kinds["sin-patente"],
        position=seen.position,
        **common,
    )
    _confiscate(made, at, by=by)


def _confiscate(infraction: Infraction, at: dt.datetime, *, by: Viewer) -> None:
    taken = Confiscation.objects.create(
        event_id=uuid.uuid4(), infraction=infraction, made_at=at, made_by=INSPECTOR
    )
    for ordinal, (what, quantity) in enumerate(
        (("Cajas de refresco", 4), ("Garrafa de gas", 1)), start=1
    ):
        ConfiscatedItem.objects.create(
            confiscation=taken, ordinal=ordinal, what=what, quantity=Decimal(quantity)
        )
    Custody.objects.create(
        confiscation=taken,
        ordinal=1,
        kind=Step.SEIZED,
        giver="no se sabe quién fue",
        receiver=INSPECTOR,
        place="en la calle",
        at=at,
        recorded_by=INSPECTOR,
    )
    store = Handing(
        kind=Step.HANDED, receiver="Depósito de la Intendencia", place="Depósito", at=at
    )
    hand_on(taken, store, by=by)
