"""What organisers fill in."""

from apps.festivals.forms.ground import (
    ClosureForm,
    FestivalForm,
    KnownForm,
    RouteForm,
    ZoneForm,
)
from apps.festivals.forms.planning import (
    BeginForm,
    DrawForm,
    SaleForm,
    chosen_codes,
    occupation,
)
from apps.festivals.forms.prices import EditForm, PriceForm
from apps.festivals.forms.trades import SeatingForm, SpacingForm, TradeForm

__all__ = [
    "BeginForm",
    "ClosureForm",
    "DrawForm",
    "EditForm",
    "FestivalForm",
    "KnownForm",
    "PriceForm",
    "RouteForm",
    "SaleForm",
    "SeatingForm",
    "SpacingForm",
    "TradeForm",
    "ZoneForm",
    "chosen_codes",
    "occupation",
]
