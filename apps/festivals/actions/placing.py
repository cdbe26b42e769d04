"""Modules of a draft put elsewhere in steps, or given to another trade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from apps.festivals.actions.editing import chosen_modules
from apps.festivals.actions.planning import locked_draft
from apps.festivals.actions.undoing import remember
from apps.festivals.domain.checking import shifted
from apps.festivals.domain.plane import from_plane, polygon_on_plane
from apps.festivals.domain.seating import seat
from apps.festivals.models import Module, Plan, Trade
from apps.festivals.queries import seatings_on
from apps.festivals.terms import EditKind
from geo.access import Viewer


@transaction.atomic
def shift_module(
    plan: Plan, code: str, along_m: Decimal, across_m: Decimal, *, by: Viewer
) -> Module:
    """Move a module so many metres along the route and away from it (less than 0: back).

    What the plan then breaks, its check says.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
    """
    draft = locked_draft(plan, by=by)
    (module,) = chosen_modules(draft, [code])
    remember(draft, EditKind.MOVE, [module], by=by)
    moved = shifted(polygon_on_plane(module.place), float(along_m), float(across_m))
    module.place = from_plane(moved)
    module.at_m = max(module.at_m + along_m, Decimal(0))
    module.save(update_fields=["place", "at_m"])
    return module


@transaction.atomic
def give_to_trade(plan: Plan, codes: Sequence[str], trade: Trade, *, by: Viewer) -> int:
    """Give modules to another trade, with its seats. Returns how many.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
    """
    draft = locked_draft(plan, by=by)
    chosen = chosen_modules(draft, codes)
    remember(draft, EditKind.TRADE, chosen, by=by)
    seating = seatings_on(draft.festival.days.lower).get(trade.pk)
    for module in chosen:
        module.trade = trade
        seat(module, seating)
    return Module.objects.bulk_update(chosen, ["trade", "rows", "row_seats", "by_seat"])
