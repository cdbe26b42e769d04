"""Amounts of money: decimal, exact to the centavo, never binary floating point."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from apps.treasury.domain.refusals import BadAmount

CENTAVO: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
MOST: Final = Decimal("999999999999.99")


def amount_of(value: Decimal | int | str) -> Decimal:
    """An amount of money, as it was said; it is not rounded.

    >>> amount_of("12.5")
    Decimal('12.50')

    Raises:
        BadAmount: nothing, negative, no number, or finer than a centavo.
    """
    try:
        amount = Decimal(value)
        exact = amount.quantize(CENTAVO) if amount.is_finite() else None
    except ArithmeticError:
        raise BadAmount(value) from None
    if exact is None or exact != amount or not 0 < exact <= MOST:
        raise BadAmount(value)
    return exact


def rounded(exact: Decimal) -> Decimal:
    """`exact` in centavos, half a centavo away from nothing, as the database rounds.

    >>> rounded(Decimal("1.005")), rounded(Decimal("2.004"))
    (Decimal('1.01'), Decimal('2.00'))
    """
    return exact.quantize(CENTAVO, rounding=ROUND_HALF_UP)
