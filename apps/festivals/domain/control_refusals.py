"""Why an act of control at a feast was not done, and what to do next."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


class BadFinding(Refusal):
    """The event does not say what an inspector reports."""

    def __init__(self, member: str) -> None:
        super().__init__(
            _(
                "“%s” of the report cannot be understood. What you recorded was kept, and "
                "nothing else done; tell your supervisor what happened."
            )
            % member
        )


class NoSuchStand(Refusal):
    """No feast, or no stand of it, is called so."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _(
                "There is no stand “%s” here. What you recorded was kept; your supervisor "
                "sees it."
            )
            % key
        )


class NoPlace(Refusal):
    """Something in the street was reported without a position."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The telephone did not know where this was, and it is not at a stand. What "
                "you recorded was kept; record it again once the position is known."
            )
        )


class NoSuchInfraction(Refusal):
    """No kind of infraction has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("No infraction is called “%s” here. What you recorded was kept.") % code
        )


class NoFineInForce(Refusal):
    """No norm sets a fine for the kind on that day."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            _("No fine for “%s” was in force on that day, so nothing was charged.") % kind
        )


class FinedAlready(Conflict):
    """The fine was charged before."""

    def __init__(self) -> None:
        super().__init__(_("This fine was charged before. Nothing was changed."))


class InfractionAnnulled(Conflict):
    """The infraction was annulled before."""

    def __init__(self) -> None:
        super().__init__(_("This infraction was annulled before. Nothing was changed."))


class ReasonMissing(Refusal):
    """An annulment without its norm or its reason."""

    def __init__(self) -> None:
        super().__init__(
            _("Say by which norm and why. The infraction stands, and nothing was changed.")
        )


class OnlyAWarning(Conflict):
    """The kind of infraction costs nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("This infraction is a warning and costs nothing. Nothing was charged.")
        )


class KindEnded(Conflict):
    """The kind of infraction is in force no more."""

    def __init__(self, kind: str, day: dt.date) -> None:
        super().__init__(
            _(
                "“%(kind)s” is in force no more from %(day)s on. Nothing was changed; "
                "enter a new kind if a new norm forbids it."
            )
            % {"kind": kind, "day": date_format(day, "SHORT_DATE_FORMAT")}
        )


class FinedSince(Conflict):
    """The fine before was charged on some of the days."""

    def __init__(self, kind: str, day: dt.date) -> None:
        super().__init__(
            _(
                "“%(kind)s” was fined on %(day)s or later at the amount in force. Nothing "
                "was changed; let the new one begin after that."
            )
            % {"kind": kind, "day": date_format(day, "SHORT_DATE_FORMAT")}
        )


class RecordedSince(Conflict):
    """The kind of infraction was recorded on some of the days."""

    def __init__(self, kind: str, day: dt.date) -> None:
        super().__init__(
            _(
                "“%(kind)s” was recorded on %(day)s or later. It is still in force; let it "
                "end after that."
            )
            % {"kind": kind, "day": date_format(day, "SHORT_DATE_FORMAT")}
        )


class CustodyEnded(Conflict):
    """The goods were returned or destroyed."""

    def __init__(self) -> None:
        super().__init__(
            _("These goods were returned or destroyed before. Nothing was written.")
        )


class FineUnpaid(Conflict):
    """Goods go back against payment only."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The fine is not paid, so the goods stay. Charge it to who is to pay, take "
                "the payment at a desk, and return them then."
            )
        )


class NotLaterThan(Conflict):
    """A step of custody earlier than the one before it."""

    def __init__(self) -> None:
        super().__init__(
            _("That is before the last step of the chain. Nothing was written.")
        )


class NothingThere(Refusal):
    """No stand, or no inspector, for a round."""


class FeastNotOver(Conflict):
    """A closing report before the end."""

    def __init__(self) -> None:
        super().__init__(
            _("The feast is not over yet. The report is issued after its last day.")
        )


class WhoIsThat(Refusal):
    """A text that means nobody on record, or several."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _(
                "“%s” is nobody on record, or several. Write the number of an identity "
                "card or of a tax register, or the whole name."
            )
            % text
        )
