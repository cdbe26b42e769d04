"""Notes and coins in circulation, and what the desk says when cash does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from apps.treasury.domain.money import NOTHING
from apps.treasury.domain.wording import written
from geo.errors import Refusal

VALUES: Final = (
    *(Decimal(f"{value}.00") for value in (200, 100, 50, 20, 10, 5, 2, 1)),
    *(Decimal(f"0.{value}") for value in (50, 20, 10)),
)
"""Of the Banco Central de Bolivia, the largest first."""
MOST_PIECES: Final = 100_000


def total_of(count: Mapping[Decimal, int]) -> Decimal:
    """What so many pieces of each value come to.

    >>> total_of({Decimal("200.00"): 2, Decimal("0.10"): 3})
    Decimal('400.30')
    """
    return sum((value * pieces for value, pieces in count.items()), NOTHING)


class DeskTaken(Refusal):
    """Somebody sits at the desk, or the cashier at another."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has this desk open, or you have another one. Nothing was opened; "
                "close that one first."
            )
        )


class ShiftClosed(Refusal):
    """The shift was counted, or is another cashier's."""

    def __init__(self) -> None:
        super().__init__(
            _("This desk is not open under your name. No money was taken; open a desk.")
        )


class NotEnoughGiven(Refusal):
    """The cash does not reach."""

    def __init__(self, given: Decimal, amount: Decimal) -> None:
        super().__init__(
            _(
                "Bs %(given)s do not reach for Bs %(amount)s. Nothing was booked; take "
                "more or tick fewer obligations."
            )
            % {"given": written(given), "amount": written(amount)}
        )


class NothingChosen(Refusal):
    """No obligation was ticked."""

    def __init__(self) -> None:
        super().__init__(_("No obligation is ticked. Nothing was booked; tick one."))


class DifferenceUnexplained(Refusal):
    """The count differs from the books and nobody said why."""

    def __init__(self, difference: Decimal) -> None:
        sentence = (
            _("There are Bs %(amount)s more than booked.")
            if difference > 0
            else _("Bs %(amount)s are missing.")
        )
        self.difference = difference
        super().__init__(
            " ".join(
                (
                    sentence % {"amount": written(abs(difference))},
                    _("The desk is still open. Count again, or say why and close."),
                )
            )
        )
