"""What the allocation register publishes: spaces and how they stand, never who has them."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.allocation.models import Space
from apps.allocation.terms import SpaceKind, SpaceState, Standing
from geo.layers import Field, Layer, publish

publish(
    Layer(
        name="spaces",
        title=_("Spaces on offer"),
        description=_(
            "Stands, seats and niches of what was announced, and whether each is free at "
            "the moment of reading."
        ),
        model=Space,
        geometry="place",
        geometry_type="Geometry",
        rows=lambda audience: (
            Space.objects.filter(offering__is_announced=True)
            .exclude(state=SpaceState.WITHDRAWN)
            .with_standing()
            .annotate(offered=F("offering__code"), offered_as=F("offering__title"))
        ),
        fields=(
            Field(name="code", title=_("Code")),
            Field(name="offering", title=_("Offering"), source="offered"),
            Field(name="offering_title", title=_("Offered as"), source="offered_as"),
            Field(name="tariff", title=_("Tariff")),
            Field(name="kind", title=_("Kind"), words=tuple(SpaceKind.choices)),
            Field(
                name="state",
                title=_("State"),
                source="standing",
                words=tuple(Standing.choices),
            ),
        ),
        source=_("Allocation register of the municipality"),
        zooms=(12, 18),
        coloured_by="state",
        tile_seconds=0,
    )
)
