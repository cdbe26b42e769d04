"""Words of public works, as SICOES and the works office use them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkKind(TextChoices):
    """What is built, read from the object of the call."""

    PAVING = "paving", _("paving")
    SEWER = "sewer", _("sewer")
    WATER = "water", _("drinking water")
    DRAINAGE = "drainage", _("storm drainage")
    SCHOOL = "school", _("school")
    HEALTH = "health", _("health")
    SPORTS = "sports", _("sports")
    PARK = "park", _("park or square")
    MARKET = "market", _("market")
    CEMETERY = "cemetery", _("cemetery")
    BRIDGE = "bridge", _("bridge")
    WALL = "wall", _("wall or river defence")
    IRRIGATION = "irrigation", _("irrigation")
    LIGHTING = "lighting", _("lighting and power")
    BUILDING = "building", _("public building")
    OTHER = "other", _("other")


class State(TextChoices):
    """State of a call in SICOES (frozen at first capture since 2022-07 in open data)."""

    PUBLISHED = "published", _("published")
    AWARDED = "awarded", _("awarded")
    CONTRACTED = "contracted", _("contracted")
    DESERTED = "deserted", _("no bidder")
    CANCELLED = "cancelled", _("cancelled")


class PlaceLevel(TextChoices):
    """How exactly the text says where a work is, finest first."""

    CORNER = "corner", _("street corner")
    STREET = "street", _("street")
    OTB = "otb", _("OTB")
    DISTRICT = "district", _("district")
    NONE = "none", _("no place named")
