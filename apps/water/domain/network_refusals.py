"""What is refused about a network: bursts, valves, outages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from geo.errors import Conflict, Refusal


class NoReason(Refusal):
    """Water was to be shut off and nobody said why."""

    def __init__(self) -> None:
        super().__init__(
            _("Say why the water is shut off: its users are told. Nothing was recorded.")
        )


class ClosedMeanwhile(Conflict):
    """The network changed between looking and closing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The network changed since you looked: other valves are to be closed now. "
                "Nothing was recorded; look at the map again."
            )
        )


class AlreadyOpened(Conflict):
    """The valves of an outage were opened before."""

    def __init__(self) -> None:
        super().__init__(_("The water runs again already. Nothing was changed."))


class OpenedBeforeClosed(Refusal):
    """An outage was to end before it began."""

    def __init__(self) -> None:
        super().__init__(
            _("The water came back before it was shut off? Nothing was changed.")
        )


class NoPipeHere(Refusal):
    """A press on the map meant no pipe."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no pipe within 30 metres of this point. Press closer to it.")
        )


class CheckedTooEarly(Refusal):
    """A parcel was checked on a day to come."""

    def __init__(self) -> None:
        super().__init__(_("This day has not come yet. Nothing was noted."))
