"""Acts of the water service. Each is done whole or not at all."""

from apps.water.actions.accounts import (
    NewAccount,
    change_category,
    change_holder,
    close_account,
    open_account,
)
from apps.water.actions.grounds import (
    NewSource,
    draw_coverage,
    record_source,
    record_zone,
    remove_source,
    remove_zone,
)
from apps.water.actions.meters import fit_meter, remove_meter, replace_meter
from apps.water.actions.operators import Hours, NewOperator, ration, record_operator
from apps.water.actions.placing import place_checks, place_connections
from apps.water.actions.tariffs import end_tariff, set_tariff
from apps.water.actions.trying import try_tariff

__all__ = [
    "Hours",
    "NewAccount",
    "NewOperator",
    "NewSource",
    "change_category",
    "change_holder",
    "close_account",
    "draw_coverage",
    "end_tariff",
    "fit_meter",
    "open_account",
    "place_checks",
    "place_connections",
    "ration",
    "record_operator",
    "record_source",
    "record_zone",
    "remove_meter",
    "remove_source",
    "remove_zone",
    "replace_meter",
    "set_tariff",
    "try_tariff",
]
