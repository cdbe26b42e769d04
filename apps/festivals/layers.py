"""What is published of feasts: route, clear zones and services; to staff the rest."""

from __future__ import annotations

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import Centroid
from django.db.models import Case, CharField, F, Func, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from apps.festivals.models import (
    Festival,
    Infraction,
    Inspection,
    Module,
    Service,
    UnlicensedVendor,
    Zone,
)
from apps.festivals.terms import PlanState, ServiceKind, Shown, ZoneKind
from geo import crs
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

_REPORTS = _("What inspectors report from the feasts")

publish(
    Layer(
        name="festival-services",
        title=_("Services at feasts"),
        description=_(
            "Toilets, first aid, waste points, water and police at announced feasts."
        ),
        model=Service,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: Service.objects.filter(festival__is_announced=True).annotate(
            festival_code=F("festival__code")
        ),
        fields=(
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(name="kind", title=_("Kind"), words=tuple(ServiceKind.choices)),
            Field(name="name", title=_("Name")),
        ),
        source=_SOURCE,
        zooms=(12, 18),
    )
)

publish(
    Layer(
        name="unlicensed-vendors",
        title=_("Vendors without patent"),
        description=_("Where inspectors saw somebody sell without a stand of the plan."),
        model=UnlicensedVendor,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: UnlicensedVendor.objects.annotate(
            festival_code=F("festival__code"), trade_code=F("trade__code")
        ),
        fields=(
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(name="trade", title=_("Trade"), source="trade_code"),
            Field(name="seen_at", title=_("Seen"), kind=Kind.DATETIME),
        ),
        source=_REPORTS,
        audience=Audience.STAFF,
        zooms=(12, 18),
        tile_seconds=0,
    )
)

publish(
    Layer(
        name="festival-inspections",
        title=_("Inspections at feasts"),
        description=_("Every look at a stand, in its middle, and whether it was in order."),
        model=Inspection,
        geometry="middle",
        geometry_type="Point",
        rows=lambda audience: Inspection.objects.annotate(
            middle=Cast(Centroid("space__place"), PointField(srid=crs.STORAGE)),
            festival_code=F("space__offering__code"),
            stand=F("space__code"),
            fault_count=Coalesce(Func(F("faults"), 1, function="array_length"), 0),
        ),
        fields=(
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(name="stand", title=_("Stand")),
            Field(name="made_at", title=_("When"), kind=Kind.DATETIME),
            Field(
                name="faults",
                title=_("Faults"),
                kind=Kind.INTEGER,
                source="fault_count",
            ),
            Field(name="shown", title=_("Patent shown"), words=tuple(Shown.choices)),
        ),
        source=_REPORTS,
        audience=Audience.STAFF,
        zooms=(13, 18),
        tile_seconds=0,
    )
)

publish(
    Layer(
        name="festival-infractions",
        title=_("Infractions at feasts"),
        description=_(
            "Where something was done against the rules of a feast, and what; without what "
            "was annulled."
        ),
        model=Infraction,
        geometry="middle",
        geometry_type="Point",
        rows=lambda audience: Infraction.objects.filter(annulled_at=None).annotate(
            middle=Cast(
                Coalesce("position", Centroid("space__place")),
                PointField(srid=crs.STORAGE),
            ),
            festival_code=F("festival__code"),
            kind_code=F("kind__code"),
            kind_name=F("kind__name"),
        ),
        fields=(
            Field(name="festival", title=_("Feast"), source="festival_code"),
            Field(name="kind", title=_("Infraction"), source="kind_code"),
            Field(name="name", title=_("Name"), source="kind_name"),
            Field(name="on_day", title=_("Day"), kind=Kind.DATE),
        ),
        source=_REPORTS,
        audience=Audience.STAFF,
        zooms=(13, 18),
        tile_seconds=0,
    )
)
