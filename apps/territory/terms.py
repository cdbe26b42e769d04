"""Words of the territory and what each means."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Certainty(TextChoices):
    """How far a shape can be trusted."""

    OFFICIAL = "official", _("official")
    DERIVED = "derived", _("derived from other data")
    DRAWN = "drawn", _("drawn for demonstration")


class OtbKind(TextChoices):
    """Kinds of territorial grass-roots organisation (Ley 1551, art. 3)."""

    OTB = "otb", _("OTB")
    JUNTA = "junta", _("neighbourhood board")
    COMMUNITY = "community", _("rural community")
    SINDICATO = "sindicato", _("agrarian union")
    URBANISATION = "urbanisation", _("housing estate")


class StreetKind(TextChoices):
    """What a street is, from the widest to the narrowest."""

    AVENUE = "avenue", _("avenue")
    STREET = "street", _("street")
    PASSAGE = "passage", _("passage")
    ROAD = "road", _("road")


class BlockUse(TextChoices):
    """What covers most of a block."""

    HOUSING = "housing", _("housing")
    GREEN = "green", _("square, park or sports ground")
    SERVICE = "service", _("school, market, health or public service")
    FARMLAND = "farmland", _("farmland")


class PlaceKind(TextChoices):
    """Kinds of named place in the gazetteer."""

    SCHOOL = "school", _("school")
    HEALTH = "health", _("health centre")
    MARKET = "market", _("market")
    CHURCH = "church", _("church")
    SQUARE = "square", _("square or park")
    SPORT = "sport", _("sports ground")
    OFFICE = "office", _("public office")
    COMMUNITY = "community", _("community or locality")
    CEMETERY = "cemetery", _("cemetery")
    WATER = "water", _("river, lake or well")
    LANDMARK = "landmark", _("landmark")


class FindingKind(TextChoices):
    """Anomalies that are recorded, not forbidden."""

    OTBS_OVERLAP = "otbs-overlap", _("two OTBs cover the same ground")
    OTB_GAP = "otb-gap", _("inhabited ground without an OTB")
    ZONE_CROSSES_OTB = "zone-crosses-otb", _("a zone crosses the limit of an OTB")
    OTB_CROSSES_DISTRICT = "otb-crosses-district", _("an OTB reaches into another district")
    PARCELS_OVERLAP = "parcels-overlap", _("two parcels cover the same ground")
    PARCEL_WITHOUT_STREET = "parcel-without-street", _("a parcel touches no street")
    NAME_TWICE = "name-twice", _("two places of one kind share a name")


FOUND_KINDS: Final[dict[str, Promise]] = {
    "district": _("District"),
    "zone": _("Zone"),
    "otb": _("OTB"),
    "street": _("Street"),
    "corner": _("Street corner"),
    "place": _("Place"),
    "address": _("Address"),
    "coordinates": _("Coordinates"),
}
"""What people call the kinds of place that a searched text may mean."""
