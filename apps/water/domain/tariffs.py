"""What a month of water costs by a tariff, line by line, as the treasury rounds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from apps.treasury.domain.money import CENTAVO, MOST, NOTHING, rounded
from apps.water.domain.refusals import BadTariff
from apps.water.terms import Category, TariffKind


@dataclass(frozen=True, kw_only=True)
class Block:
    """From `low` (included) up to `high` cubic metres; None: without an end."""

    low: Decimal
    high: Decimal | None
    unit_amount: Decimal
    """Of a cubic metre inside the block."""
    entry_charge: Decimal = NOTHING
    """Once, for whoever uses more than `low`."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of what a month costs."""

    what: str
    """`fixed`, `entry`, `use` or `minimum`."""
    block: int | None
    """Place of the block in its tariff, from 0."""
    quantity: Decimal
    unit_amount: Decimal

    @property
    def amount(self) -> Decimal:
        """What the line comes to, half a centavo rounded up."""
        return rounded(self.quantity * self.unit_amount)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a tariff charges: flat, or by blocks of consumption."""

    kind: TariffKind
    fixed_charge: Decimal = NOTHING
    minimum: Decimal = NOTHING
    blocks: tuple[Block, ...] = ()
    """In order; without a gap from nothing upwards."""

    def parts(self, cubic_metres: Decimal | None) -> Iterator[Part]:
        """The lines of a month in which so much was used (None: nobody counted)."""
        total = NOTHING
        for part in self._charged(cubic_metres or Decimal(0)):
            if part.amount:
                total += part.amount
                yield part
        if total < self.minimum:
            yield Part(
                what="minimum",
                block=None,
                quantity=self.minimum - total,
                unit_amount=Decimal("1.00"),
            )

    def cost(self, cubic_metres: Decimal | None) -> Decimal:
        """What a month in which so much was used comes to."""
        return sum((part.amount for part in self.parts(cubic_metres)), NOTHING)

    def _charged(self, used: Decimal) -> Iterator[Part]:
        one = Decimal(1)
        yield Part(what="fixed", block=None, quantity=one, unit_amount=self.fixed_charge)
        for place, block in enumerate(self.blocks):
            if used <= block.low:
                return
            end = used if block.high is None else min(used, block.high)
            yield Part(
                what="entry", block=place, quantity=one, unit_amount=block.entry_charge
            )
            yield Part(
                what="use",
                block=place,
                quantity=end - block.low,
                unit_amount=block.unit_amount,
            )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A tariff that somebody wrote down and the council may vote."""

    category: Category
    is_metered: bool
    terms: Terms
    first_day: dt.date
    last_day: dt.date | None = None
    """The last day it is in force; None: until another follows."""
    legal_basis: str

    def check(self) -> None:
        """Refuse what is no tariff, in words about the block it is about.

        Raises:
            BadTariff: no norm, a range without days, a gap, an overlap, a negative price.
        """
        faults = [*_faults_of_terms(self.terms, is_metered=self.is_metered)]
        if not self.legal_basis.strip():
            faults.append(_("it does not say by which norm"))
        if self.last_day is not None and self.last_day < self.first_day:
            faults.append(_("it ends before it begins"))
        if faults:
            raise BadTariff(faults)


def _faults_of_terms(terms: Terms, *, is_metered: bool) -> Iterator[str]:
    if not all(map(_is_amount, (terms.fixed_charge, terms.minimum))):
        yield _("an amount is negative, too large or finer than a centavo")
    if terms.kind == TariffKind.FLAT:
        if terms.blocks:
            yield _("a flat tariff has no blocks")
        elif not terms.fixed_charge and not terms.minimum:
            yield _("a flat tariff of nothing charges nothing")
        return
    if not is_metered:
        yield _("blocks of consumption need metered accounts")
    yield from _faults_of_blocks(terms.blocks)


def _faults_of_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    if not blocks:
        yield _("it has no block")
        return
    expected: Decimal | None = Decimal(0)
    for place, block in enumerate(blocks, start=1):
        numbers = {"place": place, "low": said(block.low)}
        if not _is_amount(block.unit_amount) or not _is_amount(block.entry_charge):
            yield _("block %(place)d has an impossible price") % numbers
        if block.high is not None and block.high <= block.low:
            yield _("block %(place)d ends before it begins") % numbers
        if expected is None or block.low < expected:
            yield _("block %(place)d overlaps the one before it") % numbers
        elif block.low > expected:
            yield _("nothing is said about %(from)s to %(low)s m³") % {
                **numbers,
                "from": said(expected),
            }
        expected = block.high
    if expected is not None:
        yield _("nothing is said about more than %(low)s m³") % {"low": said(expected)}


def _is_amount(amount: Decimal) -> bool:
    return 0 <= amount <= MOST and amount == amount.quantize(CENTAVO)


_WHOLE: Final = Decimal(1)


def said(number: Decimal) -> str:
    """A number of cubic metres without needless zeros."""
    whole = number.quantize(_WHOLE)
    return str(whole) if whole == number else str(number.normalize()).replace(".", ",")
