"""What the territory publishes."""

from __future__ import annotations

import time

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.territory.actions.editing import check_inside
from apps.territory.models import (
    Block,
    District,
    Finding,
    Municipality,
    Otb,
    Parcel,
    Place,
    Street,
    Waterway,
    Zone,
)
from apps.territory.permissions import EDIT
from apps.territory.terms import (
    BlockUse,
    Certainty,
    FindingKind,
    OtbKind,
    PlaceKind,
    StreetKind,
)
from geo.jobs import soon
from geo.layers import Editing, Field, Kind, Layer, publish
from geo.naming import ORIGINS

SOURCE = _("Territory register of the municipality")

BY_HAND = Editing(
    permission=EDIT,
    defaults={"source": "Edición directa", "certainty": Certainty.OFFICIAL},
    check=check_inside,
    after=lambda: soon("territory.settle", timestamp=int(time.time())),
)
"""How the technicians change a shape from their desktop GIS."""

_PROVENANCE = (
    Field(name="source", title=_("Source"), in_tiles=False, words=ORIGINS, is_open=True),
    Field(name="certainty", title=_("Certainty"), words=tuple(Certainty.choices)),
)

publish(
    Layer(
        name="municipality",
        title=_("Municipality"),
        description=_("The limit of the municipality."),
        model=Municipality,
        geometry="outline",
        geometry_type="MultiPolygon",
        rows=lambda audience: Municipality.objects.all(),
        fields=(Field(name="name", title=_("Name")), *_PROVENANCE),
        source=SOURCE,
        hue="navy",
        zooms=(0, 18),
        basemap_from=0,
    )
)
publish(
    Layer(
        name="districts",
        title=_("Districts"),
        description=_("Municipal districts with their number and the name in use."),
        model=District,
        geometry="outline",
        geometry_type="MultiPolygon",
        rows=lambda audience: District.objects.all(),
        fields=(
            Field(name="number", title=_("Number"), kind=Kind.INTEGER),
            Field(name="name", title=_("Name")),
            *_PROVENANCE,
        ),
        source=SOURCE,
        hue="plum",
        zooms=(8, 18),
        basemap_from=8,
        tile_sql="districts_tile",
    )
)
publish(
    Layer(
        name="otbs",
        title=_("OTBs"),
        description=_(
            "Territorial grass-roots organisations; they may overlap or leave gaps."
        ),
        model=Otb,
        geometry="outline",
        geometry_type="MultiPolygon",
        rows=lambda audience: Otb.objects.annotate(district_number=F("district__number")),
        fields=(
            Field(name="name", title=_("Name")),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            Field(name="kind", title=_("Kind"), words=tuple(OtbKind.choices)),
            *_PROVENANCE,
        ),
        editing=BY_HAND,
        source=SOURCE,
        hue="olive",
        zooms=(11, 18),
        basemap_from=14,
        tile_sql="otbs_tile",
    )
)
publish(
    Layer(
        name="zones",
        title=_("Zones"),
        description=_("Named parts of town."),
        model=Zone,
        geometry="outline",
        geometry_type="MultiPolygon",
        rows=lambda audience: Zone.objects.all(),
        fields=(Field(name="name", title=_("Name")), *_PROVENANCE),
        editing=BY_HAND,
        source=SOURCE,
        hue="violet",
        zooms=(11, 18),
    )
)
publish(
    Layer(
        name="streets",
        title=_("Streets"),
        description=_("Street axes, one feature per street."),
        model=Street,
        geometry="axis",
        geometry_type="MultiLineString",
        rows=lambda audience: Street.objects.all(),
        fields=(
            Field(name="name", title=_("Name")),
            Field(name="kind", title=_("Kind"), words=tuple(StreetKind.choices)),
            *_PROVENANCE,
        ),
        editing=BY_HAND,
        source=SOURCE,
        hue="brown",
        zooms=(10, 18),
        basemap_from=10,
        tile_sql="streets_tile",
    )
)
publish(
    Layer(
        name="blocks",
        title=_("Blocks"),
        description=_("City blocks, bounded by streets."),
        model=Block,
        geometry="footprint",
        geometry_type="MultiPolygon",
        rows=lambda audience: Block.objects.annotate(district_number=F("district__number")),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="use", title=_("Use"), words=tuple(BlockUse.choices)),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            *_PROVENANCE,
        ),
        source=SOURCE,
        hue="brown",
        zooms=(12, 18),
        basemap_from=13,
    )
)
publish(
    Layer(
        name="parcels",
        title=_("Parcels"),
        description=_("Parcels with their code and place; no owner is published."),
        model=Parcel,
        geometry="footprint",
        geometry_type="MultiPolygon",
        rows=lambda audience: Parcel.objects.annotate(
            district_number=F("district__number"), otb_name=F("otb__name")
        ),
        fields=(
            Field(name="code", title=_("Code")),
            Field(
                name="district",
                title=_("District"),
                kind=Kind.INTEGER,
                source="district_number",
            ),
            Field(name="otb", title=_("OTB"), source="otb_name"),
            *_PROVENANCE,
        ),
        source=SOURCE,
        hue="teal",
        zooms=(15, 18),
        basemap_from=16,
    )
)
publish(
    Layer(
        name="place-names",
        title=_("Place names"),
        description=_("The gazetteer: schools, markets, squares, communities, landmarks."),
        model=Place,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: Place.objects.all(),
        fields=(
            Field(name="name", title=_("Name")),
            Field(name="kind", title=_("Kind"), words=tuple(PlaceKind.choices)),
            *_PROVENANCE,
        ),
        editing=BY_HAND,
        source=SOURCE,
        hue="plum",
        zooms=(12, 18),
        basemap_from=14,
    )
)
publish(
    Layer(
        name="waterways",
        title=_("Rivers and canals"),
        description=_("Rivers, streams and canals."),
        model=Waterway,
        geometry="axis",
        geometry_type="MultiLineString",
        rows=lambda audience: Waterway.objects.all(),
        fields=(Field(name="name", title=_("Name")), *_PROVENANCE),
        source=SOURCE,
        hue="blue",
        zooms=(10, 18),
        basemap_from=10,
    )
)
publish(
    Layer(
        name="findings",
        title=_("Findings about the territory"),
        description=_("Overlaps, gaps and doubtful limits that somebody should look at."),
        model=Finding,
        geometry="shape",
        geometry_type="Geometry",
        rows=lambda audience: Finding.objects.all(),
        fields=(
            Field(name="kind", title=_("Kind"), words=tuple(FindingKind.choices)),
            Field(name="text", title=_("What was found")),
            Field(name="square_metres", title=_("Area"), kind=Kind.NUMBER, unit="m²"),
            Field(name="recorded_at", title=_("Recorded at"), kind=Kind.DATETIME),
        ),
        source=SOURCE,
        hue="orange",
        zooms=(11, 18),
        time="recorded_at",
    )
)
