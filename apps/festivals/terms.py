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


INSPECTION: Final = "festivals.inspection"
"""Kind of fieldwork that looks at stands on the day, and at what stands between them."""
INFRACTION: Final = "festivals.infraction"
"""What the treasury is told a fine is for; its id is the infraction's number."""
FEAST: Final = "festivals.festival"
"""What the closing report is about; its id is the feast's code."""
STREET: Final = "-"
"""In place of a module's code: the street between the stands. No module is called so."""


class Person(TextChoices):
    """Whom an inspector found at a stand."""

    HOLDER = "holder", _("the holder")
    SUBSTITUTE = "substitute", _("a substitute on record")
    OTHER = "other", _("somebody else")
    NOBODY = "nobody", _("nobody")


class Shown(TextChoices):
    """What the code that was shown at a stand is worth, judged by the register."""

    VALID = "valid", _("in force for this stand")
    NONE = "none", _("no patent was shown")
    OTHER_STAND = "other_stand", _("in force for another stand")
    OTHER_FEAST = "other_feast", _("for another feast")
    ANNULLED = "annulled", _("annulled")
    EXPIRED = "expired", _("of a feast that is over")
    UNKNOWN = "unknown", _("unknown: forged")


class Fault(TextChoices):
    """In what a stand differs from its patent."""

    PERSON = "person", _("another person")
    PATENT = "patent", _("without a patent in force")
    LENGTH = "length", _("longer than allowed")
    TRADE = "trade", _("another trade")


class Finding(TextChoices):
    """What an inspector reports of a stand or of the street between them."""

    CHECKED = "checked", _("stand looked at")
    INFRACTION = "infraction", _("infraction")
    SEIZED = "seized", _("goods confiscated")
    UNLICENSED = "unlicensed", _("vendor without patent")
    WASTE = "waste", _("waste weighed")


class Step(TextChoices):
    """How confiscated goods pass from hand to hand; the last two end the way."""

    SEIZED = "seized", _("confiscated")
    HANDED = "handed", _("handed over")
    RETURNED = "returned", _("returned to their owner")
    DESTROYED = "destroyed", _("destroyed or given away")


class ServiceKind(TextChoices):
    """What the crowd of a feast needs, and where it is."""

    TOILET = "toilet", _("toilets")
    FIRST_AID = "first_aid", _("first aid")
    WASTE = "waste", _("waste point")
    WATER = "water", _("drinking water")
    POLICE = "police", _("police or fire brigade")
