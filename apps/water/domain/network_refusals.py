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


class CoverBegins(Conflict):
    """Another cover of the operator begins that day or later."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another cover of this operator begins later. Nothing was saved; choose a "
                "later day, or draw that one anew from its own first day."
            )
        )


class ZoneTaken(Conflict):
    """The operator has a pressure zone of this code."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The operator has a pressure zone of this code already. Nothing was saved; "
                "use another code."
            )
        )


class PartTaken(Conflict):
    """The network has a part of this code."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The network has a part of this code already. Nothing was saved; use "
                "another code."
            )
        )


class NotASource(Refusal):
    """Something is no source of water."""

    def __init__(self) -> None:
        super().__init__(
            _("Only a well or a tank is a source. Nothing was changed; choose one of them.")
        )


class SourceInUse(Conflict):
    """Pipes of the network begin at the source."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _(
                "Pipes of the network begin at %(code)s, so it stays: without it nobody "
                "could say which valves to close. Draw the network anew first."
            )
            % {"code": code}
        )


class CheckedTooEarly(Refusal):
    """A parcel was checked on a day to come."""

    def __init__(self) -> None:
        super().__init__(_("This day has not come yet. Nothing was noted."))
