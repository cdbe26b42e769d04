"""What the water service refuses, in sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final

from django.utils.translation import gettext as _

from apps.water.domain.network_refusals import CoverBegins, PartTaken, ZoneTaken
from geo.broken_rules import in_words
from geo.errors import Conflict, Refusal


class NumberTaken(Conflict):
    """The operator has an account of this number."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The operator has an account of this number already. Nothing was opened; "
                "look it up, or use another number."
            )
        )


class BadNumber(Refusal):
    """No number of an account."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "An account number has digits, letters and - . / only. Nothing was opened; "
                "write it as it stands on the bill."
            )
        )


class ConnectionTaken(Conflict):
    """Another account stands on the connection on some of these days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another account stands on this connection on these days. Nothing was "
                "opened; close that one first, or record a second connection."
            )
        )


class HeldAlready(Conflict):
    """The account has another holder on some of these days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The account changed hands on or after this day. Nothing was changed; "
                "choose a later day."
            )
        )


class SameHolder(Conflict):
    """The account is that party's already."""

    def __init__(self) -> None:
        super().__init__(_("The account is in this name already. Nothing was changed."))


class AccountClosed(Conflict):
    """Nothing is done to an account that was closed."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("Account %(number)s is closed. Nothing was changed; open a new one.")
            % {"number": number}
        )


class MeterElsewhere(Conflict):
    """The meter counts at another connection on some of these days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This meter counts at another connection on these days. Nothing was "
                "changed; check its serial number, or remove it there first."
            )
        )


class MeterHere(Conflict):
    """Another meter counts at the connection on some of these days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another meter counts here on these days. Nothing was changed; replace it "
                "and say what it showed."
            )
        )


class NoMeter(Conflict):
    """No meter counts at the connection on that day."""

    def __init__(self) -> None:
        super().__init__(
            _("No meter counts here on that day. Nothing was changed; fit one first.")
        )


class OldValueMissing(Refusal):
    """A meter is replaced without what the old one showed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A meter counts here already. Nothing was changed; write what it showed "
                "when it was taken out."
            )
        )


class BadValue(Refusal):
    """A meter cannot have shown this."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "That is no value of a meter, or less than when it was fitted. Nothing was "
                "changed; read its black digits again."
            )
        )


class SameCategory(Conflict):
    """The account is in that category already."""

    def __init__(self) -> None:
        super().__init__(_("The account is in this category already. Nothing was changed."))


class ReasonMissing(Refusal):
    """An act that somebody may appeal against needs its reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why: the user may appeal against it. Nothing was changed."))


class BadTariff(Refusal):
    """What was written down is no tariff."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            _("The tariff was not saved: %(faults)s. What you typed is still here.")
            % {"faults": "; ".join(faults)}
        )


class TariffOverlaps(Conflict):
    """Another tariff of the category is in force on some of the days."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another tariff of this category is in force on some of these days. "
                "Nothing was saved; say that the new one replaces it, or choose other days."
            )
        )


class TariffInUse(Conflict):
    """Bills were made by the tariff."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Bills were made by this tariff, so it stays as it is. Nothing was "
                "changed; set another one that follows it."
            )
        )


class ConceptMissing(Conflict):
    """The treasury cannot charge for water yet."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _(
                "The treasury has no concept “%(code)s” yet. Nothing was saved; ask the "
                "treasury to create it."
            )
            % {"code": code}
        )


class NothingBilled(Conflict):
    """There is no bill to try a tariff on."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No bill of such an account is there to try this on. Nothing was worked "
                "out; choose another category, or bill a period first."
            )
        )


class BadHours(Refusal):
    """What was written is no time of water."""

    def __init__(self, fault: str) -> None:
        super().__init__(
            _("The calendar was not saved. %(fault)s. What you typed is still here.")
            % {"fault": fault[:1].upper() + fault[1:]}
        )


class HoursOverlap(Conflict):
    """The supply calendar says these hours twice."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "These hours overlap others of the calendar. Nothing was saved; end those "
                "first, or choose other hours."
            )
        )


class RuleBegins(Conflict):
    """Another rule of cuts begins that day or later."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another rule of cuts begins that day or later. Nothing was saved; choose "
                "a later day."
            )
        )


REFUSED: Final[Mapping[str, type[Refusal]]] = {
    "water_account_number_is_single": NumberTaken,
    "water_account_number_has_its_shape": BadNumber,
    "water_account_is_alone_on_its_connection": ConnectionTaken,
    "water_holding_is_one_at_a_time": HeldAlready,
    "water_meter_counts_at_one_place": MeterElsewhere,
    "water_connection_has_one_meter": MeterHere,
    "water_tariff_is_one_on_any_day": TariffOverlaps,
    "water_tariff_in_use_stays": TariffInUse,
    "water_rationing_is_said_once": HoursOverlap,
    "water_cutrule_is_one_on_any_day": RuleBegins,
    "water_coverage_is_one_on_any_day": CoverBegins,
    "water_pressurezone_code_is_single": ZoneTaken,
    "water_asset_code_is_single": PartTaken,
}
"""From the rule of the database to what it means for whoever asked."""


def refusing() -> AbstractContextManager[None]:
    """Do what is inside whole or not at all; say in our words what the database refuses."""
    return in_words(REFUSED)
