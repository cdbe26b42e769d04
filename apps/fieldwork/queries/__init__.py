"""Questions that the pages and doors of the field ask."""

from apps.fieldwork.queries.crews import Crew, crews, takings_of, trail_of
from apps.fieldwork.queries.devices import collectors, recognise
from apps.fieldwork.queries.events import Standing, standing_of

__all__ = [
    "Crew",
    "Standing",
    "collectors",
    "crews",
    "recognise",
    "standing_of",
    "takings_of",
    "trail_of",
]
