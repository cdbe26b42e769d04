"""Tables of the drinking-water service. Geometries are EPSG:4326."""

from apps.water.models.accounts import Account, CategoryChange, Connection, Holding
from apps.water.models.agreements import Agreement, Claim, Instalment, ProtectedHolder
from apps.water.models.billing import Bill, BillingRun
from apps.water.models.checks import ParcelCheck
from apps.water.models.credits import CreditRule
from apps.water.models.cuts import CutOrder, CutRule, Notice
from apps.water.models.kept_debts import (
    DebtMove,
    MonthEnd,
    MonthEndDebt,
    MonthEndSum,
    PresentDebt,
    PresentSum,
)
from apps.water.models.meters import Meter, MeterFitting
from apps.water.models.network import Asset, Main, Node, Outage, Valve
from apps.water.models.operators import Coverage, Operator, PressureZone, Rationing
from apps.water.models.padron import PadronEntry
from apps.water.models.readings import Period, Reading, Route, RouteStop
from apps.water.models.tariffs import Tariff, TariffBlock
from apps.water.models.trials import Trial, TrialResult
from apps.water.models.visits import Promise, Visit

__all__ = [
    "Account",
    "Agreement",
    "Asset",
    "Bill",
    "BillingRun",
    "CategoryChange",
    "Claim",
    "Connection",
    "Coverage",
    "CreditRule",
    "CutOrder",
    "CutRule",
    "DebtMove",
    "Holding",
    "Instalment",
    "Main",
    "Meter",
    "MeterFitting",
    "MonthEnd",
    "MonthEndDebt",
    "MonthEndSum",
    "Node",
    "Notice",
    "Operator",
    "Outage",
    "PadronEntry",
    "ParcelCheck",
    "Period",
    "PresentDebt",
    "PresentSum",
    "PressureZone",
    "Promise",
    "ProtectedHolder",
    "Rationing",
    "Reading",
    "Route",
    "RouteStop",
    "Tariff",
    "TariffBlock",
    "Trial",
    "TrialResult",
    "Valve",
    "Visit",
]
