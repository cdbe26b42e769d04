"""A plan mended by hand, module by module."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.contrib.gis.geos import Polygon
from django.db import transaction

from apps.festivals.actions.drawing import require_free
from apps.festivals.actions.planning import locked_draft
from apps.festivals.actions.undoing import remember
from apps.festivals.domain.checking import joined, split
from apps.festivals.domain.plane import from_plane, polygon_on_plane
from apps.festivals.domain.refusals import NoSuchModules, NotInLine
from apps.festivals.models import Module, Plan
from apps.festivals.terms import EditKind
from geo.access import Viewer


def chosen_modules(plan: Plan, codes: Sequence[str]) -> list[Module]:
    """The modules of these codes, along the route.

    Raises:
        NoSuchModules: none was named, or one is not on the plan.
    """
    found = list(plan.modules.filter(code__in=codes).along())
    missing = set(codes) - {module.code for module in found}
    if missing or not found:
        raise NoSuchModules(sorted(missing))
    return found


@transaction.atomic
def block_modules(plan: Plan, codes: Sequence[str], *, by: Viewer) -> int:
    """Keep modules on the plan but off the sale. Returns how many."""
    return _set_blocked(plan, codes, is_blocked=True, by=by)


@transaction.atomic
def unblock_modules(plan: Plan, codes: Sequence[str], *, by: Viewer) -> int:
    """Put blocked modules on sale again. Returns how many."""
    return _set_blocked(plan, codes, is_blocked=False, by=by)


def _set_blocked(plan: Plan, codes: Sequence[str], *, is_blocked: bool, by: Viewer) -> int:
    draft = locked_draft(plan, by=by)
    chosen = chosen_modules(draft, codes)
    remember(draft, EditKind.BLOCK, chosen, by=by)
    numbers = [module.pk for module in chosen]
    return Module.objects.filter(pk__in=numbers).update(is_blocked=is_blocked)


@transaction.atomic
def remove_modules(plan: Plan, codes: Sequence[str], *, by: Viewer) -> int:
    """Take modules off a draft. Returns how many.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
    """
    draft = locked_draft(plan, by=by)
    chosen = chosen_modules(draft, codes)
    remember(draft, EditKind.REMOVE, chosen, by=by)
    Module.objects.filter(pk__in=[module.pk for module in chosen]).delete()
    return len(chosen)


@transaction.atomic
def renumber_modules(
    plan: Plan, codes: Sequence[str], prefix: str, first: int = 1, *, by: Viewer
) -> int:
    """Number modules anew along the route: `B` from 1 gives B-1, B-2 … Returns how many.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
        CodesRepeated: another module has one of the new codes.
    """
    draft = locked_draft(plan, by=by)
    chosen = chosen_modules(draft, codes)
    anew = [f"{prefix}-{number}" for number in range(first, first + len(chosen))]
    require_free(draft, [code for code in anew if code not in codes])
    remember(draft, EditKind.RENUMBER, chosen, by=by)
    # Two statements, since a code may pass from one module to another: no code begins so.
    for number, module in enumerate(chosen):
        module.code = f"0/{number}"
    Module.objects.bulk_update(chosen, ["code"])
    for module, code in zip(chosen, anew, strict=True):
        module.code = code
    return Module.objects.bulk_update(chosen, ["code"])


@transaction.atomic
def move_module(plan: Plan, code: str, place: Polygon, *, by: Viewer) -> Module:
    """Draw a module elsewhere (EPSG:4326); what the plan then breaks, its check says.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
    """
    draft = locked_draft(plan, by=by)
    (module,) = chosen_modules(draft, [code])
    remember(draft, EditKind.MOVE, [module], by=by)
    module.place = place
    module.save(update_fields=["place"])
    return module


@transaction.atomic
def split_module(plan: Plan, code: str, parts: int = 2, *, by: Viewer) -> list[Module]:
    """Cut a module across into equal parts: A-7 gives A-7a, A-7b.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
        CodesRepeated: another module has one of the new codes.
    """
    draft = locked_draft(plan, by=by)
    (module,) = chosen_modules(draft, [code])
    places = split(polygon_on_plane(module.place), parts)
    codes = [f"{code}{chr(ord('a') + number)}" for number in range(parts)]
    require_free(draft, codes)
    remember(draft, EditKind.SPLIT, [module], by=by)
    seats = module.row_seats // parts
    module.delete()
    return Module.objects.bulk_create(
        Module(
            plan=draft,
            code=each,
            trade=module.trade,
            place=from_plane(place),
            frontage_m=(module.frontage_m / parts).quantize(Decimal("0.01")),
            depth_m=module.depth_m,
            at_m=module.at_m + number * module.frontage_m / parts,
            price_zone=module.price_zone,
            is_blocked=module.is_blocked,
            rows=module.rows if seats else 0,
            row_seats=seats,
            by_seat=module.by_seat and seats > 0,
        )
        for number, (each, place) in enumerate(zip(codes, places, strict=True))
    )


@transaction.atomic
def merge_modules(plan: Plan, codes: Sequence[str], *, by: Viewer) -> Module:
    """Make modules that stand wall to wall one, under the code of the first.

    Raises:
        NotAllowed, PlanIsFixed, NoSuchModules
        NotInLine: they have several trades or do not stand in one line.
    """
    draft = locked_draft(plan, by=by)
    chosen = chosen_modules(draft, codes)
    first = chosen[0]
    whole = joined([polygon_on_plane(module.place) for module in chosen])
    kinds = {(m.trade_id, m.price_zone, m.rows, m.by_seat) for m in chosen}
    if whole is None or len(kinds) > 1:
        raise NotInLine
    remember(draft, EditKind.MERGE, chosen, by=by)
    Module.objects.filter(pk__in=[module.pk for module in chosen[1:]]).delete()
    first.place = from_plane(whole)
    first.frontage_m = sum((module.frontage_m for module in chosen), Decimal(0))
    first.row_seats = sum(module.row_seats for module in chosen)
    first.save(update_fields=["place", "frontage_m", "row_seats"])
    return first
