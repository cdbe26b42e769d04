"""What is measured, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bench.cases import (
    booking,
    debt,
    exchange,
    features,
    locating,
    money,
    opendata,
    padron,
    payments,
    procurement,
    rush,
    tiles,
    water,
)
from bench.rounds import Workload
from bench.setting import Setting

Workloads = Callable[[Setting], AbstractContextManager[Iterable[Workload]]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Workloads that share what must be prepared for them."""

    title: str
    workloads: Workloads


CASES = {
    "locate": Case(title="locate() of many points", workloads=locating.workloads),
    "sicoes": Case(title="import_sicoes", workloads=procurement.workloads),
    "import": Case(title="import_layer of many points", workloads=exchange.workloads),
    "padron": Case(title="import_layer of water accounts", workloads=padron.workloads),
    "open_data": Case(title="Open data of many points", workloads=opendata.workloads),
    "treasury_post": Case(title="posting obligations", workloads=money.workloads),
    "water_billing": Case(title="billing water", workloads=water.workloads),
    "water_debt": Case(title="Debtors by place and age", workloads=debt.workloads),
    "items": Case(title="OGC items over HTTP", workloads=features.workloads),
    "items_of_many": Case(title="OGC items of many rows", workloads=features.of_many),
    "tiles": Case(title="Vector tiles over HTTP", workloads=tiles.workloads),
    "tiles_of_many": Case(title="Tiles of many points", workloads=tiles.of_many),
    "booking": Case(title="Holding stands", workloads=booking.workloads),
    "rush": Case(title="A sale over HTTP", workloads=rush.workloads),
    "payments": Case(title="Taking payments", workloads=payments.workloads),
}
