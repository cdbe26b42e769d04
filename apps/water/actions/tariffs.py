"""Setting tariffs by their norm, with their prices in the treasury, and ending them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.utils.translation import gettext as _

from apps.treasury.actions import end_price, set_price
from apps.treasury.models import Concept, Price
from apps.treasury.permissions import SET_PRICES, vested
from apps.water.domain.refusals import ConceptMissing, TariffOverlaps, refusing
from apps.water.domain.tariffs import Draft
from apps.water.models import Operator, Tariff, TariffBlock
from apps.water.permissions import SET_TARIFFS
from apps.water.terms import SERVICE
from geo.access import Viewer

ONE = Decimal("1.00")


@transaction.atomic
def set_tariff(
    operator: Operator, draft: Draft, *, by: Viewer, replacing: bool = False
) -> Tariff:
    """Set a tariff of an operator; what it charges gets its prices in the treasury.

    With `replacing`, the one of the category that is in force without an end ends the day
    before. Operators whose dues are not the municipality's have no prices there.

    Raises:
        NotAllowed: `by` may not set tariffs.
        BadTariff: no norm, a gap or an overlap between blocks, an impossible price.
        TariffOverlaps: another one is in force on some of its days.
        ConceptMissing: the treasury has no concept for water yet.
    """
    SET_TARIFFS.require(by)
    draft.check()
    if replacing:
        _end_the_one_before(operator, draft, by=by)
    with refusing():
        tariff, blocks = _write(operator, draft, by=by)
    if operator.is_billed_here:
        _price(tariff, blocks, draft, by=by)
    return tariff


def _write(
    operator: Operator, draft: Draft, *, by: Viewer
) -> tuple[Tariff, list[TariffBlock]]:
    tariff = Tariff.objects.create(
        operator=operator,
        category=draft.category,
        is_metered=draft.is_metered,
        kind=draft.terms.kind,
        days=DateRange(*_days(draft)),
        fixed_charge=draft.terms.fixed_charge,
        minimum=draft.terms.minimum,
        legal_basis=draft.legal_basis.strip(),
        recorded_by=by.name,
    )
    blocks = TariffBlock.objects.bulk_create(
        TariffBlock(
            tariff=tariff,
            cubic_metres=NumericRange(block.low, block.high),
            unit_amount=block.unit_amount,
            entry_charge=block.entry_charge,
        )
        for block in draft.terms.blocks
    )
    return tariff, blocks


@transaction.atomic
def end_tariff(tariff: Tariff, *, before: dt.date, by: Viewer) -> Tariff:
    """Let a tariff end before a day, and its prices with it; what was billed stays.

    Raises:
        NotAllowed: `by` may not set tariffs.
        TariffOverlaps: the day is not after its first one.
    """
    SET_TARIFFS.require(by)
    if before <= tariff.days.lower:
        raise TariffOverlaps
    tariff.days = DateRange(tariff.days.lower, before)
    tariff.save(update_fields=["days"])
    setter = vested(by, SET_PRICES)
    for price in prices_of(tariff):
        end_price(price, before=before, by=setter)
    return tariff


def prices_of(tariff: Tariff) -> list[Price]:
    """Every price of the treasury that the tariff charges by."""
    keys = {tariff.fixed_price_id, tariff.minimum_price_id}
    for block in tariff.blocks.all():
        keys |= {block.unit_price_id, block.entry_price_id}
    return list(Price.objects.filter(pk__in=[key for key in keys if key is not None]))


def _days(draft: Draft) -> tuple[dt.date, dt.date | None]:
    last = draft.last_day
    return draft.first_day, None if last is None else last + dt.timedelta(days=1)


def _end_the_one_before(operator: Operator, draft: Draft, *, by: Viewer) -> None:
    before = operator.tariffs.filter(
        category=draft.category,
        is_metered=draft.is_metered,
        days__upper_inf=True,
        days__startswith__lt=draft.first_day,
    ).first()
    if before is not None:
        end_tariff(before, before=draft.first_day, by=by)


def _price(tariff: Tariff, blocks: list[TariffBlock], draft: Draft, *, by: Viewer) -> None:
    """Give every amount of a tariff its price in the treasury."""
    concept = Concept.objects.filter(code=SERVICE).first()
    if concept is None:
        raise ConceptMissing(SERVICE)
    setter = vested(by, SET_PRICES)

    def priced(variant: str, amount: Decimal, unit: str) -> Price | None:
        if not amount:
            return None
        return set_price(
            concept,
            amount,
            days=_days(draft),
            legal_basis=tariff.legal_basis,
            unit=unit,
            variant=f"t{tariff.pk}-{variant}",
            by=setter,
        )

    tariff.fixed_price = priced("fixed", tariff.fixed_charge, _("month"))
    if tariff.minimum:
        tariff.minimum_price = priced("minimum", ONE, "Bs")
    tariff.save(update_fields=["fixed_price", "minimum_price"])
    for place, block in enumerate(blocks, start=1):
        block.unit_price = priced(f"use-{place}", block.unit_amount, "m³")
        block.entry_price = priced(f"entry-{place}", block.entry_charge, _("month"))
        block.save(update_fields=["unit_price", "entry_price"])
