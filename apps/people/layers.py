"""What the register of people and offices publishes: the offices, never the people."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.people.models import Office
from apps.people.terms import OfficeKind
from geo.layers import Field, Kind, Layer, publish

publish(
    Layer(
        name="offices",
        title=_("Municipal offices"),
        description=_("Where the offices of the municipality are, as far as it is known."),
        model=Office,
        geometry="position",
        geometry_type="Point",
        rows=lambda audience: Office.objects.filter(position__isnull=False).annotate(
            under=F("parent__name")
        ),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="name", title=_("Name")),
            Field(name="kind", title=_("Kind"), words=tuple(OfficeKind.choices)),
            Field(name="under", title=_("Stands under")),
            Field(name="address", title=_("Address")),
            Field(
                name="confirmed",
                title=_("Place confirmed by the municipality"),
                kind=Kind.BOOLEAN,
                source="is_placed_by_hand",
            ),
        ),
        source=_("Organisation chart of the municipality"),
        zooms=(10, 18),
        tile_seconds=0,
    )
)
