"""Which modules stand beside another one, so that they can become one with it."""

from __future__ import annotations

from shapely import Polygon

from apps.festivals.domain.checking import joined
from apps.festivals.domain.plane import polygon_on_plane
from apps.festivals.models import Module
from geo.measure import widened


def neighbours_of(module: Module) -> list[Module]:
    """Modules of its trade that stand wall to wall with it in one line."""
    near = module.plan.modules.filter(
        place__bboverlaps=widened(module.place, 1),
        trade=module.trade_id,
        price_zone=module.price_zone,
    )
    return [
        other
        for other in near.exclude(pk=module.pk).along()
        if joined(_in_order(module, other)) is not None
    ]


def _in_order(one: Module, other: Module) -> list[Polygon]:
    pair = sorted((one, other), key=lambda module: (module.at_m, module.code))
    return [polygon_on_plane(module.place) for module in pair]
