"""What the water service publishes: cover to anyone, connections and networks to staff."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from apps.water.models import Asset, Connection, Operator, TrialResult
from apps.water.permissions import VIEW
from apps.water.terms import (
    AssetKind,
    AssetState,
    Category,
    ConnectionState,
    Effect,
    OperatorKind,
)
from geo.access import Audience
from geo.layers import DistrictBound, Field, Kind, Layer, publish
from geo.naming import ORIGINS

ZONE = ZoneInfo(settings.TIME_ZONE)
SOURCE = _("Register of the water service")

publish(
    Layer(
        name="water-operators",
        title=_("Who supplies water"),
        description=_(
            "Ground that each operator of drinking water supplies. Several networks may "
            "lie under one street."
        ),
        model=Operator,
        geometry="ground",
        geometry_type="MultiPolygon",
        rows=lambda audience: Operator.objects.filter(
            covers__days__contains=TruncDate(Now(), tzinfo=ZONE)
        ).annotate(ground=F("covers__ground")),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="name", title=_("Operator")),
            Field(name="kind", title=_("Kind"), words=tuple(OperatorKind.choices)),
            Field(name="telephone", title=_("Telephone"), in_tiles=False),
            Field(name="address", title=_("Office"), in_tiles=False),
            Field(
                name="source",
                title=_("Source"),
                in_tiles=False,
                words=ORIGINS,
                is_open=True,
            ),
        ),
        source=SOURCE,
        zooms=(10, 18),
        tile_seconds=0,
    )
)

publish(
    Layer(
        name="water-assets",
        title=_("Water networks"),
        description=_("Wells, tanks, mains, valves and hydrants."),
        model=Asset,
        geometry="shape",
        geometry_type="Geometry",
        rows=lambda audience: Asset.objects.exclude(state=AssetState.REMOVED).annotate(
            operator_name=F("operator__name"), diameter=F("main__diameter_mm")
        ),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="kind", title=_("Kind"), words=tuple(AssetKind.choices)),
            Field(name="state", title=_("State"), words=tuple(AssetState.choices)),
            Field(name="operator", title=_("Operator"), source="operator_name"),
            Field(
                name="diameter",
                title=_("Diameter"),
                kind=Kind.INTEGER,
                unit="mm",
                in_tiles=False,
            ),
            Field(
                name="installed_on",
                title=_("Installed on"),
                kind=Kind.DATE,
                in_tiles=False,
            ),
        ),
        source=SOURCE,
        audience=Audience.STAFF,
        ask=_(
            "Water mains and valves are not shown here: ask the operator of the water "
            "service before you dig."
        ),
        zooms=(12, 18),
    )
)

publish(
    Layer(
        name="water-connections",
        title=_("Water connections"),
        description=_("Where water leaves the networks for houses, with the account."),
        model=Connection,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: (
            Connection.objects.exclude(state=ConnectionState.REMOVED)
            .filter(Q(accounts__isnull=True) | Q(accounts__days__upper_inf=True))
            .annotate(
                operator_name=F("operator__name"),
                account=F("accounts__number"),
                category=F("accounts__category"),
                is_metered=F("accounts__is_metered"),
                district_number=F("district__number"),
                otb_name=F("otb__name"),
                street_name=F("street__name"),
            )
        ),
        fields=(
            Field(name="account", title=_("Account")),
            Field(name="operator", title=_("Operator"), source="operator_name"),
            Field(name="category", title=_("Category"), words=tuple(Category.choices)),
            Field(name="state", title=_("State"), words=tuple(ConnectionState.choices)),
            Field(
                name="metered",
                title=_("Metered"),
                kind=Kind.BOOLEAN,
                source="is_metered",
            ),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            Field(name="otb", title=_("OTB"), source="otb_name"),
            Field(name="street", title=_("Street"), source="street_name"),
            Field(name="written", title=_("Address"), source="address", in_tiles=False),
        ),
        source=SOURCE,
        audience=Audience.STAFF,
        zooms=(12, 18),
        bound=DistrictBound(permission=VIEW, district="district_number"),
    )
)

publish(
    Layer(
        name="water-trials",
        title=_("What a new water tariff would change"),
        description=_(
            "Accounts by whether they would have paid less or more in the last twelve "
            "months, for each tariff that was tried."
        ),
        model=TrialResult,
        geometry="place",
        geometry_type="Point",
        rows=lambda audience: TrialResult.objects.annotate(
            place=F("account__connection__position"),
            number=F("account__number"),
            district_number=F("account__connection__district__number"),
            otb_name=F("account__connection__otb__name"),
            effect=Case(
                When(after__lt=F("before"), then=Value(Effect.PAYS_LESS)),
                When(after__gt=F("before"), then=Value(Effect.PAYS_MORE)),
                default=Value(Effect.PAYS_THE_SAME),
                output_field=CharField(),
            ),
        ),
        fields=(
            Field(name="trial", title=_("Trial"), kind=Kind.INTEGER, source="trial_id"),
            Field(name="account", title=_("Account"), source="number"),
            Field(name="effect", title=_("Effect"), words=tuple(Effect.choices)),
            Field(
                name="paid", title=_("Before"), kind=Kind.NUMBER, unit="Bs", source="before"
            ),
            Field(
                name="would_pay",
                title=_("After"),
                kind=Kind.NUMBER,
                unit="Bs",
                source="after",
            ),
            Field(name="otb", title=_("OTB"), source="otb_name"),
        ),
        source=SOURCE,
        audience=Audience.STAFF,
        zooms=(10, 18),
        tile_seconds=0,
        coloured_by="effect",
        bound=DistrictBound(permission=VIEW, district="district_number"),
    )
)
