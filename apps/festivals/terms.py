"""Words of the feasts: what is sold, what must be kept clear, and by which rules."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MODULE: Final = "festivals.module"
"""What a space of the allocation register is to a feast: a module of its plan."""

BY_METRE: Final = "m"
"""Unit of prices that count metres of frontage; every other counts modules."""


BY_MODULE: Final = "módulo"
BY_SEAT: Final = "asiento"
"""Unit of prices that count seats."""


class EditKind(TextChoices):
    """What was done to modules of a draft."""

    DRAW = "draw", _("drawn")
    MOVE = "move", _("moved")
    SPLIT = "split", _("split")
    MERGE = "merge", _("made one")
    RENUMBER = "renumber", _("renumbered")
    BLOCK = "block", _("blocked or unblocked")
    TRADE = "trade", _("given another trade")
    REMOVE = "remove", _("removed")


class PlanState(TextChoices):
    """How far a plan has come; of each feast at most one is published."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class Side(TextChoices):
    """A side of the route, seen in its direction."""

    LEFT = "left", _("left side")
    RIGHT = "right", _("right side")


class ZoneKind(TextChoices):
    """What must be kept clear of stands, or of some of them."""

    TEMPLE = "temple", _("temple")
    HYDRANT = "hydrant", _("hydrant")
    HOSPITAL = "hospital", _("hospital or health post")
    SCHOOL = "school", _("school")
    AMBULANCE = "ambulance", _("ambulance lane")
    DOOR = "door", _("door or garage")
    OTHER = "other", _("other restriction")


class Trait(TextChoices):
    """What a trade brings with it, so that rules can speak of it."""

    FLAME = "flame", _("open fire")
    GAS = "gas", _("liquefied gas")
    ALCOHOL = "alcohol", _("alcohol")


class Breach(TextChoices):
    """What is wrong with a plan at some place."""

    OVERLAP = "overlap", _("two modules overlap")
    ZONE = "zone", _("too near to something that must stay clear")
    APART = "apart", _("two trades too near to each other")
    LANE = "lane", _("stands in the evacuation lane")
    CLOSED = "closed", _("lies outside the municipality")
    PRICE = "price", _("no price in force")
