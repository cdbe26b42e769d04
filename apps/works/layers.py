"""What the works register publishes."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from apps.territory.terms import Certainty
from apps.works.models import Call, Work
from apps.works.terms import PlaceLevel, State, WorkKind
from geo.layers import Field, Kind, Layer, publish
from geo.naming import ORIGINS

_CALLS = (
    Call.objects.filter(work=OuterRef("pk")).order_by("published_on", "cuce").values("cuce")
)

publish(
    Layer(
        name="works",
        title=_("Public works"),
        description=_(
            "Works procured by the municipality, at the places their texts name."
        ),
        model=Work,
        geometry="positions",
        geometry_type="MultiPoint",
        rows=lambda audience: Work.objects.annotate(cuces=ArraySubquery(_CALLS)),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="object", title=_("Object")),
            Field(name="kind", title=_("Kind"), words=tuple(WorkKind.choices)),
            Field(name="state", title=_("State"), words=tuple(State.choices)),
            Field(name="year", title=_("Year"), kind=Kind.INTEGER),
            Field(
                name="published_on",
                title=_("First published on"),
                kind=Kind.DATE,
                in_tiles=False,
            ),
            Field(
                name="district",
                title=_("Districts"),
                kind=Kind.INTEGERS,
                source="district_numbers",
            ),
            Field(name="otb", title=_("OTBs"), kind=Kind.TEXTS, source="otb_names"),
            Field(
                name="place_level", title=_("Exactness"), words=tuple(PlaceLevel.choices)
            ),
            Field(name="place_words", title=_("Words that name the place"), in_tiles=False),
            Field(name="accuracy_m", title=_("Accuracy"), kind=Kind.NUMBER, unit="m"),
            Field(name="certainty", title=_("Certainty"), words=tuple(Certainty.choices)),
            Field(
                name="calls",
                title=_("Calls (CUCE)"),
                kind=Kind.TEXTS,
                source="cuces",
                in_tiles=False,
            ),
            Field(
                name="source",
                title=_("Source"),
                in_tiles=False,
                words=ORIGINS,
                is_open=True,
            ),
        ),
        source=_("SICOES, public procurement record of Bolivia"),
        zooms=(8, 18),
        coloured_by="state",
        tile_sql="works_tile",
        tile_seconds=0,
        time="published_on",
    )
)
