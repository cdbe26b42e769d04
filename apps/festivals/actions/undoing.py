"""The last edits of a draft, remembered and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Max, Q

from apps.festivals.actions.planning import locked_draft
from apps.festivals.domain.refusals import NothingToUndo
from apps.festivals.models import Edit, Module, Plan
from apps.festivals.terms import EditKind
from geo.access import Viewer

KEPT: Final = 20
"""Edits of a draft that can be undone."""


def remember(
    draft: Plan, kind: EditKind, touched: Iterable[Module] = (), *, by: Viewer
) -> None:
    """Note how the modules are that an act is about to change, in its transaction."""
    last = draft.modules.aggregate(last=Max("pk"))["last"] or 0
    before = [_written(module) for module in touched]
    Edit.objects.create(
        plan=draft, kind=kind, before=before, last_module=last, by=by.name or "-"
    )
    old = draft.edits.order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Edit.objects.filter(pk__in=list(old)).delete()


@transaction.atomic
def undo_edit(plan: Plan, *, by: Viewer) -> EditKind:
    """Take the last edit of a draft back; done again, the one before it.

    Raises:
        NotAllowed, PlanIsFixed
        NothingToUndo: no edit is remembered.
    """
    draft = locked_draft(plan, by=by)
    edit = draft.edits.order_by("-pk").first()
    if edit is None:
        raise NothingToUndo
    numbers = [row["id"] for row in edit.before]
    draft.modules.filter(Q(pk__gt=edit.last_module) | Q(pk__in=numbers)).delete()
    Module.objects.bulk_create(_read(draft, row) for row in edit.before)
    edit.delete()
    return EditKind(edit.kind)


_PLAIN: Final = ("id", "code", "trade_id", "price_zone", "is_blocked", "rows")
_SEATED: Final = ("row_seats", "by_seat")
_METRES: Final = ("frontage_m", "depth_m", "at_m")


def _written(module: Module) -> dict[str, Any]:
    return {
        **{name: getattr(module, name) for name in (*_PLAIN, *_SEATED)},
        **{name: str(getattr(module, name)) for name in _METRES},
        "place": module.place.hexewkb.decode(),
    }


def _read(draft: Plan, row: dict[str, Any]) -> Module:
    return Module(plan=draft, **{**row, "place": GEOSGeometry(row["place"])})
