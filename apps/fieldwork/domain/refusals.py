"""What telephones and their supervisors are told when something cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from apps.treasury.domain.wording import written
from geo.errors import Conflict, Refusal


class DeviceRefused(Refusal):
    """A telephone is not let in (HTTP 401); `members` say why to its program."""

    state: ClassVar[str]
    wipe = False

    @property
    def members(self) -> Mapping[str, Any]:
        """What the telephone's program does about it."""
        return {"device_state": self.state, "wipe": self.wipe}


class UnknownDevice(DeviceRefused):
    """No telephone was enrolled with this id and token."""

    type_uri = "urn:llajta:campo:unknown-device"
    state = "unknown"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This telephone is not enrolled. What you recorded stays on it; enrol it "
                "again with a new code, and send then."
            )
        )


class RevokedDevice(DeviceRefused):
    """The telephone was revoked."""

    type_uri = "urn:llajta:campo:revoked"
    state = "revoked"

    def __init__(self, *, wipe: bool) -> None:
        self.wipe = wipe
        super().__init__(
            _(
                "This telephone was revoked. Nothing was sent; what is sealed stays on it. "
                "Speak to your supervisor."
            )
        )


class WrongCode(Refusal):
    """The code opens nothing: wrong, used, or too old."""

    type_uri = "urn:llajta:campo:wrong-code"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is wrong, was used, or is older than 15 minutes. Nothing was "
                "enrolled; ask for a new code."
            )
        )


class DeviceTaken(Conflict):
    """Another telephone has this id."""

    type_uri = "urn:llajta:campo:device-taken"

    def __init__(self) -> None:
        super().__init__(
            _("Another telephone has this id. Nothing was enrolled; try again.")
        )


class BadFrames(Refusal):
    """A body whose lengths do not fit (HTTP 400)."""

    type_uri = "urn:llajta:campo:bad-frame"

    def __init__(self) -> None:
        super().__init__(
            _("What was sent arrived incomplete. Nothing was written; send it again.")
        )


class UnsignedDelivery(Refusal):
    """A telephone that signs sent something without its signature (HTTP 400)."""

    type_uri = "urn:llajta:campo:unsigned"

    def __init__(self) -> None:
        super().__init__(
            _(
                "What was sent is not signed by this telephone. Nothing was written, and "
                "nothing is lost: close the app, open it again, and send then."
            )
        )


class SignsOtherwise(Conflict):
    """The telephone signs with another key since it was enrolled."""

    type_uri = "urn:llajta:campo:signs-otherwise"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This telephone signed with another key until now. Nothing was changed; "
                "enrol it again with a new code."
            )
        )


class BadDocument(Refusal):
    """A body that does not say what is asked for (HTTP 400)."""

    def __init__(self) -> None:
        super().__init__(_("The request cannot be read. Nothing was written."))


class TooMuch(Refusal):
    """More than one delivery may bring (HTTP 413)."""

    def __init__(self) -> None:
        super().__init__(
            _("That is too much at once. Nothing was written; send it in parts.")
        )


class NotAnExport(Refusal):
    """A file that is no saved outbox."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is not an outbox saved by a telephone, or it is incomplete. "
                "Nothing was written; save it again on the telephone."
            )
        )


class NoMoneyHere(Refusal):
    """Work of this kind takes no money."""

    def __init__(self) -> None:
        super().__init__(_("No money is taken in work of this kind."))


class BadAssignment(Refusal):
    """Nothing to visit, days that end before they begin, or nobody who may go."""


class AssignmentClosed(Refusal):
    """The assignment was closed before."""

    def __init__(self) -> None:
        super().__init__(_("This assignment was closed before. Nothing was changed."))


class AlreadySettled(Refusal):
    """Somebody has seen to the event before."""

    def __init__(self, by: str) -> None:
        super().__init__(
            _("%(name)s has seen to this before. Nothing was changed.") % {"name": by}
        )


class AlreadyRevoked(Refusal):
    """The telephone was revoked before."""

    def __init__(self) -> None:
        super().__init__(_("This telephone was revoked before; it stays so."))


class NothingToCount(Refusal):
    """No cash waits to be counted, and no number to be annulled."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was taken with this telephone since the last count."))


class NotBooked(Refusal):
    """Cash that changed hands and could not be booked: it is counted all the same."""

    def __init__(self, amount: Decimal, why: str) -> None:
        super().__init__(
            _(
                "Bs %(amount)s were received but could not be booked: %(why)s The money "
                "is on your supervisor's list; hand it over at the count."
            )
            % {"amount": written(amount), "why": why}
        )
