"""What the treasury publishes: open obligations, to staff; to anyone, nothing."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.treasury.models import Obligation
from apps.treasury.permissions import VIEW
from geo.access import Audience
from geo.layers import DistrictBound, Field, Kind, Layer, publish

publish(
    Layer(
        name="obligations",
        title=_("Open obligations"),
        description=_(
            "What is owed to the municipality, where the thing is it is owed for."
        ),
        model=Obligation,
        geometry="place",
        geometry_type="Geometry",
        rows=lambda audience: (
            Obligation.objects.open()
            .filter(place__isnull=False)
            .annotate(
                concept_name=F("concept__name"),
                debtor_name=F("debtor__name"),
                district_number=F("district__number"),
                otb_name=F("otb__name"),
                street_name=F("street__name"),
            )
        ),
        is_personal=True,
        fields=(
            Field(name="key", title=_("Obligation"), in_tiles=False),
            Field(name="concept", title=_("Concept"), source="concept_name"),
            Field(name="debtor", title=_("Debtor"), source="debtor_name"),
            Field(name="charged_on", title=_("Charged on"), kind=Kind.DATE),
            Field(name="due_on", title=_("Due on"), kind=Kind.DATE),
            Field(name="amount", title=_("Amount"), kind=Kind.NUMBER, unit="Bs"),
            Field(name="outstanding", title=_("Outstanding"), kind=Kind.NUMBER, unit="Bs"),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            Field(name="otb", title=_("OTB"), source="otb_name"),
            Field(name="street", title=_("Street"), source="street_name"),
        ),
        source=_("Treasury of the municipality"),
        audience=Audience.STAFF,
        bound=DistrictBound(permission=VIEW, district="district_number"),
        zooms=(12, 18),
        tile_seconds=0,
        time="due_on",
    )
)
