"""Kinds of infractions and their fines: what norms forbid, from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from apps.festivals.domain.control_refusals import (
    FinedSince,
    KindEnded,
    OnlyAWarning,
    RecordedSince,
)
from apps.festivals.models import Infraction, InfractionKind
from apps.festivals.permissions import PLAN
from apps.treasury.actions import create_concept, end_price, set_price
from apps.treasury.models import Price
from apps.treasury.querysets import PriceQuerySet
from geo.access import Viewer

CONCEPT: Final = "multas-fiestas"
RUBRO: Final = "15910"
"""Fines, in the classification of income of the public sector."""
UNIT: Final = "multa"


@dataclass(frozen=True, kw_only=True)
class Fine:
    """What an infraction costs from a day on, and by which norm."""

    amount: Decimal
    first: dt.date
    legal_basis: str


@transaction.atomic
def enter_kind(kind: InfractionKind, fine: Fine | None, *, by: Viewer) -> InfractionKind:
    """Enter a kind of infraction, with its fine unless it is a warning.

    Raises:
        NotAllowed: `by` may not plan feasts or, for a fine, may not set prices.
        BadAmount, BasisMissing, PriceOverlaps: as the treasury says.
    """
    PLAN.require(by)
    if fine is not None:
        name = _("Fines at feasts")
        kind.concept = create_concept(CONCEPT, name, budget_item=RUBRO, by=by)
    kind.save(force_insert=True)
    if fine is not None:
        _price(kind, fine, by=by)
    return kind


@transaction.atomic
def set_fine(kind: InfractionKind, fine: Fine, *, by: Viewer) -> Price:
    """Set another fine from a day on; the one in force ends the day before.

    Raises:
        NotAllowed: `by` may not plan feasts, or may not set prices.
        OnlyAWarning: the kind was entered as a warning.
        KindEnded: it is in force no more on that day.
        FinedSince: it was fined on that day or later at the price before.
        BadAmount, BasisMissing, PriceOverlaps: as the treasury says.
    """
    PLAN.require(by)
    found = InfractionKind.objects.select_for_update().get(pk=kind.pk)
    if found.concept_id is None:
        raise OnlyAWarning
    if found.ended_on is not None and found.ended_on <= fine.first:
        raise KindEnded(found.name, found.ended_on)
    since = Infraction.objects.filter(kind=found, on_day__gte=fine.first)
    if since.filter(obligation__isnull=False).exists():
        raise FinedSince(found.name, fine.first)
    before = prices_of_kind(found).on(fine.first).exclude(days__startswith=fine.first)
    for price in before:
        end_price(price, before=fine.first, by=by)
    return _price(found, fine, by=by)


def prices_of_kind(kind: InfractionKind) -> PriceQuerySet:
    """Every fine there was, is or will be for a kind."""
    return Price.objects.filter(concept=kind.concept_id, variant=kind.code)


def _price(kind: InfractionKind, fine: Fine, *, by: Viewer) -> Price:
    assert kind.concept is not None
    return set_price(
        kind.concept,
        fine.amount,
        days=(fine.first, None),
        legal_basis=fine.legal_basis,
        unit=UNIT,
        variant=kind.code,
        by=by,
    )


@transaction.atomic
def end_kind(kind: InfractionKind, *, before: dt.date, by: Viewer) -> InfractionKind:
    """Let a kind be recorded no more from a day on; what was recorded stays as it is.

    Raises:
        NotAllowed: `by` may not plan feasts.
        KindEnded: it ended before.
        RecordedSince: it was recorded on that day or later.
    """
    PLAN.require(by)
    found = InfractionKind.objects.select_for_update().get(pk=kind.pk)
    if found.ended_on is not None:
        raise KindEnded(found.name, found.ended_on)
    found.ended_on = before
    try:
        with transaction.atomic():
            found.save(update_fields=["ended_on"])
    except DatabaseError as error:
        if "infraction_kind_in_force" not in str(error):
            raise
        raise RecordedSince(found.name, before) from error
    return found
