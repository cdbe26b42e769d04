"""How money is put to what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.treasury.domain.money import NOTHING, amount_of
from apps.treasury.domain.refusals import MoreThanReceived
from apps.treasury.terms import Means


@dataclass(frozen=True, kw_only=True)
class Tender:
    """Money that somebody puts on the desk, or a bank says it holds for us."""

    key: str
    """The same payment has the same key, however often it is told."""
    debtor_id: int
    amount: Decimal
    means: Means
    shares: Mapping[int, Decimal] | None = None
    """How much goes to which obligation; what is due first is settled first if None."""
    keeps_surplus: bool = False
    """Whether what is more than owed stays as an advance instead of being refused."""
    payer: str = ""
    office_id: int | None = None
    """Office from whose receipts of the year the next number is drawn."""
    number_id: int | None = None
    """A number of a block that a device has given out; without either, no receipt."""


def oldest_first(
    amount: Decimal, outstanding: Iterable[tuple[int, Decimal]]
) -> dict[int, Decimal]:
    """Shares of `amount` for obligations given in the order in which they are settled.

    >>> oldest_first(Decimal("15.00"), [(1, Decimal("10.00")), (2, Decimal("10.00"))])
    {1: Decimal('10.00'), 2: Decimal('5.00')}
    """
    shares = {}
    left = amount
    for obligation, owed in outstanding:
        share = min(left, owed)
        if share > 0:
            shares[obligation] = share
            left -= share
    return shares


def checked_shares(shares: Mapping[int, Decimal], amount: Decimal) -> dict[int, Decimal]:
    """The shares as exact amounts.

    Raises:
        BadAmount: a share is no amount.
        MoreThanReceived: together they are more than `amount`.
    """
    exact = {obligation: amount_of(share) for obligation, share in shares.items()}
    total = sum(exact.values(), NOTHING)
    if total > amount:
        raise MoreThanReceived(total, amount)
    return exact
