"""Acts of the water service. Each is done whole or not at all."""

from apps.water.actions.accounts import (
    NewAccount,
    change_category,
    change_holder,
    close_account,
    open_account,
)
from apps.water.actions.meters import fit_meter, remove_meter, replace_meter
from apps.water.actions.operators import Hours, NewOperator, ration, record_operator
from apps.water.actions.placing import find_standing, place_connections
from apps.water.actions.tariffs import end_tariff, set_tariff

__all__ = [
    "Hours",
    "NewAccount",
    "NewOperator",
    "change_category",
    "change_holder",
    "close_account",
    "end_tariff",
    "find_standing",
    "fit_meter",
    "open_account",
    "place_connections",
    "ration",
    "record_operator",
    "remove_meter",
    "replace_meter",
    "set_tariff",
]
