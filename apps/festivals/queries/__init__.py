"""Questions about feasts, their plans and what is sold of them."""

from apps.festivals.queries.changes import sketch_of_changes
from apps.festivals.queries.fronts import FRONT_M, InFront, in_front_of
from apps.festivals.queries.ground import frame_of, sketch_of, steps_done
from apps.festivals.queries.neighbours import neighbours_of
from apps.festivals.queries.plans import (
    Broken,
    Change,
    Forecast,
    compare,
    cost_of,
    doors_beside,
    festival_of,
    forecast,
    in_the_way,
    marks_of,
    modules_sold,
    offering_of,
    prices_of_feast,
    rules_broken,
    streets_meeting,
    units_of,
)
from apps.festivals.queries.seats import SeatRow, elevation, grandstands, seatings_on
from apps.festivals.queries.surface import Surface, price_surface
from apps.festivals.queries.tariffs import (
    names_of_tariffs,
    prices_ever,
    tariff_names,
)

__all__ = [
    "FRONT_M",
    "Broken",
    "Change",
    "Forecast",
    "InFront",
    "SeatRow",
    "Surface",
    "compare",
    "cost_of",
    "doors_beside",
    "elevation",
    "festival_of",
    "forecast",
    "frame_of",
    "grandstands",
    "in_front_of",
    "in_the_way",
    "marks_of",
    "modules_sold",
    "names_of_tariffs",
    "neighbours_of",
    "offering_of",
    "price_surface",
    "prices_ever",
    "prices_of_feast",
    "rules_broken",
    "seatings_on",
    "sketch_of",
    "sketch_of_changes",
    "steps_done",
    "streets_meeting",
    "tariff_names",
    "units_of",
]
