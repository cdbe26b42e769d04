"""What is offered, who holds it for some minutes, who has it by right.

The exclusion constraint that keeps two from having one space is on `Claim`.
"""

from apps.allocation.models.answers import KeptAnswer
from apps.allocation.models.claims import Claim, Hold
from apps.allocation.models.draws import Application, Draw
from apps.allocation.models.handovers import Substitution, Transfer
from apps.allocation.models.lists import BookingLine, BookingList
from apps.allocation.models.offerings import Offering
from apps.allocation.models.spaces import Space
from apps.allocation.models.windows import Admission, Window

__all__ = [
    "Admission",
    "Application",
    "BookingLine",
    "BookingList",
    "Claim",
    "Draw",
    "Hold",
    "KeptAnswer",
    "Offering",
    "Space",
    "Substitution",
    "Transfer",
    "Window",
]
