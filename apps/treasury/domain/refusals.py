"""What the treasury will not do, said so that the person at the desk knows what next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.treasury.domain.wording import written
from geo.errors import Refusal


def said(amount: object) -> str:
    """An amount as it is written here, thousands apart; what is none, as it came."""
    if isinstance(amount, Decimal) and amount.is_finite():
        return written(amount)
    return str(amount)


class BadAmount(Refusal):
    """An amount that is nothing, negative, or finer than a centavo."""

    def __init__(self, amount: object) -> None:
        super().__init__(
            _(
                "%(amount)s is no amount of money: it must be more than 0 and have at most "
                "two decimals. Nothing was booked."
            )
            % {"amount": said(amount)}
        )


class ChargesRefused(Refusal):
    """Some charges of a posting cannot be booked, so none was."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            _("Nothing was booked, because of these charges: %(faults)s")
            % {"faults": "; ".join(faults)}
        )


class PaymentsRefused(Refusal):
    """One payment of a list cannot be booked, so none was."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(
            _("Nothing of the list was booked. Payment %(key)s: %(why)s.")
            % {"key": key, "why": why}
        )


class KeyTaken(Refusal):
    """The key stands for another charge or payment than this one."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "Under %(key)s something else is booked already. Nothing was changed; look "
                "at what is there before booking again."
            )
            % {"key": key}
        )


class ObligationAnnulled(Refusal):
    """The obligation was annulled: nobody owes it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("%(key)s was annulled, so nothing is owed on it. No money was taken.")
            % {"key": key}
        )


class ObligationTouched(Refusal):
    """Something happened to an obligation that was to be annulled among many."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "%(key)s was paid, forgiven or charged for being late since. Nothing was "
                "annulled; settle that one by itself first."
            )
            % {"key": key}
        )


class ObligationSettled(Refusal):
    """Nothing is outstanding on the obligation."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("Nothing is outstanding on %(key)s. Nothing was booked.") % {"key": key}
        )


class NotTheirObligation(Refusal):
    """An obligation of another debtor than the payment's."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "%(key)s is owed by somebody else. No money was taken; take one payment "
                "for each debtor."
            )
            % {"key": key}
        )


class MoreThanOwed(Refusal):
    """More money than is outstanding, and nobody said that the rest is an advance."""

    def __init__(self, amount: Decimal, owed: Decimal) -> None:
        super().__init__(
            _(
                "Bs %(amount)s is more than the Bs %(owed)s that are owed. No money was "
                "taken; take less, or keep the rest as an advance."
            )
            % {"amount": said(amount), "owed": said(owed)}
        )


class MoreThanReceived(Refusal):
    """The shares add up to more than the payment."""

    def __init__(self, shares: Decimal, amount: Decimal) -> None:
        super().__init__(
            _(
                "Bs %(shares)s cannot be put to obligations out of Bs %(amount)s. Nothing "
                "was booked."
            )
            % {"shares": said(shares), "amount": said(amount)}
        )


class AdvanceSpent(Refusal):
    """Money in advance that is asked for was put to use, or refunded, already."""

    def __init__(self, asked: Decimal, left: Decimal) -> None:
        super().__init__(
            _(
                "Bs %(asked)s of advance would be needed and Bs %(left)s are left. Nothing "
                "was booked; reverse first what the advance was put to."
            )
            % {"asked": said(asked), "left": said(left)}
        )


class AlreadyReversed(Refusal):
    """The payment was reversed before."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("%(key)s was reversed already. Nothing was changed.") % {"key": key}
        )


class LateChargesPaid(Refusal):
    """What paying late cost was paid, so the obligation cannot simply vanish."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "Surcharges of %(key)s were paid. Nothing was annulled; annul those first, "
                "so that their money becomes an advance."
            )
            % {"key": key}
        )


class GivenFor(Refusal):
    """Somebody was given something for what was paid, and still has it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "%(key)s is paid, and what was paid for is held by whoever paid. Nothing "
                "was annulled; give that up where it was sold, or reverse the payment."
            )
            % {"key": key}
        )


class RefundPaid(Refusal):
    """The refund was paid out before."""

    def __init__(self, refund: int) -> None:
        super().__init__(
            _("Refund %(refund)d was paid already. No money was given out.")
            % {"refund": refund}
        )


class PeriodClosed(Refusal):
    """The day lies in a period that was closed."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _(
                "The period of %(day)s is closed. Nothing was booked; book it on a day of "
                "an open period."
            )
            % {"day": day.isoformat()}
        )


class TooEarly(Refusal):
    """A day before the last thing that was booked on the same obligation."""

    def __init__(self, day: dt.date, key: str, last: dt.date) -> None:
        super().__init__(
            _(
                "On %(key)s something was booked on %(last)s, so nothing can be booked on "
                "%(day)s any more. Nothing was booked; use a later day."
            )
            % {"key": key, "last": last.isoformat(), "day": day.isoformat()}
        )


class PeriodNotOver(Refusal):
    """The month is not over yet."""

    def __init__(self, month: dt.date) -> None:
        super().__init__(
            _("%(month)s is not over. It was not closed.")
            % {"month": month.strftime("%Y-%m")}
        )


class PriceOverlaps(Refusal):
    """Another price is in force on some of the days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another price of this concept is in force on some of these days. Nothing "
                "was saved; end the other one first."
            )
        )


class BasisMissing(Refusal):
    """A number without its legal basis or its days."""

    def __init__(self) -> None:
        super().__init__(
            _("A price needs its legal basis and its first day. Nothing was saved.")
        )


class NothingOwed(Refusal):
    """There is no open obligation to put money to, or no money to put to one."""

    def __init__(self) -> None:
        super().__init__(
            _("There is nothing open to put this money to. Refund it or keep it.")
        )


class AlreadyResolved(Refusal):
    """Somebody settled the queued payment before."""

    def __init__(self, by: str) -> None:
        super().__init__(
            _("%(by)s settled this payment already. Nothing was changed.") % {"by": by}
        )


class NoReceipt(Refusal):
    """The payment was taken without a numbered receipt."""

    def __init__(self) -> None:
        super().__init__(
            _("This payment has no receipt number: it came in through a bank or a command.")
        )
