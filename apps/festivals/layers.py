"""What is published of feasts: routes and clear zones to anyone, plans to staff."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from apps.festivals.models import Festival, Module, Zone
from apps.festivals.terms import PlanState, ZoneKind
from geo.access import Audience
from geo.layers import Field, Kind, Layer, publish

_SOURCE = _("Plans of the municipality's feasts")

publish(
    Layer(
        name="festival-routes",
        title=_("Routes of feasts"),
        description=_("The way that processions and entries of announced feasts take."),
        model=Festival,
        geometry="route",
        geometry_type="LineString",
        rows=lambda audience: Festival.objects.filter(
            is_announced=True, route__isnull=False
        ),
        fields=(
            Field(name="festival", title=_("Code"), source="code"),
            Field(name="title", title=_("Feast")),
            Field(name="legal_basis", title=_("Legal basis"), in_tiles=False),
        ),
        source=_SOURCE,
        zooms=(11, 18),
    )
)

publish(
    Layer(
        name="festival-zones",
        title=_("Places kept clear at feasts"),
        description=_(
            "Hydrants, temples, doors and lanes that no stand of an announced feast may "
            "come near, with their distance."
        ),
        model=Zone,
        geometry="place",
        geometry_type="Geometry",
        rows=lambda audience: Zone.objects.filter(festival__is_announced=True).annotate(
            festival_code=F("festival__code")
        ),
        fields=(
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(name="kind", title=_("Kind"), words=tuple(ZoneKind.choices)),
            Field(name="name", title=_("Name")),
            Field(name="clearance_m", title=_("Clearance"), kind=Kind.NUMBER, unit="m"),
        ),
        source=_SOURCE,
        zooms=(13, 18),
    )
)

publish(
    Layer(
        name="plan-modules",
        title=_("Modules of plans"),
        description=_("Every module of every version of a feast's plan."),
        model=Module,
        geometry="place",
        geometry_type="Polygon",
        rows=lambda audience: Module.objects.annotate(
            plan_number=F("plan__pk"),
            festival_code=F("plan__festival__code"),
            plan_version=F("plan__version"),
            plan_state=F("plan__state"),
            trade_code=F("trade__code"),
            trade_name=F("trade__name"),
            tariff_code=Case(
                When(price_zone="", then=F("trade__code")),
                default=Concat(
                    "trade__code", Value("-"), "price_zone", output_field=CharField()
                ),
                output_field=CharField(),
            ),
            seat_count=F("rows") * F("row_seats"),
        ),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="plan", title=_("Plan"), kind=Kind.INTEGER, source="plan_number"),
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(
                name="version",
                title=_("Version"),
                kind=Kind.INTEGER,
                source="plan_version",
            ),
            Field(
                name="state",
                title=_("State"),
                source="plan_state",
                words=tuple(PlanState.choices),
            ),
            Field(name="trade", title=_("Trade"), source="trade_code"),
            Field(name="trade_name", title=_("Name of the trade"), in_tiles=False),
            Field(name="frontage_m", title=_("Frontage"), kind=Kind.NUMBER, unit="m"),
            Field(name="depth_m", title=_("Depth"), kind=Kind.NUMBER, unit="m"),
            Field(name="tariff", title=_("Tariff"), source="tariff_code"),
            Field(name="seats", title=_("Seats"), kind=Kind.INTEGER, source="seat_count"),
            Field(name="is_blocked", title=_("Blocked"), kind=Kind.BOOLEAN),
        ),
        source=_SOURCE,
        audience=Audience.STAFF,
        zooms=(13, 18),
        tile_seconds=0,
    )
)
