"""What is offered, who holds it for some minutes, who has it by right.

The platform's one exclusion constraint is on `Claim`.
"""

from apps.allocation.models.answers import KeptAnswer
from apps.allocation.models.claims import Claim, Hold
from apps.allocation.models.draws import Application, Draw
from apps.allocation.models.lists import BookingLine, BookingList
from apps.allocation.models.offerings import Offering
from apps.allocation.models.spaces import Space

__all__ = [
    "Application",
    "BookingLine",
    "BookingList",
    "Claim",
    "Draw",
    "Hold",
    "KeptAnswer",
    "Offering",
    "Space",
]
