"""Words of the allocation register."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HOLD: Final = "allocation.hold"
"""What the treasury is told an obligation of this register is for; its id is the token."""

ADMISSION: Final = "allocation.admission"
"""What files hang on that prove a right to buy; its id is the admission's number."""


class SpaceKind(TextChoices):
    """What can be sold in space, each one to one holder at a time."""

    STAND = "stand", _("stand")
    SEATING = "seating", _("stretch for chairs or grandstands")
    SEAT = "seat", _("seat")
    NICHE = "niche", _("niche")
    PLOT = "plot", _("plot")


class SpaceState(TextChoices):
    """What the office says of a space; whether somebody holds it is another matter."""

    OPEN = "open", _("on offer")
    BLOCKED = "blocked", _("blocked")
    WITHDRAWN = "withdrawn", _("withdrawn from the plan")


class Phase(TextChoices):
    """Where a sale is in its course."""

    SOON = "soon", _("sale to come")
    OPEN = "open", _("on sale")
    OVER = "over", _("sale over")


class Standing(TextChoices):
    """How a space stands at this moment, as everybody may know."""

    FREE = "free", _("free")
    HELD = "held", _("held by somebody")
    SOLD = "sold", _("sold")
    BLOCKED = "blocked", _("blocked")
    WAITING = "waiting", _("not on sale now")
    """Nobody has it, and nobody can just take it: its sale, window or draw is yet to come,
    or it is the turn of those who were admitted."""


class Admits(TextChoices):
    """Who may buy through a window of a sale."""

    SPACE = "space", _("whoever was admitted, to the space that waits for them")
    PARTY = "party", _("whoever was admitted, to any space")
    EVERYBODY = "everyone", _("everybody")


class Obstacle(TextChoices):
    """Why a title of last time cannot be renewed."""

    GONE = "gone", _("no space of that code or place is on the plan")
    BLOCKED = "blocked", _("the space is blocked")
    TAKEN = "taken", _("somebody else has the space already")
    CONTESTED = "contested", _("another holder has the nearer right to the space")
    OUTSIDE = "outside", _("the window is about other spaces")


class ClaimKind(TextChoices):
    """A claim to a space: for some minutes, or by right."""

    HOLD = "hold", _("hold")
    TITLE = "title", _("by title")


class Outcome(TextChoices):
    """What became of a hold, where it did not simply run out."""

    SOLD = "sold", _("sold")
    REFUND = "refund", _("paid too late, to be refunded")
    RELEASED = "released", _("given back")
    LAPSED = "lapsed", _("not paid in time")
