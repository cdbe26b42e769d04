"""What the municipality's own published layers know that a feast keeps clear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.festivals.terms import ZoneKind

METRES: Final = 100
"""From the route: what is farther away does not concern its stands."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Features of a published layer that are one kind of restriction."""

    name: str
    title: str | Promise
    layer: str
    field: str
    word: str
    label: str
    """Field of the layer that names one of them."""
    zone: ZoneKind
    clearance_m: Decimal
    """Proposed; whoever plans decides."""


KNOWN: Final = (
    Known(
        name="hydrants",
        title=_("Hydrants"),
        layer="water-assets",
        field="kind",
        word="hydrant",
        label="code",
        zone=ZoneKind.HYDRANT,
        clearance_m=Decimal(3),
    ),
    Known(
        name="health",
        title=_("Hospitals and health posts"),
        layer="place-names",
        field="kind",
        word="health",
        label="name",
        zone=ZoneKind.HOSPITAL,
        clearance_m=Decimal(20),
    ),
    Known(
        name="schools",
        title=_("Schools"),
        layer="place-names",
        field="kind",
        word="school",
        label="name",
        zone=ZoneKind.SCHOOL,
        clearance_m=Decimal(10),
    ),
    Known(
        name="churches",
        title=_("Churches"),
        layer="place-names",
        field="kind",
        word="church",
        label="name",
        zone=ZoneKind.TEMPLE,
        clearance_m=Decimal(10),
    ),
)
