"""What organisers fill in."""

from apps.festivals.forms.control import BeatForm, ServiceForm, StepForm
from apps.festivals.forms.ground import (
    ClosureForm,
    FestivalForm,
    KnownForm,
    RouteForm,
    ZoneForm,
)
from apps.festivals.forms.kinds import EndForm, FineForm, KindForm
from apps.festivals.forms.places import PlaceForm
from apps.festivals.forms.planning import (
    BeginForm,
    DrawForm,
    FrontageForm,
    SaleForm,
    chosen_codes,
    occupation,
)
from apps.festivals.forms.prices import EditForm, PriceForm
from apps.festivals.forms.trades import SeatingForm, SpacingForm, TradeForm

__all__ = [
    "BeatForm",
    "BeginForm",
    "ClosureForm",
    "DrawForm",
    "EditForm",
    "EndForm",
    "FestivalForm",
    "FineForm",
    "FrontageForm",
    "KindForm",
    "KnownForm",
    "PlaceForm",
    "PriceForm",
    "RouteForm",
    "SaleForm",
    "SeatingForm",
    "ServiceForm",
    "SpacingForm",
    "StepForm",
    "TradeForm",
    "ZoneForm",
    "chosen_codes",
    "occupation",
]
