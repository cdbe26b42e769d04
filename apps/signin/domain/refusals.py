"""Why somebody is not let in, in words that help those who should be."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.errors import Refusal


class NotLetIn(Refusal):
    """What was shown does not open the door; it does not say which part was wrong."""


class LetterNotSent(NotLetIn):
    """The mail server does not take the letter now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The e-mail could not be sent now, so there is no link. Try again in some "
                "minutes, or come in another way."
            )
        )


class WrongPassword(NotLetIn):
    """Name and password do not belong together."""

    def __init__(self) -> None:
        super().__init__(
            _("This name and password do not belong together. Check both and try again.")
        )


class WrongCode(NotLetIn):
    """The code is of another time or account, or was used before."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code does not fit, or was used already. Wait for the next one in "
                "your authenticator and type that."
            )
        )


class WrongPasskey(NotLetIn):
    """The passkey's answer is not one to our question."""

    def __init__(self) -> None:
        super().__init__(
            _("This passkey was not accepted. Try again, or use your password and a code.")
        )


class WaitFirst(NotLetIn):
    """Too many tries in vain: the next one may be made after some seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {
            "count": seconds
        }
        super().__init__(
            _(
                "Too many tries. Wait %(wait)s, or use a passkey or a browser you have "
                "signed in from before: those are not held up by what others try."
            )
            % {"wait": wait}
        )


class TakenTooLong(NotLetIn):
    """The first step was too long ago, or made in another browser."""

    def __init__(self) -> None:
        super().__init__(_("That took too long. Nothing was changed: begin again."))


class LinkSpent(NotLetIn):
    """The link was used, is too old, or was asked for in another browser."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This link does not open anything. It works once, for 15 minutes, in the "
                "browser that asked for it. Ask for a new one."
            )
        )


class NotVouchedFor(NotLetIn):
    """The identity provider's answer cannot be relied on."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            _(
                "Ciudadanía Digital did not confirm who you are. Nothing was changed: try "
                "again, or sign in another way."
            )
        )


class AccountElsewhere(NotLetIn):
    """The citizen has an account that Ciudadanía Digital does not open yet."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have an account here already, which Ciudadanía Digital does not open "
                "yet. Sign in with it in your usual way, then link it under “My account”. "
                "Nothing was changed."
            )
        )


class IdentityTaken(NotLetIn):
    """This citizen opens another account, or another citizen opens this one."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This Ciudadanía Digital belongs to another account, or this account to "
                "another Ciudadanía Digital. Nothing was changed."
            )
        )


class AnotherPerson(NotLetIn):
    """The register of people says that the account is of somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The register of people has another identity card for this account. "
                "Nothing was changed: show your card at the office, have the register "
                "corrected, and try again."
            )
        )


class LastFactor(Refusal):
    """Staff must keep one second factor."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is your only second factor and your work needs one. Add another "
                "first, then remove this one."
            )
        )


class OnlyWayIn(Refusal):
    """Without it nobody could sign in with the account any more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ciudadanía Digital is the only thing that opens this account. Nothing was "
                "changed: add a passkey first, then unlink it."
            )
        )


class NameTaken(Refusal):
    """Something of this name is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is already one called “%(name)s”. Choose another name.")
            % {"name": name}
        )
